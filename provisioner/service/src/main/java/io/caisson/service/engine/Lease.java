package io.caisson.service.engine;

import io.caisson.domain.cluster.ClusterId;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.ClusterStore.Ownership;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The right to act for one cluster, counted from before it was asked for, by the larger of
 * monotonic and wall time, so that we stop believing in it before the store does. Its worker takes
 * it; the replica renews all of its leases at once, whatever their workers are busy with.
 */
final class Lease {
  private final ClusterStore store;
  private final ClusterId cluster;
  private final Replica replica;
  private Optional<Ownership> held = Optional.empty();
  private Moment asked;

  Lease(ClusterStore store, ClusterId cluster, Replica replica) {
    this.store = store;
    this.cluster = cluster;
    this.replica = replica;
    this.asked = replica.now();
  }

  /** Who we are to the store. */
  record Replica(String name, Duration lease, InstantSource clock, LongSupplier nanos) {
    Moment now() {
      return new Moment(nanos.getAsLong(), clock.instant());
    }
  }

  /** One moment by both clocks. */
  record Moment(long nanos, Instant wall) {}

  /** The ownership; asks the store for it if it is not surely ours. */
  synchronized Optional<Ownership> take() {
    if (!covers(Duration.ZERO)) {
      Moment before = replica.now();
      held = store.own(cluster, replica.name(), replica.lease());
      asked = before;
    }
    return held;
  }

  /**
   * What the store says that this replica owns.
   *
   * @param before taken before the store was asked
   */
  synchronized void renewed(Set<Ownership> owned, Moment before) {
    if (held.isEmpty() || asked.nanos() - before.nanos() > 0) {
      return;
    }
    if (owned.contains(held.get())) {
      asked = before;
    } else {
      held = Optional.empty();
    }
  }

  /** Whether a call that takes at most this long ends while we surely still own the cluster. */
  synchronized boolean covers(Duration call) {
    return held.isPresent() && left().compareTo(call) > 0;
  }

  /** What can be committed under, perhaps too late: then the store refuses. */
  synchronized Optional<Ownership> held() {
    return held;
  }

  synchronized void release() {
    held.ifPresent(store::release);
    held = Optional.empty();
  }

  private Duration left() {
    Moment now = replica.now();
    Duration monotonic = Duration.ofNanos(now.nanos() - asked.nanos());
    Duration wall = Duration.between(asked.wall(), now.wall());
    Duration gone = monotonic.compareTo(wall) > 0 ? monotonic : wall;
    return replica.lease().minus(gone);
  }
}
