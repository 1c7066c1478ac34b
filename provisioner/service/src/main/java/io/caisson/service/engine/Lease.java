package io.caisson.service.engine;

import io.caisson.domain.cluster.ClusterId;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.ClusterStore.Ownership;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The right to act for one cluster, counted from before it was asked for, by the larger of
 * monotonic and wall time, so that we stop believing in it before the store does.
 */
final class Lease {
  private final ClusterStore store;
  private final ClusterId cluster;
  private final String replica;
  private final Duration length;
  private final Clock clock;
  private final LongSupplier nanos;
  private Optional<Ownership> held = Optional.empty();
  private long askedNanos;
  private Instant askedAt = Instant.MIN;

  Lease(ClusterStore store, ClusterId cluster, Replica replica) {
    this.store = store;
    this.cluster = cluster;
    this.replica = replica.name();
    this.length = replica.lease();
    this.clock = replica.clock();
    this.nanos = replica.nanos();
  }

  /** Who we are to the store. */
  record Replica(String name, Duration lease, Clock clock, LongSupplier nanos) {}

  /** Takes or keeps the ownership; asks the store only when a quarter of the time is over. */
  synchronized Optional<Ownership> keep() {
    if (held.isPresent() && left().compareTo(length.multipliedBy(3).dividedBy(4)) > 0) {
      return held;
    }
    long before = nanos.getAsLong();
    Instant wall = clock.instant();
    held = store.own(cluster, replica, length);
    askedNanos = before;
    askedAt = wall;
    return held;
  }

  /** Whether a call that takes at most this long ends while we surely still own the cluster. */
  synchronized boolean covers(Duration call) {
    return held.isPresent() && left().compareTo(call) >= 0;
  }

  synchronized void release() {
    held.ifPresent(store::release);
    held = Optional.empty();
  }

  private Duration left() {
    Duration monotonic = Duration.ofNanos(nanos.getAsLong() - askedNanos);
    Duration wall = Duration.between(askedAt, clock.instant());
    Duration gone = monotonic.compareTo(wall) > 0 ? monotonic : wall;
    return length.minus(gone);
  }
}
