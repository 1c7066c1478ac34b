package io.caisson.service.api.rest;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Problem;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.SpecRules;
import io.caisson.domain.cluster.UpgradePath;
import io.caisson.domain.plan.Preview;
import io.caisson.spi.cloud.Facts.QuotaFact;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The answer to a dry run: what a request would come to. Nothing was changed.
 *
 * @param changes a sentence about what would be different
 * @param steps by which the Kubernetes that is wanted is reached, a sentence each
 * @param lacking what the project's quotas do not leave, a sentence each; the cluster would wait
 */
record PlanView(
    String changes,
    SpecView spec,
    List<String> steps,
    Machines machines,
    List<String> resources,
    SortedMap<String, Quota> quotas,
    List<String> lacking,
    List<Problem> warnings) {

  /** Ids of machines that would be made, and of those that would be removed. */
  record Machines(List<String> joining, List<String> leaving) {}

  /**
   * @param limit −1 means none
   */
  record Quota(long needed, long limit, long used) {}

  /** Of a cluster that does not exist. */
  static PlanView ofCreation(Cluster draft, List<QuotaFact> quotas, Instant now) {
    int machines = draft.spec().groups().stream().mapToInt(group -> group.count()).sum();
    return of(draft, "a cluster of %d machines".formatted(machines), quotas, now);
  }

  /** Of a cluster that would get another desired state. */
  static PlanView ofChange(String changes, Cluster after, List<QuotaFact> quotas, Instant now) {
    return of(after, changes, quotas, now);
  }

  private static PlanView of(Cluster cluster, String changes, List<QuotaFact> quotas, Instant now) {
    Preview preview = Preview.of(cluster, now);
    TreeMap<String, Quota> figures = new TreeMap<>();
    for (QuotaFact quota : quotas) {
      long needed = preview.needed().getOrDefault(quota.resource(), 0L);
      figures.put(quota.resource(), new Quota(needed, quota.limit(), quota.used()));
    }
    preview.needed().forEach((name, needed) -> figures.computeIfAbsent(name, _ -> unknown(needed)));
    return new PlanView(
        changes,
        SpecView.of(cluster.spec()),
        UpgradePath.of(cluster).steps(),
        new Machines(
            preview.joining().stream().map(one -> one.id().toString()).toList(),
            preview.leaving().stream().map(MachineId::toString).toList()),
        preview.resources().stream().map(ResourceKey::toString).toList(),
        figures,
        preview.lacking(quotas),
        Stream.concat(SpecRules.warnings(cluster.spec()).stream(), preview.warnings().stream())
            .toList());
  }

  /** The cloud told no limit. */
  private static Quota unknown(long needed) {
    return new Quota(needed, -1, 0);
  }
}
