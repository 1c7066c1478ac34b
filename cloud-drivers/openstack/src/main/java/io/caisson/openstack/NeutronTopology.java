package io.caisson.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.openstack.wire.Json;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.OwnNetwork;
import io.caisson.spi.cloud.OwnRouter;
import io.caisson.spi.cloud.OwnSubnet;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.SubnetOrder;
import io.caisson.spi.cloud.Topology;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Networks, subnets and routers of Neutron; the owner mark is in the description. A router is
 * plugged in by the subnet's id, so that its port is Neutron's and goes with the plug.
 */
final class NeutronTopology implements Topology {
  private static final String NETWORKS = "networks";
  private static final String SUBNETS = "subnets";
  private static final String ROUTERS = "routers";

  /** Neutron's words ("Bad router request") for a plug that is there. */
  private static final String PLUGGED = "already has a port on subnet";

  private final Session session;
  private final Pages pages;

  NeutronTopology(Session session, Pages pages) {
    this.session = session;
    this.pages = pages;
  }

  @Override
  public String createNetwork(OwnerMark mark, String name) {
    return create(NETWORKS, "network", described(mark, name));
  }

  @Override
  public void deleteNetwork(String id) {
    delete(NETWORKS, id);
  }

  @Override
  public Optional<OwnNetwork> network(String id) {
    return find(NETWORKS, id, "network", NeutronTopology::network);
  }

  @Override
  public List<OwnNetwork> networks() {
    return own(NETWORKS, NeutronTopology::network);
  }

  @Override
  public String createSubnet(SubnetOrder order) {
    Map<String, Object> subnet = described(order.mark(), order.name());
    subnet.put("network_id", order.network());
    subnet.put("ip_version", 4);
    subnet.put("cidr", order.cidr());
    if (!order.nameServers().isEmpty()) {
      subnet.put("dns_nameservers", order.nameServers());
    }
    return create(SUBNETS, "subnet", subnet);
  }

  @Override
  public void deleteSubnet(String id) {
    delete(SUBNETS, id);
  }

  @Override
  public Optional<OwnSubnet> subnet(String id) {
    return find(SUBNETS, id, "subnet", NeutronTopology::subnet);
  }

  @Override
  public List<OwnSubnet> subnets() {
    return own(SUBNETS, NeutronTopology::subnet);
  }

  @Override
  public String createRouter(OwnerMark mark, String name, String externalNetwork) {
    Map<String, Object> router = described(mark, name);
    router.put("external_gateway_info", Map.of("network_id", externalNetwork));
    return create(ROUTERS, "router", router);
  }

  @Override
  public void deleteRouter(String id) {
    delete(ROUTERS, id);
  }

  @Override
  public Optional<OwnRouter> router(String id) {
    return find(ROUTERS, id, "router", NeutronTopology::router);
  }

  @Override
  public List<OwnRouter> routers() {
    return own(ROUTERS, NeutronTopology::router);
  }

  @Override
  public void plug(String router, String subnet) {
    Ask ask = plugging(router, "add_router_interface", subnet);
    session.call(
        () -> {
          try {
            session.ask(ask);
          } catch (CloudException e) {
            if (!(e.fault() instanceof CloudFault.Invalid(var text) && text.contains(PLUGGED))) {
              throw e;
            }
          }
          return true;
        });
  }

  @Override
  public void unplug(String router, String subnet) {
    Ask ask = plugging(router, "remove_router_interface", subnet);
    session.delete(() -> session.ask(ask));
  }

  private static Ask plugging(String router, String what, String subnet) {
    return Ask.put(
        Service.NETWORK, Map.of("subnet_id", Ask.id(subnet)), ROUTERS, Ask.id(router), what);
  }

  private static Map<String, Object> described(OwnerMark mark, String name) {
    Map<String, Object> thing = new LinkedHashMap<>();
    thing.put("name", Names.storable(name));
    thing.put("description", mark.text());
    return thing;
  }

  private String create(String collection, String kind, Map<String, Object> wish) {
    Ask ask = Ask.post(Service.NETWORK, Map.of(kind, wish), collection);
    return session.call(
        () -> Made.id(Json.tree(session.ask(ask)).path(kind).path("id").asText("")));
  }

  private void delete(String collection, String id) {
    Ask ask = Ask.delete(Service.NETWORK, collection, Ask.id(id));
    session.delete(() -> session.ask(ask));
  }

  private <T> Optional<T> find(
      String collection, String id, String kind, Function<JsonNode, T> reader) {
    Ask ask = Ask.get(Service.NETWORK, collection, Ask.id(id));
    return session.find(() -> reader.apply(Json.tree(session.ask(ask)).path(kind)));
  }

  private <T> List<T> own(String collection, Function<JsonNode, T> reader) {
    return session.call(
        () ->
            pages
                .all(
                    Ask.get(Service.NETWORK, collection).with("project_id", session.project()),
                    collection)
                .stream()
                .map(reader)
                .toList());
  }

  private static OwnNetwork network(JsonNode network) {
    return new OwnNetwork(Json.required(network, "id"), name(network), mark(network));
  }

  private static OwnSubnet subnet(JsonNode subnet) {
    return new OwnSubnet(
        Json.required(subnet, "id"),
        name(subnet),
        Json.required(subnet, "network_id"),
        Json.text(subnet, "cidr").orElse(""),
        mark(subnet));
  }

  private static OwnRouter router(JsonNode router) {
    return new OwnRouter(
        Json.required(router, "id"),
        name(router),
        Json.text(router.path("external_gateway_info"), "network_id"),
        mark(router));
  }

  private static String name(JsonNode thing) {
    return Json.text(thing, "name").orElse("");
  }

  private static Optional<OwnerMark> mark(JsonNode thing) {
    return Json.text(thing, "description").flatMap(OwnerMark::parse);
  }
}
