package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.AddressRange;
import io.caisson.simulator.model.Cidr;
import io.caisson.simulator.model.CloudNetwork;
import io.caisson.simulator.model.Networks;
import io.caisson.simulator.model.Subnet;
import io.caisson.simulator.openstack.Attribute.Form;
import io.caisson.simulator.openstack.Attribute.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code /v2.0/subnets}; IPv4 only. */
final class NeutronSubnets implements NeutronResource {
  @Override
  public String path() {
    return "subnets";
  }

  @Override
  public String plural() {
    return "subnets";
  }

  @Override
  public String singular() {
    return "subnet";
  }

  @Override
  public List<Attribute> attributes() {
    return NeutronViews.common(
        new Attribute("name", Form.TEXT, Use.ALWAYS),
        new Attribute("network_id", Form.UUID, Use.CREATE_REQUIRED),
        new Attribute("ip_version", Form.ANY, Use.CREATE_REQUIRED),
        new Attribute("cidr", Form.ANY, Use.CREATE),
        new Attribute("gateway_ip", Form.ANY, Use.ALWAYS),
        new Attribute("allocation_pools", Form.ANY, Use.ALWAYS),
        new Attribute("enable_dhcp", Form.BOOLEAN, Use.ALWAYS),
        new Attribute("dns_nameservers", Form.ANY, Use.ALWAYS),
        new Attribute("host_routes", Form.ANY, Use.ALWAYS),
        new Attribute("subnetpool_id", Form.UUID_OR_NULL, Use.CREATE),
        new Attribute("prefixlen", Form.ANY, Use.CREATE),
        new Attribute("ipv6_ra_mode", Form.ANY, Use.CREATE),
        new Attribute("ipv6_address_mode", Form.ANY, Use.CREATE),
        new Attribute("segment_id", Form.UUID_OR_NULL, Use.ADMIN),
        new Attribute("service_types", Form.ANY, Use.ADMIN));
  }

  @Override
  public List<ObjectNode> list(Call call) {
    return call.plant().networks().listedSubnets(call.caller()).stream()
        .map(NeutronSubnets::view)
        .toList();
  }

  @Override
  public ObjectNode show(Call call) {
    return view(call.plant().networks().needSubnet(call.caller(), call.id()));
  }

  @Override
  public ObjectNode create(Call call, JsonNode wish) {
    Networks networks = call.plant().networks();
    CloudNetwork network = networks.need(call.caller(), wish.path("network_id").asText());
    Cidr cidr = cidr(wish.path("cidr").asText(""));
    Optional<Long> gateway = gateway(wish, cidr);
    List<AddressRange> pools =
        wish.has("allocation_pools")
            ? pools(wish.path("allocation_pools"), cidr)
            : Networks.wholePool(cidr, gateway);
    Subnet.Plan plan =
        new Subnet.Plan(
            cidr,
            gateway,
            pools,
            wish.path("enable_dhcp").asBoolean(true),
            NeutronViews.texts(wish.path("dns_nameservers")));
    return view(
        networks.createSubnet(
            new Networks.Title(
                NeutronViews.project(call, wish),
                wish.path("name").asText(""),
                wish.path("description").asText("")),
            network.id(),
            plan));
  }

  @Override
  public ObjectNode update(Call call, JsonNode wish) {
    Subnet subnet = call.plant().networks().needSubnet(call.caller(), call.id());
    call.plant()
        .networks()
        .change(subnet, NeutronViews.text(wish, "name"), NeutronViews.text(wish, "description"));
    return view(subnet);
  }

  @Override
  public void delete(Call call) {
    call.plant().deleteSubnet(call.plant().networks().needSubnet(call.caller(), call.id()));
  }

  @Override
  public void tag(Call call, List<String> tags) {
    call.plant().networks().tag(call.plant().networks().needSubnet(call.caller(), call.id()), tags);
  }

  @Override
  public NeutronFault unknown(String id) {
    return NeutronFault.notFound("SubnetNotFound", "Subnet " + id + " could not be found.");
  }

  private static Cidr cidr(String text) {
    try {
      return Cidr.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw NeutronFault.invalid(
          "InvalidInput", "Invalid input for operation: " + text + " is not in a CIDR format.");
    }
  }

  private static Optional<Long> gateway(JsonNode wish, Cidr cidr) {
    if (!wish.has("gateway_ip")) {
      return Optional.of(cidr.base() + 1);
    }
    if (wish.path("gateway_ip").isNull()) {
      return Optional.empty();
    }
    return Optional.of(address(wish.path("gateway_ip").asText()));
  }

  private static List<AddressRange> pools(JsonNode wish, Cidr cidr) {
    List<AddressRange> pools = new ArrayList<>();
    for (JsonNode pool : wish) {
      long first = address(pool.path("start").asText());
      long last = address(pool.path("end").asText());
      String text = Cidr.dotted(first) + "-" + Cidr.dotted(last);
      if (first > last) {
        throw NeutronFault.invalid(
            "InvalidAllocationPool", "The allocation pool " + text + " is not valid.");
      }
      if (!cidr.contains(first) || !cidr.contains(last)) {
        throw NeutronFault.invalid(
            "OutOfBoundsAllocationPool",
            "The allocation pool %s spans beyond the subnet cidr %s.".formatted(text, cidr));
      }
      pools.add(new AddressRange(first, last));
    }
    return pools;
  }

  private static long address(String text) {
    return Cidr.address(text)
        .orElseThrow(() -> NeutronFault.invalid("'" + text + "' is not a valid IP address."));
  }

  private static ObjectNode view(Subnet subnet) {
    Subnet.Plan plan = subnet.plan();
    ObjectNode view = NeutronViews.begin(subnet.card());
    view.put("network_id", subnet.network());
    view.put("ip_version", 4);
    view.putNull("subnetpool_id");
    view.put("enable_dhcp", plan.dhcp());
    view.putNull("ipv6_ra_mode");
    view.putNull("ipv6_address_mode");
    view.set("gateway_ip", Json.orNull(plan.gateway().map(Cidr::dotted)));
    view.put("cidr", plan.cidr().toString());
    view.set("allocation_pools", Json.array(plan.pools(), NeutronSubnets::pool));
    view.set("host_routes", NeutronViews.none());
    view.set("dns_nameservers", Json.texts(plan.nameServers()));
    view.put("description", subnet.card().description());
    view.set("service_types", NeutronViews.none());
    return NeutronViews.end(view, subnet.card());
  }

  private static ObjectNode pool(AddressRange pool) {
    return Json.object()
        .put("start", Cidr.dotted(pool.first()))
        .put("end", Cidr.dotted(pool.last()));
  }
}
