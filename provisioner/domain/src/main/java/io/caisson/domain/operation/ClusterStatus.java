package io.caisson.domain.operation;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.SpecRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a cluster stands, in Magnum's words. Nothing is in progress for ever: what a fatal hold stops
 * or what takes longer than its limit counts as failed, and may still succeed later, because the
 * service goes on trying.
 *
 * @param reason one sentence without a full stop; empty if there is nothing to say
 */
public record ClusterStatus(State state, String reason) {
  /** How long a deletion may take before it counts as failed. */
  public static final Duration DELETE_LIMIT = Duration.ofHours(1);

  /** Magnum's statuses that a cluster of this version can have. */
  public enum State {
    CREATE_IN_PROGRESS,
    CREATE_COMPLETE,
    CREATE_FAILED,
    UPDATE_IN_PROGRESS,
    UPDATE_COMPLETE,
    UPDATE_FAILED,
    DELETE_IN_PROGRESS,
    DELETE_COMPLETE,
    DELETE_FAILED;

    public boolean failed() {
      return this == CREATE_FAILED || this == UPDATE_FAILED || this == DELETE_FAILED;
    }

    public boolean inProgress() {
      return this == CREATE_IN_PROGRESS || this == UPDATE_IN_PROGRESS || this == DELETE_IN_PROGRESS;
    }
  }

  public static ClusterStatus of(Cluster cluster, Instant now) {
    if (cluster.gone().isPresent()) {
      return new ClusterStatus(State.DELETE_COMPLETE, "");
    }
    Optional<Instant> deletion = cluster.deleteRequested();
    if (deletion.isPresent()) {
      return changing(
          cluster, State.DELETE_IN_PROGRESS, State.DELETE_FAILED, overdue(deletion.get(), now));
    }
    if (cluster.reached()) {
      boolean first = cluster.history().reached(cluster.revision()).equals(cluster.completed());
      State state = first ? State.CREATE_COMPLETE : State.UPDATE_COMPLETE;
      return new ClusterStatus(state, Reasons.worst(cluster).orElse(""));
    }
    return cluster.completed().isPresent()
        ? changing(
            cluster, State.UPDATE_IN_PROGRESS, State.UPDATE_FAILED, overdueRevision(cluster, now))
        : changing(
            cluster, State.CREATE_IN_PROGRESS, State.CREATE_FAILED, overdueRevision(cluster, now));
  }

  private static ClusterStatus changing(
      Cluster cluster, State going, State failed, Optional<String> overdue) {
    Optional<String> fatal = Reasons.fatal(cluster);
    if (fatal.isPresent()) {
      return new ClusterStatus(failed, fatal.get());
    }
    String reason = Reasons.worst(cluster).or(() -> Reasons.pending(cluster)).orElse("");
    return overdue
        .map(late -> new ClusterStatus(failed, reason.isEmpty() ? late : late + ": " + reason))
        .orElseGet(() -> new ClusterStatus(going, reason));
  }

  private static Optional<String> overdueRevision(Cluster cluster, Instant now) {
    Duration asked = cluster.spec().timeouts().create();
    Duration limit = asked.isZero() ? SpecRules.LONGEST : asked;
    return overdue(cluster.revision().at(), limit, now);
  }

  private static Optional<String> overdue(Instant deletion, Instant now) {
    return overdue(deletion, DELETE_LIMIT, now);
  }

  private static Optional<String> overdue(Instant since, Duration limit, Instant now) {
    return now.isBefore(since.plus(limit))
        ? Optional.empty()
        : Optional.of("not done after %d minutes".formatted(limit.toMinutes()));
  }
}
