package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.FixedAddress;
import io.caisson.simulator.model.Networks;
import io.caisson.simulator.model.Port;
import io.caisson.simulator.model.Router;
import io.caisson.simulator.model.Routers;
import io.caisson.simulator.model.Subnet;
import io.caisson.simulator.openstack.Attribute.Form;
import io.caisson.simulator.openstack.Attribute.Use;
import java.util.List;
import java.util.Optional;

/** {@code /v2.0/routers}. */
final class NeutronRouters implements NeutronResource {
  @Override
  public String path() {
    return "routers";
  }

  @Override
  public String plural() {
    return "routers";
  }

  @Override
  public String singular() {
    return "router";
  }

  @Override
  public List<Attribute> attributes() {
    return NeutronViews.common(
        new Attribute("name", Form.TEXT, Use.ALWAYS),
        new Attribute("admin_state_up", Form.BOOLEAN, Use.ALWAYS),
        new Attribute("external_gateway_info", Form.ANY, Use.ALWAYS),
        new Attribute("routes", Form.ANY, Use.ALWAYS),
        new Attribute("flavor_id", Form.ANY, Use.CREATE),
        new Attribute("availability_zone_hints", Form.ANY, Use.CREATE),
        new Attribute("availability_zones", Form.ANY, Use.READ_ONLY));
  }

  @Override
  public List<ObjectNode> list(Call call) {
    return call.plant().routers().listed(call.caller()).stream().map(NeutronRouters::view).toList();
  }

  @Override
  public ObjectNode show(Call call) {
    return view(call.plant().routers().need(call.caller(), call.id()));
  }

  @Override
  public ObjectNode create(Call call, JsonNode wish) {
    Router router =
        call.plant()
            .routers()
            .create(
                NeutronViews.project(call, wish),
                wish.path("name").asText(""),
                wish.path("description").asText(""));
    setGateway(call, router, wish);
    return view(router);
  }

  @Override
  public ObjectNode update(Call call, JsonNode wish) {
    Router router = call.plant().routers().need(call.caller(), call.id());
    call.plant()
        .routers()
        .change(router, NeutronViews.text(wish, "name"), NeutronViews.bool(wish, "admin_state_up"));
    setGateway(call, router, wish);
    return view(router);
  }

  @Override
  public void delete(Call call) {
    call.plant().routers().delete(call.plant().routers().need(call.caller(), call.id()));
  }

  @Override
  public void tag(Call call, List<String> tags) {
    call.plant().routers().tag(call.plant().routers().need(call.caller(), call.id()), tags);
  }

  @Override
  public NeutronFault unknown(String id) {
    return NeutronFault.notFound("RouterNotFound", "Router " + id + " could not be found");
  }

  /** {@code PUT .../add_router_interface}. */
  Answer addInterface(Call call) {
    Routers routers = call.plant().routers();
    Router router = routers.need(call.caller(), call.id());
    JsonNode wish = call.body();
    if (wish.path("port_id").isTextual()) {
      Port port = call.plant().ports().need(call.caller(), wish.path("port_id").asText());
      routers.addInterface(router, port);
      return Answer.json(200, plugged(router, port));
    }
    return Answer.json(200, plugged(router, routers.addInterface(router, subnet(call, wish))));
  }

  /** {@code PUT .../remove_router_interface}. */
  Answer removeInterface(Call call) {
    Routers routers = call.plant().routers();
    Router router = routers.need(call.caller(), call.id());
    JsonNode wish = call.body();
    Subnet subnet = wish.path("port_id").isTextual() ? subnetOf(call, wish) : subnet(call, wish);
    Port port = routers.removeInterface(router, subnet, call.plant().floatingIps());
    return Answer.json(200, plugged(router, port));
  }

  private static Subnet subnet(Call call, JsonNode wish) {
    if (!wish.path("subnet_id").isTextual()) {
      throw NeutronFault.invalid(
          "BadRequest", "Bad router request: Either subnet_id or port_id must be specified.");
    }
    return call.plant().networks().needSubnet(call.caller(), wish.path("subnet_id").asText());
  }

  private static Subnet subnetOf(Call call, JsonNode wish) {
    Port port = call.plant().ports().need(call.caller(), wish.path("port_id").asText());
    String subnet = port.addresses().stream().findFirst().map(FixedAddress::subnet).orElse("");
    return call.plant().networks().needSubnet(subnet);
  }

  private static void setGateway(Call call, Router router, JsonNode wish) {
    JsonNode gateway = wish.path("external_gateway_info");
    if (gateway.isMissingNode()) {
      return;
    }
    Networks networks = call.plant().networks();
    call.plant()
        .routers()
        .setGateway(
            router,
            NeutronViews.text(gateway, "network_id").map(id -> networks.need(call.caller(), id)));
  }

  private static ObjectNode plugged(Router router, Port port) {
    String subnet = port.addresses().stream().findFirst().map(FixedAddress::subnet).orElse("");
    ObjectNode view = Json.object();
    view.put("id", router.id());
    view.put("tenant_id", router.card().project());
    view.put("port_id", port.id());
    view.put("network_id", port.network());
    view.put("subnet_id", subnet);
    view.set("subnet_ids", Json.texts(List.of(subnet)));
    return view;
  }

  private static ObjectNode view(Router router) {
    ObjectNode view = NeutronViews.begin(router.card());
    view.put("admin_state_up", router.adminUp());
    view.put("status", "ACTIVE");
    view.set(
        "external_gateway_info",
        router
            .gateway()
            .<JsonNode>map(NeutronRouters::gateway)
            .orElse(Json.orNull(Optional.empty())));
    view.put("description", router.card().description());
    view.set("availability_zones", NeutronViews.none());
    view.set("availability_zone_hints", NeutronViews.none());
    view.set("routes", NeutronViews.none());
    view.putNull("flavor_id");
    return NeutronViews.end(view, router.card());
  }

  private static ObjectNode gateway(Router.Gateway gateway) {
    ObjectNode address = Json.object();
    address.put("subnet_id", gateway.address().subnet());
    address.put("ip_address", gateway.address().address());
    ObjectNode view = Json.object();
    view.put("network_id", gateway.network());
    view.set("external_fixed_ips", Json.array().add(address));
    view.put("enable_snat", true);
    return view;
  }
}
