package io.caisson.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.caisson.openstack.wire.Json;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Facts.QuotaFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Limits and use, from the best source that the credential may read: Nova's quota detail, else its
 * limits; Neutron's quota details; Cinder's and Octavia's, where there is one. Octavia tells limits
 * only, so its load balancers are counted. What one service does not show is left out, never
 * guessed; if none shows anything, the first refusal is thrown.
 */
final class Quotas {
  private static final List<String> COMPUTE =
      List.of("instances", "cores", "ram", "server_groups", "server_group_members");

  private final Session session;
  private final Pages pages;

  Quotas(Session session, Pages pages) {
    this.session = session;
    this.pages = pages;
  }

  List<QuotaFact> read() {
    List<QuotaFact> all = new ArrayList<>();
    List<CloudException> refusals = new ArrayList<>();
    boolean detailed = read(this::detail, all, refusals);
    boolean compute = detailed || read(this::limits, all, refusals);
    boolean network = read(this::network, all, refusals);
    if (session.offers(Service.BLOCK_STORAGE)) {
      read(this::volumes, all, refusals);
    }
    if (session.offers(Service.LOAD_BALANCER)) {
      read(this::loadBalancers, all, refusals);
    }
    if (!compute && !network) {
      throw refusals.getFirst();
    }
    return List.copyOf(all);
  }

  /** False if this source is closed to us. */
  private static boolean read(
      Supplier<List<QuotaFact>> source, List<QuotaFact> all, List<CloudException> refusals) {
    try {
      all.addAll(source.get());
      return true;
    } catch (CloudException e) {
      if (!closed(e.fault())) {
        throw e;
      }
      refusals.add(e);
      return false;
    }
  }

  /** A policy forbids it, or the cloud has no such resource. */
  private static boolean closed(CloudFault fault) {
    return fault instanceof CloudFault.Denied
        || fault instanceof CloudFault.NotFound
        || (fault instanceof CloudFault.Broken(int status, _) && status == 404);
  }

  private List<QuotaFact> detail() {
    Ask ask = Ask.get(Service.COMPUTE, "os-quota-sets", session.project(), "detail");
    JsonNode quota = Models.present(Json.tree(session.ask(ask)).get("quota_set"), "a quota set");
    return COMPUTE.stream()
        .flatMap(resource -> fact(resource, quota.path(resource)).stream())
        .toList();
  }

  private List<QuotaFact> limits() {
    JsonNode answer = Json.tree(session.ask(Ask.get(Service.COMPUTE, "limits")));
    JsonNode shown = Models.present(answer.path("limits").get("absolute"), "absolute limits");
    return Stream.of(
            limit("instances", shown.path("maxTotalInstances"), shown.path("totalInstancesUsed")),
            limit("cores", shown.path("maxTotalCores"), shown.path("totalCoresUsed")),
            limit("ram", shown.path("maxTotalRAMSize"), shown.path("totalRAMUsed")),
            limit(
                "server_groups",
                shown.path("maxServerGroups"),
                shown.path("totalServerGroupsUsed")),
            limit(
                "server_group_members",
                shown.path("maxServerGroupMembers"),
                MissingNode.getInstance()))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<QuotaFact> limit(String resource, JsonNode most, JsonNode used) {
    return most.isNumber()
        ? Optional.of(new QuotaFact(resource, most.asLong(), used.asLong(0)))
        : Optional.empty();
  }

  private List<QuotaFact> volumes() {
    Ask ask = Ask.get(Service.BLOCK_STORAGE, "os-quota-sets", session.project());
    JsonNode answer = Json.tree(session.ask(ask.with("usage", "True")));
    JsonNode quota = Models.present(answer.get("quota_set"), "a quota set");
    return Stream.of("volumes", "gigabytes")
        .flatMap(resource -> fact(resource, quota.path(resource)).stream())
        .toList();
  }

  private List<QuotaFact> loadBalancers() {
    Ask ask = Ask.get(Service.LOAD_BALANCER, "lbaas", "quotas", session.project());
    JsonNode quota = Models.present(Json.tree(session.ask(ask)).get("quota"), "quota");
    Ask list =
        Ask.get(Service.LOAD_BALANCER, "lbaas", "loadbalancers")
            .with("project_id", session.project());
    return limit(
            "load_balancers",
            quota.path("load_balancer"),
            IntNode.valueOf(pages.all(list, "loadbalancers").size()))
        .stream()
        .toList();
  }

  private List<QuotaFact> network() {
    Ask ask = Ask.get(Service.NETWORK, "quotas", session.project(), "details.json");
    JsonNode quota = Models.present(Json.tree(session.ask(ask)).get("quota"), "quota");
    return Stream.of(
            fact("networks", quota.path("network")),
            fact("subnets", quota.path("subnet")),
            fact("routers", quota.path("router")),
            fact("ports", quota.path("port")),
            fact("floating_ips", quota.path("floatingip")),
            fact("security_groups", quota.path("security_group")),
            fact("security_group_rules", quota.path("security_group_rule")))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<QuotaFact> fact(String resource, JsonNode quota) {
    return quota.path("limit").isNumber()
        ? Optional.of(
            new QuotaFact(
                resource,
                quota.path("limit").asLong(),
                quota.path("used").asLong()
                    + quota.path("in_use").asLong()
                    + quota.path("reserved").asLong()))
        : Optional.empty();
  }
}
