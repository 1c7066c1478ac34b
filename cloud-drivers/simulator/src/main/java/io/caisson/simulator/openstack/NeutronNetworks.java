package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.CloudNetwork;
import io.caisson.simulator.model.Plant;
import io.caisson.simulator.model.Subnet;
import io.caisson.simulator.openstack.Attribute.Form;
import io.caisson.simulator.openstack.Attribute.Use;
import java.util.List;

/** {@code /v2.0/networks}. */
final class NeutronNetworks implements NeutronResource {
  @Override
  public String path() {
    return "networks";
  }

  @Override
  public String plural() {
    return "networks";
  }

  @Override
  public String singular() {
    return "network";
  }

  @Override
  public List<Attribute> attributes() {
    return NeutronViews.common(
        new Attribute("name", Form.TEXT, Use.ALWAYS),
        new Attribute("admin_state_up", Form.BOOLEAN, Use.ALWAYS),
        new Attribute("shared", Form.BOOLEAN, Use.ADMIN),
        new Attribute("router:external", Form.BOOLEAN, Use.ADMIN),
        new Attribute("provider:network_type", Form.ANY, Use.ADMIN),
        new Attribute("provider:physical_network", Form.ANY, Use.ADMIN),
        new Attribute("provider:segmentation_id", Form.ANY, Use.ADMIN),
        new Attribute("is_default", Form.BOOLEAN, Use.ALWAYS),
        new Attribute("mtu", Form.ANY, Use.ALWAYS),
        new Attribute("port_security_enabled", Form.BOOLEAN, Use.ALWAYS),
        new Attribute("qos_policy_id", Form.UUID_OR_NULL, Use.ALWAYS),
        new Attribute("availability_zone_hints", Form.ANY, Use.CREATE),
        new Attribute("availability_zones", Form.ANY, Use.READ_ONLY),
        new Attribute("subnets", Form.ANY, Use.READ_ONLY),
        new Attribute("ipv4_address_scope", Form.ANY, Use.READ_ONLY),
        new Attribute("ipv6_address_scope", Form.ANY, Use.READ_ONLY));
  }

  @Override
  public List<ObjectNode> list(Call call) {
    return call.plant().networks().listed(call.caller()).stream()
        .map(network -> view(call, network))
        .toList();
  }

  @Override
  public ObjectNode show(Call call) {
    return view(call, call.plant().networks().need(call.caller(), call.id()));
  }

  @Override
  public ObjectNode create(Call call, JsonNode wish) {
    CloudNetwork network =
        call.plant()
            .networks()
            .create(
                NeutronViews.project(call, wish),
                wish.path("name").asText(""),
                wish.path("description").asText(""),
                new CloudNetwork.Kind(
                    wish.path("router:external").asBoolean(),
                    wish.path("shared").asBoolean(),
                    NeutronViews.bool(wish, "port_security_enabled").orElse(true)));
    return view(call, network);
  }

  @Override
  public ObjectNode update(Call call, JsonNode wish) {
    CloudNetwork network = own(call);
    call.plant()
        .networks()
        .change(network, NeutronViews.text(wish, "name"), NeutronViews.text(wish, "description"));
    return view(call, network);
  }

  @Override
  public void delete(Call call) {
    call.plant().deleteNetwork(own(call));
  }

  @Override
  public void tag(Call call, List<String> tags) {
    call.plant().networks().tag(own(call), tags);
  }

  @Override
  public NeutronFault unknown(String id) {
    return NeutronFault.notFound("NetworkNotFound", "Network " + id + " could not be found.");
  }

  /** A network that the caller sees is not always one that he may change. */
  private static CloudNetwork own(Call call) {
    CloudNetwork network = call.plant().networks().need(call.caller(), call.id());
    if (!call.caller().admin() && !network.card().project().equals(call.caller().project())) {
      throw NeutronFault.policy("rule:update_network");
    }
    return network;
  }

  private static ObjectNode view(Call call, CloudNetwork network) {
    Plant plant = call.plant();
    ObjectNode view = NeutronViews.begin(network.card());
    view.put("admin_state_up", true);
    view.put("mtu", network.external() ? 1500 : 1450);
    view.put("status", "ACTIVE");
    view.set(
        "subnets",
        Json.texts(plant.networks().subnetsOf(network.id()).stream().map(Subnet::id).toList()));
    view.put("shared", network.shared());
    view.set("availability_zone_hints", NeutronViews.none());
    view.set("availability_zones", NeutronViews.none());
    view.putNull("ipv4_address_scope");
    view.putNull("ipv6_address_scope");
    view.put("router:external", network.external());
    view.put("description", network.card().description());
    view.put("port_security_enabled", network.guarded());
    view.putNull("qos_policy_id");
    if (network.external()) {
      view.put("is_default", false);
    }
    if (call.caller().admin()) {
      view.put("provider:network_type", network.external() ? "flat" : "vxlan");
      if (network.external()) {
        view.put("provider:physical_network", "public");
        view.putNull("provider:segmentation_id");
      } else {
        view.putNull("provider:physical_network");
        view.put("provider:segmentation_id", 1 + Math.floorMod(network.id().hashCode(), 4000));
      }
    }
    return NeutronViews.end(view, network.card());
  }
}
