package io.caisson.service.machine;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.plan.Planner;
import io.caisson.service.api.guest.GuestAnswer;
import io.caisson.service.api.guest.GuestDesk;
import io.caisson.service.bootstrap.guest.Bundle;
import io.caisson.service.bootstrap.guest.BundleAccess;
import io.caisson.service.bootstrap.guest.SecretDigest;
import io.caisson.service.bootstrap.guest.Stage;
import io.caisson.service.bootstrap.node.Surroundings;
import io.caisson.service.engine.KnownClusters;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.Message;
import io.caisson.service.store.StorableText;
import io.caisson.service.tenancy.ClusterSecrets;
import io.caisson.service.tenancy.Vault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers guests from what is recorded, and puts what they tell into the inbox of their cluster's
 * owner. Any replica can do so.
 *
 * <p>A guest that asks too early is kept waiting for a while, and answered the moment its bundle is
 * there, if that is this replica's to know. It has shown its secret by then; whoever has not is
 * refused at once.
 */
public final class MachineDesk implements GuestDesk {
  private static final Logger LOG = LoggerFactory.getLogger(MachineDesk.class);

  /** How long a guest is kept waiting: less than any client's own limit. */
  static final Duration HELD = Duration.ofSeconds(10);

  /** Of guests that wait at once; the listener has room for more, and for those who tell. */
  static final int MOST_HELD = 1_000;

  private final ClusterStore store;
  private final Handover handover;
  private final KnownClusters clusters;
  private final Clock clock;
  private final Semaphore seats = new Semaphore(MOST_HELD);

  public MachineDesk(ClusterStore store, Handover handover, KnownClusters clusters, Clock clock) {
    this.store = store;
    this.handover = handover;
    this.clusters = clusters;
    this.clock = clock;
  }

  /**
   * What bundles are made of.
   *
   * @param around all machines of this service
   */
  public record Handover(Vault vault, Surroundings around) {}

  /** A machine that may ask, and what is needed to answer it. */
  private record Known(
      Cluster cluster, Machine machine, int attempt, ClusterSecrets secrets, BundleAccess access) {}

  @Override
  public GuestAnswer bundle(String name, String presented) {
    GuestAnswer first = asked(name, presented);
    return first instanceof GuestAnswer.AskAgain && held(GuestName.parse(name).orElseThrow())
        ? asked(name, presented)
        : first;
  }

  /** Whether waiting has changed what the machine would be answered. */
  private boolean held(GuestName name) {
    if (!seats.tryAcquire()) {
      return false;
    }
    try {
      return clusters.await(name.cluster(), cluster -> !waits(cluster, name.machine()), HELD);
    } finally {
      seats.release();
    }
  }

  private static boolean waits(Cluster cluster, MachineId id) {
    return Optional.ofNullable(cluster.machines().get(id))
        .filter(machine -> machine.state().stays() && !minted(cluster, machine))
        .isPresent();
  }

  private GuestAnswer asked(String name, String presented) {
    Optional<Known> known = known(name);
    if (known.isEmpty()) {
      SecretDigest.NOBODY.matches(presented);
      return new GuestAnswer.Refused();
    }
    return answer(known.get(), presented);
  }

  private GuestAnswer answer(Known known, String presented) {
    BundleAccess.Verdict verdict =
        known.access().fetch(presented, minted(known.cluster(), known.machine()), clock.instant());
    return switch (verdict) {
      case BundleAccess.Verdict.Refused _ -> new GuestAnswer.Refused();
      case BundleAccess.Verdict.Wait(Duration least) -> {
        tell(known, Machine.Stage.BUNDLE_WANTED, "");
        yield new GuestAnswer.AskAgain(pause(known.cluster(), least));
      }
      case BundleAccess.Verdict.HandOut _ -> {
        tell(known, Machine.Stage.BUNDLE_HANDED_OUT, "");
        yield new GuestAnswer.HandedOut(Bundle.tar(content(known)));
      }
      case BundleAccess.Verdict.Spent(var reason) -> {
        LOG.warn(
            "alarm: the bundle of {} of cluster {} was asked for again: {}",
            known.machine().id(),
            known.cluster().id(),
            reason);
        yield new GuestAnswer.Spent();
      }
    };
  }

  /** So that all machines of a cluster together come about a hundred times a second at most. */
  private static Duration pause(Cluster cluster, Duration least) {
    return least.plusSeconds(Math.min(30, cluster.machines().size() / 100));
  }

  private io.caisson.service.bootstrap.guest.BundleContent content(Known known) {
    return MachineOrders.bundle(
            known.cluster(),
            known.machine(),
            known.secrets().pki(),
            new DerivedSecrets(known.secrets().bootstrapKey()),
            clock.instant())
        .in(MachineOrders.around(known.cluster(), handover.around()));
  }

  /** The first machine needs nothing but its keys; the others need their token to exist. */
  private static boolean minted(Cluster cluster, Machine machine) {
    return Planner.initialises(cluster, machine) || cluster.present(machine.token());
  }

  /** What waits in the inbox changes nothing here: of what is told twice the first counts. */
  @Override
  public GuestAnswer ping(String name, String presented, Stage stage, String text) {
    Optional<Known> known = GuestName.parse(name).flatMap(one -> known(one, List.of()));
    boolean admitted =
        known
            .map(one -> one.access().admits(presented))
            .orElseGet(() -> SecretDigest.NOBODY.matches(presented) && false);
    if (!admitted) {
      return new GuestAnswer.Refused();
    }
    tell(known.orElseThrow(), stage(stage), text);
    return new GuestAnswer.Taken();
  }

  private static Machine.Stage stage(Stage stage) {
    return switch (stage) {
      case BOOTED -> Machine.Stage.BOOTED;
      case BUNDLE_RECEIVED -> Machine.Stage.BUNDLE_RECEIVED;
      case KUBEADM_STARTED -> Machine.Stage.KUBEADM_STARTED;
      case KUBEADM_DONE -> Machine.Stage.KUBEADM_DONE;
      case FAILED -> Machine.Stage.FAILED;
    };
  }

  /** News only: a guest that asks every second does not fill the inbox. */
  private void tell(Known known, Machine.Stage stage, String text) {
    if (stage.compareTo(known.machine().guest().stage()) > 0) {
      ClusterId cluster = known.cluster().id();
      store.post(
          cluster,
          new Message.GuestTold(
              known.machine().id(),
              new Machine.Guest(
                  stage, clock.instant(), StorableText.told(text), Optional.of(known.attempt()))));
      clusters.posted(cluster);
    }
  }

  /**
   * What was told and is not yet committed counts already, or a bundle could be had twice; so the
   * inbox is read first, and a message that has left it is in what is read then.
   */
  private Optional<Known> known(String name) {
    return GuestName.parse(name).flatMap(one -> known(one, told(one.cluster())));
  }

  private Optional<Known> known(GuestName name, List<ClusterRecord> told) {
    return clusters
        .latest(name.cluster())
        .map(cluster -> told.isEmpty() ? cluster : cluster.apply(told))
        .flatMap(
            cluster ->
                Optional.ofNullable(cluster.machines().get(name.machine()))
                    .filter(machine -> machine.state().stays())
                    .flatMap(machine -> known(cluster, machine)));
  }

  private List<ClusterRecord> told(ClusterId cluster) {
    return store.inbox(cluster).stream()
        .map(ClusterStore.Posted::message)
        .<ClusterRecord>map(
            message ->
                switch (message) {
                  case Message.GuestTold(var machine, var guest) ->
                      new ClusterRecord.MachinePinged(machine, guest);
                })
        .toList();
  }

  private Optional<Known> known(Cluster cluster, Machine machine) {
    int attempt = attempt(cluster, machine);
    return handover
        .vault()
        .secrets(cluster.id())
        .filter(_ -> attempt > 0)
        .map(
            secrets ->
                new Known(cluster, machine, attempt, secrets, access(secrets, machine, attempt)));
  }

  /** The try of its server that boots its guest, or will: nobody has the secret of a later one. */
  private static int attempt(Cluster cluster, Machine machine) {
    int last = cluster.resource(machine.server()).map(one -> one.attempts()).orElse(0);
    return Math.max(last, machine.rebuilt().orElse(0));
  }

  private static BundleAccess access(ClusterSecrets secrets, Machine machine, int attempt) {
    SecretDigest digest =
        new DerivedSecrets(secrets.bootstrapKey()).machine(machine.id(), attempt).digest();
    Instant at = machine.guest().at();
    boolean acknowledged = machine.heard(Machine.Stage.BUNDLE_RECEIVED);
    boolean handedOut = machine.heard(Machine.Stage.BUNDLE_HANDED_OUT);
    return new BundleAccess(
        digest,
        handedOut ? Optional.of(at) : Optional.empty(),
        acknowledged ? Optional.of(at) : Optional.empty());
  }
}
