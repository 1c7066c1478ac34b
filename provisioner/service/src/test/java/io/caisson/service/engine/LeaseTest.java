package io.caisson.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Cluster;
import io.caisson.service.store.ClusterStore.Ownership;
import io.caisson.service.store.ClusterStore.SealedSecrets;
import io.caisson.service.store.SampleClusters;
import io.caisson.service.store.memory.MemoryClusterStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private static final Duration LENGTH = Duration.ofSeconds(2);

  private Instant storeNow = Instant.EPOCH;
  private Instant wall = Instant.EPOCH;
  private long nanos;
  private final MemoryClusterStore store = new MemoryClusterStore(() -> storeNow);
  private final Cluster cluster = SampleClusters.cluster("project-1");
  private final Lease.Replica replica = new Lease.Replica("a", LENGTH, () -> wall, () -> nanos);
  private final Lease lease = new Lease(store, cluster.id(), replica);

  @BeforeEach
  void create() {
    store.create(cluster, new SealedSecrets(new byte[0]));
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
    storeNow = storeNow.plus(time);
  }

  private Set<Ownership> renewed() {
    return Set.copyOf(store.renew("a", LENGTH));
  }

  @Test
  void aRenewalCountsFromBeforeItWasAskedFor() {
    lease.take();
    pass(Duration.ofSeconds(1));
    Lease.Moment before = replica.now();
    Set<Ownership> owned = renewed();
    pass(Duration.ofMillis(1500));
    lease.renewed(owned, before);

    assertThat(lease.covers(Duration.ofMillis(400))).isTrue();
    assertThat(lease.covers(Duration.ofMillis(600))).isFalse();
  }

  @Test
  void whoStoodStillForLongerThanItsLeaseMaySendNothingBeforeItHasAsked() {
    lease.take();
    pass(Duration.ofSeconds(60));

    assertThat(lease.covers(Duration.ZERO)).isFalse();
    store.own(cluster.id(), "b", LENGTH);
    assertThat(lease.take()).isEmpty();
  }

  @Test
  void aWallClockThatRanAheadEndsTheLeaseToo() {
    lease.take();
    wall = wall.plusSeconds(3);

    assertThat(lease.covers(Duration.ZERO)).isFalse();
  }

  @Test
  void aRenewalThatDoesNotNameItEndsItUnlessItWasAskedForBeforeTheTaking() {
    Lease.Moment before = replica.now();
    pass(Duration.ofMillis(1));
    lease.take();

    lease.renewed(Set.of(), before);
    assertThat(lease.held()).isPresent();

    lease.renewed(Set.of(), replica.now());
    assertThat(lease.held()).isEmpty();
  }

  @Test
  void aReleasedClusterIsTakenByAnotherAtOnce() {
    lease.take();
    lease.release();

    assertThat(store.own(cluster.id(), "b", LENGTH)).isPresent();
  }
}
