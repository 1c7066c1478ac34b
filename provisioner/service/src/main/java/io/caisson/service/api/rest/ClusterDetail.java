package io.caisson.service.api.rest;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.Problem;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.SpecRules;
import io.caisson.domain.cluster.Wait;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One cluster with all that is recorded of it.
 *
 * @param holds why nothing is done, or not all
 * @param waits what everything that is not finished waits for
 * @param warnings about what was asked for and has no effect
 */
record ClusterDetail(
    ClusterSummary cluster,
    SpecView spec,
    List<Map<String, Object>> machines,
    Collection<Hold> holds,
    Collection<Wait> waits,
    List<ResourceState> resources,
    List<Problem> warnings) {

  /**
   * @param key such as {@code server/worker-1}
   * @param ref the cloud's id
   * @param text the cloud's words about the last attempt, or empty
   */
  record ResourceState(
      String key,
      String stage,
      Optional<String> ref,
      Optional<String> detail,
      int attempts,
      boolean inDoubt,
      String text) {}

  static ClusterDetail of(Cluster cluster, Instant now) {
    return new ClusterDetail(
        ClusterSummary.of(cluster, now),
        SpecView.of(cluster.spec()),
        cluster.machines().values().stream().map(one -> MachineView.of(cluster, one)).toList(),
        cluster.holds().values(),
        cluster.waits().values(),
        cluster.resources().values().stream().map(ClusterDetail::resource).toList(),
        SpecRules.warnings(cluster.spec()));
  }

  private static ResourceState resource(Resource resource) {
    return new ResourceState(
        resource.key().toString(),
        resource.stage().name(),
        resource.ref(),
        resource.detail(),
        resource.attempts(),
        resource.is(Attempt.State.IN_DOUBT),
        resource.attempt().map(Attempt::text).orElse(""));
  }
}
