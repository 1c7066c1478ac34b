package io.caisson.service.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.service.api.guest.GuestAnswer;
import io.caisson.service.bootstrap.Samples;
import io.caisson.service.bootstrap.guest.Stage;
import io.caisson.service.bootstrap.node.Surroundings;
import io.caisson.service.engine.KnownClusters;
import io.caisson.service.store.ClusterStore.Posted;
import io.caisson.service.store.ClusterStore.SealedSecrets;
import io.caisson.service.store.Message;
import io.caisson.service.store.SampleClusters;
import io.caisson.service.store.memory.MemoryClusterStore;
import io.caisson.service.tenancy.ClusterSecrets;
import io.caisson.service.tenancy.SecretBox;
import io.caisson.service.tenancy.Vault;
import io.caisson.spi.identity.Identity.ClusterCredential;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MachineDeskTest {
  private static final Machine WORKER = SampleClusters.worker(1);
  private static final byte[] KEY = new byte[ClusterSecrets.KEY_BYTES];

  private final MemoryClusterStore store = new MemoryClusterStore(InstantSource.system());
  private final Cluster cluster = SampleClusters.cluster("project-1");
  private final GuestName name = new GuestName(cluster.id(), WORKER.id());
  private final String secret = new DerivedSecrets(KEY).machine(WORKER.id(), 1).text();
  private final Owner owner = new Owner();
  private final MachineDesk desk =
      new MachineDesk(
          store,
          new MachineDesk.Handover(new Vault(store, new OpenBox()), Surroundings.PLAIN),
          owner,
          Clock.fixed(SampleClusters.NOW, ZoneOffset.UTC));

  @BeforeEach
  void aWorkerWithItsServer() {
    ClusterSecrets secrets =
        new ClusterSecrets(Samples.pki(), new ClusterCredential("c", "s", "u", "project-1"), KEY);
    store.create(cluster, new SealedSecrets(secrets.toBytes()));
    commit(new ClusterRecord.MachinePlanned(WORKER));
    made(WORKER.server(), "server-1", Optional.empty());
    made(ResourceKey.parse("floating-ip/api"), "address-1", Optional.of("203.0.113.7"));
  }

  @Test
  void aGuestThatAsksTooEarlyIsAnsweredByTheCommitThatMakesItsToken() {
    owner.meanwhile = () -> made(WORKER.token(), "token-1", Optional.empty());

    assertThat(desk.bundle(name.toString(), secret)).isInstanceOf(GuestAnswer.HandedOut.class);

    assertThat(owner.held).containsExactly(MachineDesk.HELD);
    assertThat(told())
        .containsExactly(Machine.Stage.BUNDLE_WANTED, Machine.Stage.BUNDLE_HANDED_OUT);
  }

  @Test
  void itsOwnerHearsOfItBeforeItWaits() {
    owner.meanwhile = () -> assertThat(told()).containsExactly(Machine.Stage.BUNDLE_WANTED);

    desk.bundle(name.toString(), secret);

    assertThat(owner.held).hasSize(1);
  }

  @Test
  void whenTheTimeIsOverItIsToldToComeAgain() {
    assertThat(desk.bundle(name.toString(), secret))
        .isEqualTo(new GuestAnswer.AskAgain(Duration.ofSeconds(1)));
  }

  @Test
  void whatIsThereIsHandedOutWithoutAWait() {
    made(WORKER.token(), "token-1", Optional.empty());

    assertThat(desk.bundle(name.toString(), secret)).isInstanceOf(GuestAnswer.HandedOut.class);

    assertThat(owner.held).isEmpty();
  }

  @Test
  void whoeverHasNoSecretDoesNotWait() {
    assertThat(desk.bundle(name.toString(), secret + "x")).isEqualTo(new GuestAnswer.Refused());
    assertThat(desk.bundle(cluster.id() + "_worker-9", secret))
        .isEqualTo(new GuestAnswer.Refused());
    assertThat(desk.bundle("nobody", secret)).isEqualTo(new GuestAnswer.Refused());

    assertThat(owner.held).isEmpty();
    assertThat(told()).isEmpty();
  }

  @Test
  void aMachineThatLeavesWhileItsGuestWaitsIsRefusedAtOnce() {
    owner.meanwhile =
        () ->
            commit(
                new ClusterRecord.MachineMoved(
                    WORKER.id(), MachineState.DELETING, "not wanted", SampleClusters.NOW));

    assertThat(desk.bundle(name.toString(), secret)).isEqualTo(new GuestAnswer.Refused());
  }

  @Test
  void onceItIsToBeMadeAnewOnlyTheComingGuestIsListenedTo() {
    commit(
        new ClusterRecord.MachineRebuilt(
            WORKER.id(), WORKER.blueprint(), "empty", SampleClusters.NOW));
    assertThat(desk.bundle(name.toString(), secret)).isEqualTo(new GuestAnswer.Refused());
    assertThat(desk.ping(name.toString(), secret, Stage.FAILED, ""))
        .isEqualTo(new GuestAnswer.Refused());
    Effect effect =
        new Effect(
            WORKER.server(),
            2,
            Attempt.Verb.REBUILD,
            new Order.RebuildServer(WORKER.id(), "server-1", "image-1"));
    commit(new ClusterRecord.EffectIntended(effect, 1, SampleClusters.NOW));
    String next = new DerivedSecrets(KEY).machine(WORKER.id(), 2).text();
    assertThat(desk.ping(name.toString(), secret, Stage.BOOTED, ""))
        .isEqualTo(new GuestAnswer.Refused());
    assertThat(desk.ping(name.toString(), next, Stage.BOOTED, ""))
        .isEqualTo(new GuestAnswer.Taken());
    assertThat(told()).containsExactly(Machine.Stage.BOOTED);
    ResourceKey token = store.load(cluster.id()).orElseThrow().machines().get(WORKER.id()).token();
    assertThat(token).isNotEqualTo(WORKER.token());
    made(token, "token-2", Optional.empty());
    assertThat(desk.bundle(name.toString(), next)).isInstanceOf(GuestAnswer.HandedOut.class);
  }

  @Test
  void moreGuestsThanMayWaitAreAnsweredAtOnce() throws InterruptedException {
    CountDownLatch seated = new CountDownLatch(MachineDesk.MOST_HELD);
    CountDownLatch over = new CountDownLatch(1);
    owner.meanwhile =
        () -> {
          seated.countDown();
          awaited(over);
        };
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < MachineDesk.MOST_HELD; i++) {
      waiting.add(Thread.ofVirtual().start(() -> desk.bundle(name.toString(), secret)));
    }
    seated.await();

    assertThat(desk.bundle(name.toString(), secret)).isInstanceOf(GuestAnswer.AskAgain.class);
    assertThat(owner.held).hasSize(MachineDesk.MOST_HELD);

    over.countDown();
    for (Thread one : waiting) {
      one.join();
    }
    owner.meanwhile = () -> {};
    desk.bundle(name.toString(), secret);
    assertThat(owner.held).hasSize(MachineDesk.MOST_HELD + 1);
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }

  private void made(ResourceKey key, String ref, Optional<String> detail) {
    Effect effect =
        new Effect(key, 1, Attempt.Verb.CREATE, new Order.PutBootstrapToken(WORKER.id()));
    commit(
        new ClusterRecord.EffectIntended(effect, 1, SampleClusters.NOW),
        new ClusterRecord.EffectSettled(
            key, 1, new Outcome.Done(Optional.of(ref)), SampleClusters.NOW),
        new ClusterRecord.ResourceSeen(key, ref, detail, SampleClusters.NOW));
  }

  private void commit(ClusterRecord... records) {
    store.commit(store.load(cluster.id()).orElseThrow(), Optional.empty(), List.of(records));
  }

  private List<Machine.Stage> told() {
    return store.inbox(cluster.id()).stream()
        .map(Posted::message)
        .map(
            message ->
                switch (message) {
                  case Message.GuestTold(_, var guest) -> guest.stage();
                })
        .toList();
  }

  /** A worker of the cluster that has nothing to do but what a test gives it. */
  private final class Owner implements KnownClusters {
    private final List<Duration> held = Collections.synchronizedList(new ArrayList<>());
    private Runnable meanwhile = () -> {};

    @Override
    public Optional<Cluster> latest(ClusterId id) {
      return store.load(id);
    }

    @Override
    public boolean await(ClusterId id, Predicate<Cluster> until, Duration atMost) {
      held.add(atMost);
      meanwhile.run();
      return latest(id).filter(until).isPresent();
    }

    @Override
    public void dismiss() {}

    @Override
    public void posted(ClusterId id) {}
  }

  private static final class OpenBox implements SecretBox {
    @Override
    public SealedSecrets seal(ClusterId id, byte[] secrets) {
      return new SealedSecrets(secrets);
    }

    @Override
    public byte[] open(ClusterId id, SealedSecrets kept) {
      return kept.sealed();
    }
  }
}
