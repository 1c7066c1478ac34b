package io.caisson.service.store;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.plan.Footprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an operator lets a project have of this service; what is empty has no limit. The cloud's own
 * quotas hold beside it.
 */
public record ProjectQuota(String project, Limits limits) {

  /** At most so many. */
  public record Limits(
      Optional<Integer> clusters, Optional<Integer> nodes, Optional<Integer> gpus) {
    public static final Limits NONE =
        new Limits(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** What the clusters of a project take together. */
  public static Footprint used(List<Cluster> clusters) {
    return clusters.stream().map(Footprint::of).reduce(Footprint.NONE, Footprint::plus);
  }

  /**
   * Only what takes more than before is refused: after a limit was lowered, everything may shrink.
   *
   * @param others the project's other clusters
   * @param before what the cluster takes so far
   * @throws OverQuota if the cluster would take more than is left
   */
  public void check(List<Cluster> others, Footprint before, Cluster after) {
    Footprint used = used(others).plus(before);
    Footprint now = Footprint.of(after);
    List<OverQuota.Shortage> all = new ArrayList<>();
    shortage("clusters", limits.clusters(), now.clusters() - before.clusters(), used.clusters())
        .ifPresent(all::add);
    shortage("nodes", limits.nodes(), now.nodes() - before.nodes(), used.nodes())
        .ifPresent(all::add);
    shortage("gpus", limits.gpus(), now.gpus() - before.gpus(), used.gpus()).ifPresent(all::add);
    if (!all.isEmpty()) {
      throw new OverQuota(project, all);
    }
  }

  private static Optional<OverQuota.Shortage> shortage(
      String what, Optional<Integer> limit, int needed, int used) {
    return limit
        .filter(most -> needed > 0 && used + needed > most)
        .map(most -> new OverQuota.Shortage(what, needed, most, used));
  }
}
