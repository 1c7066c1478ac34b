package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.CloudNetwork;
import io.caisson.simulator.model.FixedAddress;
import io.caisson.simulator.model.Port;
import io.caisson.simulator.model.PortChange;
import io.caisson.simulator.model.PortOptions;
import io.caisson.simulator.model.PortOrder;
import io.caisson.simulator.model.PortOrder.WantedAddress;
import io.caisson.simulator.openstack.Attribute.Form;
import io.caisson.simulator.openstack.Attribute.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code /v2.0/ports}. */
final class NeutronPorts implements NeutronResource {
  @Override
  public String path() {
    return "ports";
  }

  @Override
  public String plural() {
    return "ports";
  }

  @Override
  public String singular() {
    return "port";
  }

  @Override
  public List<Attribute> attributes() {
    return NeutronViews.common(
        new Attribute("name", Form.TEXT, Use.ALWAYS),
        new Attribute("network_id", Form.UUID, Use.CREATE_REQUIRED),
        new Attribute("mac_address", Form.ANY, Use.CREATE),
        new Attribute("fixed_ips", Form.ANY, Use.ALWAYS),
        new Attribute("security_groups", Form.UUID_LIST, Use.ALWAYS),
        new Attribute("admin_state_up", Form.BOOLEAN, Use.ALWAYS),
        new Attribute("device_id", Form.TEXT, Use.ALWAYS),
        new Attribute("device_owner", Form.TEXT, Use.ALWAYS),
        new Attribute("allowed_address_pairs", Form.ANY, Use.ALWAYS),
        new Attribute("extra_dhcp_opts", Form.ANY, Use.ALWAYS),
        new Attribute("port_security_enabled", Form.BOOLEAN, Use.ALWAYS),
        new Attribute("dns_name", Form.TEXT, Use.ALWAYS),
        new Attribute("qos_policy_id", Form.UUID_OR_NULL, Use.ALWAYS),
        new Attribute("qos_network_policy_id", Form.ANY, Use.READ_ONLY),
        new Attribute("binding:vnic_type", Form.ANY, Use.ALWAYS),
        new Attribute("binding:host_id", Form.ANY, Use.ADMIN),
        new Attribute("binding:profile", Form.ANY, Use.ADMIN),
        new Attribute("binding:vif_type", Form.ANY, Use.READ_ONLY),
        new Attribute("binding:vif_details", Form.ANY, Use.READ_ONLY));
  }

  @Override
  public List<ObjectNode> list(Call call) {
    return call.plant().ports().listed(call.caller()).stream()
        .map(port -> view(call, port))
        .toList();
  }

  @Override
  public ObjectNode show(Call call) {
    return view(call, call.plant().ports().need(call.caller(), call.id()));
  }

  @Override
  public ObjectNode create(Call call, JsonNode wish) {
    PortOptions options = options(wish);
    String project = NeutronViews.project(call, wish);
    CloudNetwork network =
        call.plant().networks().need(call.caller(), wish.path("network_id").asText());
    if (!call.caller().admin()
        && !network.shared()
        && !network.card().project().equals(call.caller().project())) {
      throw NeutronFault.forbidden(
          "HTTPForbidden",
          "Tenant " + call.caller().project() + " not allowed to create port on this network");
    }
    needOwner(call, network, wish);
    needGuard(options, network.guarded());
    Optional<List<WantedAddress>> addresses = addresses(call, wish);
    NeutronViews.text(wish, "mac_address")
        .ifPresent(mac -> call.plant().ports().needFreeMac(network.id(), mac));
    Port port =
        call.plant()
            .ports()
            .create(
                new PortOrder(
                    project,
                    network.id(),
                    NeutronViews.text(wish, "name"),
                    NeutronViews.text(wish, "description"),
                    addresses,
                    groups(wish),
                    device(wish, new Port.Device("", "", ""))));
    call.plant().ports().setOptions(port, options);
    return view(call, port);
  }

  @Override
  public ObjectNode update(Call call, JsonNode wish) {
    PortOptions options = options(wish);
    Port port = call.plant().ports().need(call.caller(), call.id());
    if (options.allowedPairs().isPresent()) {
      needOwnerForPairs(
          call, call.plant().networks().need(call.caller(), port.network()), wish, "update_port");
    }
    needGuard(options.beside(port), port.guarded());
    Optional<Port.Device> device =
        wish.has("device_id") || wish.has("device_owner") || wish.has("binding:host_id")
            ? Optional.of(device(wish, port.device()))
            : Optional.empty();
    PortChange change =
        new PortChange(
            NeutronViews.text(wish, "name"),
            NeutronViews.text(wish, "description"),
            groups(wish),
            addresses(call, wish),
            device,
            options);
    call.plant().ports().change(port, change);
    return view(call, port);
  }

  @Override
  public void delete(Call call) {
    call.plant().ports().delete(call.plant().ports().need(call.caller(), call.id()));
  }

  @Override
  public void tag(Call call, List<String> tags) {
    call.plant().ports().tag(call.plant().ports().need(call.caller(), call.id()), tags);
  }

  @Override
  public NeutronFault unknown(String id) {
    return NeutronFault.notFound("PortNotFound", "Port " + id + " could not be found.");
  }

  /** On somebody else's network, Neutron chooses the addresses. */
  private static void needOwner(Call call, CloudNetwork network, JsonNode wish) {
    if (call.caller().admin() || network.card().project().equals(call.caller().project())) {
      return;
    }
    if (wish.has("mac_address")) {
      throw NeutronFault.policy("(rule:create_port and rule:create_port:mac_address)");
    }
    needOwnerForPairs(call, network, wish, "create_port");
    for (JsonNode address : wish.path("fixed_ips")) {
      if (address.has("ip_address")) {
        String rule = "rule:create_port:fixed_ips:ip_address";
        String both = "rule:create_port:fixed_ips:subnet_id and " + rule;
        throw NeutronFault.policy(
            "(rule:create_port and (rule:create_port:fixed_ips and (%s)))"
                .formatted(address.has("subnet_id") ? both : rule));
      }
    }
  }

  private static void needOwnerForPairs(
      Call call, CloudNetwork network, JsonNode wish, String action) {
    boolean owner =
        call.caller().admin() || network.card().project().equals(call.caller().project());
    if (wish.has(NeutronAddressPairs.NAME) && !owner) {
      throw NeutronFault.policy(
          ("(rule:%s and (rule:%s:allowed_address_pairs"
                  + " and rule:%s:allowed_address_pairs:ip_address))")
              .formatted(action, action, action));
    }
  }

  private static void needGuard(PortOptions options, boolean usual) {
    boolean pairs = options.allowedPairs().filter(list -> !list.isEmpty()).isPresent();
    if (pairs && !options.guarded().orElse(usual)) {
      throw NeutronAddressPairs.unguarded();
    }
  }

  private static Port.Device device(JsonNode wish, Port.Device old) {
    return new Port.Device(
        wish.path("device_id").asText(old.id()),
        wish.path("device_owner").asText(old.owner()),
        wish.path("binding:host_id").asText(old.host()));
  }

  private static Optional<List<String>> groups(JsonNode wish) {
    JsonNode groups = wish.path("security_groups");
    return groups.isArray() ? Optional.of(NeutronViews.texts(groups)) : Optional.empty();
  }

  private static Optional<List<WantedAddress>> addresses(Call call, JsonNode wish) {
    JsonNode list = wish.path("fixed_ips");
    if (!list.isArray()) {
      return Optional.empty();
    }
    List<WantedAddress> wanted = new ArrayList<>();
    for (JsonNode one : list) {
      Optional<String> subnet = NeutronViews.text(one, "subnet_id");
      subnet.ifPresent(id -> call.plant().networks().needSubnet(call.caller(), id));
      wanted.add(new WantedAddress(subnet, NeutronViews.text(one, "ip_address")));
    }
    return Optional.of(wanted);
  }

  private static PortOptions options(JsonNode wish) {
    return new PortOptions(
        NeutronViews.bool(wish, "admin_state_up"),
        NeutronViews.bool(wish, "port_security_enabled"),
        NeutronAddressPairs.read(wish),
        NeutronViews.text(wish, "dns_name"),
        NeutronViews.text(wish, "binding:vnic_type"),
        NeutronViews.text(wish, "mac_address"));
  }

  private static ObjectNode view(Call call, Port port) {
    ObjectNode view = NeutronViews.begin(port.card());
    view.put("network_id", port.network());
    view.put("mac_address", port.mac());
    view.put("admin_state_up", port.adminUp());
    view.put("status", port.bound() ? "ACTIVE" : "DOWN");
    view.put("device_id", port.device().id());
    view.put("device_owner", port.device().owner());
    view.set("fixed_ips", Json.array(port.addresses(), NeutronPorts::address));
    view.set("allowed_address_pairs", Json.array(port.allowedPairs(), pair -> pair(port, pair)));
    view.set("extra_dhcp_opts", NeutronViews.none());
    view.set("security_groups", Json.texts(port.securityGroups()));
    view.put("description", port.card().description());
    view.put("binding:vnic_type", port.vnicType());
    view.put("port_security_enabled", port.guarded());
    view.putNull("qos_policy_id");
    view.putNull("qos_network_policy_id");
    if (call.caller().admin()) {
      addBinding(view, port);
    }
    return NeutronViews.end(view, port.card());
  }

  private static void addBinding(ObjectNode view, Port port) {
    view.set("binding:profile", Json.object());
    view.put("binding:host_id", port.device().host());
    view.put("binding:vif_type", port.bound() ? "ovs" : "unbound");
    ObjectNode details = Json.object();
    if (port.bound()) {
      details.put("port_filter", true);
    }
    view.set("binding:vif_details", details);
  }

  private static ObjectNode pair(Port port, Port.AddressPair pair) {
    return Json.object()
        .put("ip_address", pair.address())
        .put("mac_address", pair.mac().isEmpty() ? port.mac() : pair.mac());
  }

  private static ObjectNode address(FixedAddress address) {
    return Json.object().put("subnet_id", address.subnet()).put("ip_address", address.address());
  }
}
