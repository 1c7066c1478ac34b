package io.caisson.service.api.rest;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.operation.ClusterStatus;
import io.caisson.domain.operation.Health;
import io.caisson.domain.operation.Progress;
import io.caisson.domain.plan.LookOrder;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster in a list.
 *
 * @param version raised by every change
 */
record ClusterSummary(
    String id,
    String name,
    Owner owner,
    State state,
    String kubernetesVersion,
    Optional<String> apiAddress,
    long version) {

  /** Ids. */
  record Owner(String projectId, String userId, String templateId) {}

  /**
   * @param status in Magnum's words
   * @param reason one sentence, or empty
   */
  record State(
      String status,
      String reason,
      Optional<String> health,
      Map<String, String> healthReasons,
      Progress progress,
      Times times) {}

  record Times(Instant created, Optional<Instant> completed, Optional<Instant> deletionRequested) {}

  static ClusterSummary of(Cluster cluster, Instant now) {
    return new ClusterSummary(
        cluster.id().value(),
        cluster.head().name(),
        new Owner(cluster.head().project(), cluster.head().user(), cluster.template()),
        state(cluster, now),
        cluster.spec().kubernetesVersion(),
        apiAddress(cluster),
        cluster.version());
  }

  private static State state(Cluster cluster, Instant now) {
    ClusterStatus status = ClusterStatus.of(cluster, now);
    Optional<Health> health = Health.of(cluster);
    return new State(
        status.state().name(),
        status.reason(),
        health.map(known -> known.state().name()),
        health.<Map<String, String>>map(Health::reasons).orElse(Map.of()),
        Progress.of(cluster),
        new Times(cluster.head().created(), cluster.completed(), cluster.deleteRequested()));
  }

  /** A cluster's place in lists, which is by age. */
  static String place(Cluster cluster) {
    Instant created = cluster.head().created();
    return "%020d.%09d/%s".formatted(created.getEpochSecond(), created.getNano(), cluster.id());
  }

  static Optional<String> apiAddress(Cluster cluster) {
    return LookOrder.endpoint(cluster).map(host -> "https://%s:%d".formatted(host, Endpoint.PORT));
  }
}
