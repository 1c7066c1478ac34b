package io.caisson.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.openstack.wire.Json;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Facts.QuotaFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openstack4j.api.compute.QuotaSetService;
import org.openstack4j.model.common.QuotaDetails;
import org.openstack4j.model.compute.AbsoluteLimit;
import org.openstack4j.model.compute.ComputeQuotaDetail;

/**
 * Limits and use, from the best source that the credential may read: Nova's quota detail, else its
 * limits; Neutron's quota details. What one service does not show is left out, never guessed; if
 * none shows anything, the first refusal is thrown.
 */
final class Quotas {
  private final Session session;

  Quotas(Session session) {
    this.session = session;
  }

  List<QuotaFact> read() {
    List<QuotaFact> all = new ArrayList<>();
    List<CloudException> refusals = new ArrayList<>();
    boolean detailed = read(this::detail, all, refusals);
    boolean compute = detailed || read(this::limits, all, refusals);
    boolean network = read(this::network, all, refusals);
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
    String project = session.project();
    ComputeQuotaDetail quota = nova(quotas -> quotas.getDetail(project));
    return Stream.of(
            fact("instances", quota.getInstances()),
            fact("cores", quota.getCores()),
            fact("ram", quota.getRam()))
        .toList();
  }

  private static QuotaFact fact(String resource, @Nullable QuotaDetails shown) {
    QuotaDetails quota = Models.present(shown, "a quota of " + resource);
    return new QuotaFact(resource, quota.getLimit(), (long) quota.getInUse() + quota.getReserved());
  }

  private List<QuotaFact> limits() {
    AbsoluteLimit limits =
        Models.present(nova(QuotaSetService::limits).getAbsolute(), "absolute limits");
    return List.of(
        new QuotaFact("instances", limits.getMaxTotalInstances(), limits.getTotalInstancesUsed()),
        new QuotaFact("cores", limits.getMaxTotalCores(), limits.getTotalCoresUsed()),
        new QuotaFact("ram", limits.getMaxTotalRAMSize(), limits.getTotalRAMUsed()));
  }

  private interface Request<T> {
    T on(QuotaSetService quotas);
  }

  private <T> T nova(Request<T> request) {
    return session.openstack4j(Service.COMPUTE, nova -> request.on(nova.compute().quotaSets()));
  }

  private List<QuotaFact> network() {
    Ask ask = Ask.get(Service.NETWORK, "quotas", session.project(), "details.json");
    JsonNode quota = Models.present(Json.tree(session.ask(ask)).get("quota"), "quota");
    return Stream.of(
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
                quota.path("used").asLong() + quota.path("reserved").asLong()))
        : Optional.empty();
  }
}
