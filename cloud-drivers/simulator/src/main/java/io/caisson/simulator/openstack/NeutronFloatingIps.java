package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.FloatingIp;
import io.caisson.simulator.model.FloatingIps;
import io.caisson.simulator.model.Port;
import io.caisson.simulator.openstack.Attribute.Form;
import io.caisson.simulator.openstack.Attribute.Use;
import java.util.List;
import java.util.Optional;

/** {@code /v2.0/floatingips}. */
final class NeutronFloatingIps implements NeutronResource {
  @Override
  public String path() {
    return "floatingips";
  }

  @Override
  public String plural() {
    return "floatingips";
  }

  @Override
  public String singular() {
    return "floatingip";
  }

  @Override
  public List<Attribute> attributes() {
    return NeutronViews.common(
        new Attribute("floating_network_id", Form.UUID, Use.CREATE_REQUIRED),
        new Attribute("port_id", Form.UUID_OR_NULL, Use.ALWAYS),
        new Attribute("fixed_ip_address", Form.ANY, Use.ALWAYS),
        new Attribute("floating_ip_address", Form.ANY, Use.ADMIN),
        new Attribute("subnet_id", Form.UUID_OR_NULL, Use.CREATE),
        new Attribute("qos_policy_id", Form.UUID_OR_NULL, Use.ALWAYS),
        new Attribute("dns_name", Form.ANY, Use.CREATE),
        new Attribute("dns_domain", Form.ANY, Use.CREATE),
        new Attribute("router_id", Form.ANY, Use.READ_ONLY),
        new Attribute("port_details", Form.ANY, Use.READ_ONLY));
  }

  @Override
  public List<ObjectNode> list(Call call) {
    return call.plant().floatingIps().listed(call.caller()).stream()
        .map(ip -> view(call, ip))
        .toList();
  }

  @Override
  public ObjectNode show(Call call) {
    return view(call, call.plant().floatingIps().need(call.caller(), call.id()));
  }

  @Override
  public ObjectNode create(Call call, JsonNode wish) {
    FloatingIps.Order order =
        new FloatingIps.Order(
            NeutronViews.project(call, wish),
            wish.path("floating_network_id").asText(),
            NeutronViews.text(wish, "port_id"),
            NeutronViews.text(wish, "fixed_ip_address"),
            NeutronViews.text(wish, "floating_ip_address"),
            wish.path("description").asText(""));
    return view(call, call.plant().floatingIps().create(call.caller(), order));
  }

  @Override
  public ObjectNode update(Call call, JsonNode wish) {
    FloatingIps all = call.plant().floatingIps();
    FloatingIp ip = all.need(call.caller(), call.id());
    NeutronViews.text(wish, "description").ifPresent(text -> all.describe(ip, text));
    if (wish.path("port_id").isTextual()) {
      Optional<String> fixed = NeutronViews.text(wish, "fixed_ip_address");
      all.associate(call.caller(), ip, wish.path("port_id").asText(), fixed);
    } else if (wish.path("port_id").isNull() || !wish.has("description")) {
      all.disassociate(ip);
    }
    return view(call, ip);
  }

  @Override
  public void delete(Call call) {
    call.plant().floatingIps().delete(call.plant().floatingIps().need(call.caller(), call.id()));
  }

  @Override
  public void tag(Call call, List<String> tags) {
    FloatingIps all = call.plant().floatingIps();
    all.tag(all.need(call.caller(), call.id()), tags);
  }

  @Override
  public NeutronFault unknown(String id) {
    return NeutronFault.notFound("FloatingIPNotFound", "Floating IP " + id + " could not be found");
  }

  private static ObjectNode view(Call call, FloatingIp ip) {
    Optional<FloatingIp.Target> target = ip.target();
    ObjectNode view = NeutronViews.begin(ip.card());
    view.remove("name");
    view.put("floating_ip_address", ip.address());
    view.put("floating_network_id", ip.network());
    view.set("router_id", Json.orNull(target.map(FloatingIp.Target::router)));
    view.set("port_id", Json.orNull(target.map(FloatingIp.Target::port)));
    view.set("fixed_ip_address", Json.orNull(target.map(FloatingIp.Target::fixed)));
    view.put("status", target.isPresent() ? "ACTIVE" : "DOWN");
    view.put("description", ip.card().description());
    view.putNull("qos_policy_id");
    view.set(
        "port_details",
        target
            .flatMap(t -> call.plant().ports().get(t.port()))
            .<JsonNode>map(NeutronFloatingIps::details)
            .orElse(Json.orNull(Optional.empty())));
    return NeutronViews.end(view, ip.card());
  }

  private static ObjectNode details(Port port) {
    ObjectNode view = Json.object();
    view.put("name", port.card().name());
    view.put("network_id", port.network());
    view.put("mac_address", port.mac());
    view.put("admin_state_up", port.adminUp());
    view.put("status", port.bound() ? "ACTIVE" : "DOWN");
    view.put("device_id", port.device().id());
    view.put("device_owner", port.device().owner());
    return view;
  }
}
