package io.caisson.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.openstack.wire.Json;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.LoadBalancer;
import io.caisson.spi.cloud.LoadBalancer.Status;
import io.caisson.spi.cloud.LoadBalancerOrder;
import io.caisson.spi.cloud.LoadBalancerPart;
import io.caisson.spi.cloud.LoadBalancers;
import io.caisson.spi.cloud.PoolMember;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Load balancers of Octavia v2. The owner mark is the description, and a tag for those who search.
 * Nothing of a load balancer can be changed while anything of it is ({@code PENDING_…}): Octavia
 * answers 409 then.
 */
final class OctaviaLoadBalancers implements LoadBalancers {
  private static final String LBAAS = "lbaas";
  private static final String[] ALL = {LBAAS, "loadbalancers"};
  private static final String LISTENERS = "listeners";
  private static final String POOLS = "pools";
  private static final String MEMBERS = "members";

  /** Octavia's words for a second member of this address and port (DuplicateMemberEntry). */
  private static final String MEMBER_ALREADY = "is already using ip";

  private final Session session;
  private final Pages pages;

  OctaviaLoadBalancers(Session session, Pages pages) {
    this.session = session;
    this.pages = pages;
  }

  @Override
  public String createLoadBalancer(LoadBalancerOrder order) {
    Ask ask = Ask.post(Service.LOAD_BALANCER, OctaviaOrder.write(order), ALL);
    return session.call(
        () -> Made.id(Json.tree(session.ask(ask)).path("loadbalancer").path("id").asText("")));
  }

  @Override
  public void deleteLoadBalancer(String id) {
    Ask ask = Ask.delete(Service.LOAD_BALANCER, one(id)).with("cascade", "true");
    try {
      session.delete(() -> session.ask(ask));
    } catch (CloudException e) {
      boolean going =
          e.fault() instanceof CloudFault.Conflict
              && loadBalancer(id).filter(lb -> lb.status() != Status.DELETING).isEmpty();
      if (!going) {
        throw e;
      }
    }
  }

  @Override
  public Optional<LoadBalancer> loadBalancer(String id) {
    return session.find(() -> look(id)).filter(node -> !gone(node)).map(OctaviaLoadBalancers::read);
  }

  @Override
  public List<LoadBalancer> loadBalancers() {
    return session.call(
        () -> own().stream().filter(node -> !gone(node)).map(OctaviaLoadBalancers::read).toList());
  }

  private List<JsonNode> own() {
    Ask list = Ask.get(Service.LOAD_BALANCER, ALL).with("project_id", session.project());
    return pages.all(list, "loadbalancers");
  }

  @Override
  public void addPart(String loadBalancer, LoadBalancerPart part) {
    session.call(
        () -> {
          JsonNode shown = shown(loadBalancer);
          if (!has(shown, part.kind())) {
            session.ask(order(shown, part));
          }
          return part;
        });
  }

  private boolean has(JsonNode shown, LoadBalancerPart.Kind kind) {
    return switch (kind) {
      case LISTENER -> first(shown, LISTENERS).isPresent();
      case POOL -> first(shown, POOLS).isPresent();
      case MONITOR -> {
        Ask ask = Ask.get(Service.LOAD_BALANCER, LBAAS, POOLS, need(shown, POOLS));
        JsonNode pool = Json.tree(session.ask(ask)).path("pool");
        yield Json.text(pool, "healthmonitor_id").isPresent();
      }
    };
  }

  private static Ask order(JsonNode shown, LoadBalancerPart part) {
    return switch (part.kind()) {
      case LISTENER -> post(OctaviaOrder.listener(shown, part), LISTENERS);
      case POOL -> post(OctaviaOrder.pool(shown, need(shown, LISTENERS), part), POOLS);
      case MONITOR -> post(OctaviaOrder.monitor(need(shown, POOLS), part), "healthmonitors");
    };
  }

  private static Ask post(Map<String, Object> body, String... path) {
    return Ask.post(
        Service.LOAD_BALANCER,
        body,
        Stream.concat(Stream.of(LBAAS), Stream.of(path)).toArray(String[]::new));
  }

  @Override
  public List<PoolMember> members(String loadBalancer) {
    return session.call(
        () ->
            first(shown(loadBalancer), POOLS).map(this::membersOf).stream()
                .flatMap(List::stream)
                .map(OctaviaLoadBalancers::member)
                .toList());
  }

  private List<JsonNode> membersOf(String pool) {
    return pages.all(Ask.get(Service.LOAD_BALANCER, LBAAS, POOLS, pool, MEMBERS), MEMBERS);
  }

  @Override
  public void addMember(String loadBalancer, PoolMember member) {
    Map<String, Object> body =
        Map.of(
            "name",
            Names.storable(member.name()),
            "address",
            member.address(),
            "subnet_id",
            member.subnet(),
            "protocol_port",
            member.port());
    try {
      session.call(
          () ->
              session.ask(
                  post(Map.of("member", body), POOLS, need(shown(loadBalancer), POOLS), MEMBERS)));
    } catch (CloudException e) {
      boolean already =
          e.fault() instanceof CloudFault.Conflict(var text) && text.contains(MEMBER_ALREADY);
      if (!already) {
        throw e;
      }
    }
  }

  @Override
  public void removeMember(String loadBalancer, String address) {
    session.delete(
        () -> {
          Optional<String> pool = first(shown(loadBalancer), POOLS);
          pool.stream()
              .flatMap(id -> membersOf(id).stream())
              .filter(node -> node.path("address").asText("").equals(address))
              .findFirst()
              .ifPresent(node -> remove(pool.orElseThrow(), Json.required(node, "id")));
        });
  }

  private void remove(String pool, String member) {
    session.ask(Ask.delete(Service.LOAD_BALANCER, LBAAS, POOLS, pool, MEMBERS, Ask.id(member)));
  }

  /** Id of its first part of a kind; it has one at most of those that are ours. */
  private static Optional<String> first(JsonNode shown, String kind) {
    return Json.text(shown.path(kind).path(0), "id").map(Ask::id);
  }

  private static String need(JsonNode shown, String kind) {
    return first(shown, kind)
        .orElseThrow(
            () ->
                new CloudException(
                    new CloudFault.Conflict(
                        "load balancer %s has no %s yet"
                            .formatted(Json.required(shown, "id"), kind))));
  }

  private JsonNode shown(String id) {
    JsonNode shown = look(id);
    Json.required(shown, "id");
    return shown;
  }

  private JsonNode look(String id) {
    Ask ask = Ask.get(Service.LOAD_BALANCER, one(id));
    return Json.tree(session.ask(ask)).path("loadbalancer");
  }

  private static String[] one(String id) {
    return new String[] {ALL[0], ALL[1], Ask.id(id)};
  }

  private static boolean gone(JsonNode node) {
    return node.path("provisioning_status").asText("").equals("DELETED");
  }

  private static LoadBalancer read(JsonNode node) {
    return new LoadBalancer(
        Json.required(node, "id"),
        Json.text(node, "name").orElse(""),
        OctaviaOrder.status(node.path("provisioning_status").asText("")),
        Json.text(node, "vip_address"),
        Json.text(node, "vip_port_id"),
        OctaviaOrder.mark(node));
  }

  private static PoolMember member(JsonNode node) {
    return new PoolMember(
        Json.text(node, "name").orElse(""),
        Json.required(node, "address"),
        Json.text(node, "subnet_id").orElse(""),
        node.path("protocol_port").asInt());
  }
}
