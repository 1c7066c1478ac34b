package io.caisson.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.openstack.wire.Json;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.LoadBalancer;
import io.caisson.spi.cloud.LoadBalancer.Status;
import io.caisson.spi.cloud.LoadBalancerOrder;
import io.caisson.spi.cloud.LoadBalancers;
import io.caisson.spi.cloud.PoolMember;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Load balancers of Octavia v2. The owner mark is the description, and a tag for those who search.
 * Nothing of a load balancer can be changed while anything of it is ({@code PENDING_…}): Octavia
 * answers 409 then.
 */
final class OctaviaLoadBalancers implements LoadBalancers {
  private static final String[] ALL = {"lbaas", "loadbalancers"};
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
  public boolean offered() {
    return session.call(() -> session.offers(Service.LOAD_BALANCER));
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
  public List<PoolMember> members(String loadBalancer) {
    return session.call(
        () -> membersOf(pool(loadBalancer)).stream().map(OctaviaLoadBalancers::member).toList());
  }

  private List<JsonNode> membersOf(String pool) {
    return pages.all(Ask.get(Service.LOAD_BALANCER, "lbaas", "pools", pool, MEMBERS), MEMBERS);
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
                  Ask.post(
                      Service.LOAD_BALANCER,
                      Map.of("member", body),
                      "lbaas",
                      "pools",
                      pool(loadBalancer),
                      MEMBERS)));
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
          String pool = pool(loadBalancer);
          membersOf(pool).stream()
              .filter(node -> node.path("address").asText("").equals(address))
              .findFirst()
              .ifPresent(node -> remove(pool, Json.required(node, "id")));
        });
  }

  private void remove(String pool, String member) {
    session.ask(Ask.delete(Service.LOAD_BALANCER, "lbaas", "pools", pool, MEMBERS, Ask.id(member)));
  }

  /** The pool that was ordered with it. */
  private String pool(String loadBalancer) {
    JsonNode shown = look(loadBalancer);
    Json.required(shown, "id");
    return Json.text(shown.path("pools").path(0), "id")
        .map(Ask::id)
        .orElseThrow(
            () ->
                new CloudException(
                    new CloudFault.Conflict(
                        "load balancer %s has no pool".formatted(loadBalancer))));
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
