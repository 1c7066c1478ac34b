package io.caisson.lives;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.catalogue.KubernetesVersion;
import io.caisson.domain.cluster.Machine.Stage;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.operation.ClusterStatus.State;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.Pods;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Rows 37 to 45 of the list: what stops a roll, or should. */
class UpgradeFailuresTest {
  @Test
  void row37ABadImageIsRolledOut(TestInfo test) {
    Patient one = new Patient();
    one.untilEnd();
    List.of("worker-3", "worker-4").forEach(name -> one.guest(name, id -> fails(one, id)));
    one.roll("worker", one.otherImage(), Pace.DEFAULT);
    one.until(ill -> ill.status() == State.UPDATE_FAILED);
    one.pass(Duration.ofHours(2));
    assertThat(one.made()).as("it stopped at the first").isEqualTo(4);
    assertThat(one.ready()).isEqualTo(3);
    one.then("the user rolled back, and no machine that worked was ever touched");
    one.rollBack();
    one.untilEnd();
    assertThat(workers(one)).containsExactly("worker-1", "worker-2");
    KnownFailures.tell(
        test,
        "A bad image is rolled out to the whole fleet",
        one,
        "driver mismatch",
        "the ledger counted nobody: the roll went on over the machines that worked");
  }

  private static void fails(Patient one, MachineId machine) {
    one.tell(machine, Stage.BOOTED, "");
    one.tell(machine, Stage.FAILED, "kubelet does not start: GPU driver mismatch");
  }

  @Test
  void row38ABudgetWantsAllItsPods(TestInfo test) {
    Patient one =
        new Patient(served(3, 3).labelled(Map.of("drain_deadline", "20m", "drain_late", "fail")));
    one.untilEnd();
    one.roll("worker", one.otherImage(), Pace.DEFAULT);
    one.until(ill -> ill.couldRead("none may ever leave until it is changed"));
    one.watched(() -> assertThat(replicas(one).healthy()).isGreaterThanOrEqualTo(2));
    one.until(ill -> ill.status() == State.UPDATE_FAILED);
    assertThat(one.kubernetes.available())
        .as("all of them take pods")
        .hasSameSizeAs(one.cluster().machines().values());
    one.then("the user changed the budget and asked for the same once more");
    replicas(one).budget(2);
    one.roll("worker", one.group("worker").image(), Pace.DEFAULT);
    one.untilEnd();
    KnownFailures.tell(
        test,
        "A disruption budget that can never be met blocks a drain for ever",
        one,
        "none may ever leave until it is changed",
        "a drain was begun though it could never end: its Node took no pods meanwhile");
  }

  @Test
  void row39AMachineIsReadyNowAndThen(TestInfo test) {
    Patient one = new Patient();
    one.untilEnd();
    one.roll("worker", one.otherImage(), Pace.DEFAULT);
    one.until(ill -> ill.state("worker-4").isPresent());
    for (int i = 0; i < 20; i++) {
      one.nodeIsReady("worker-3", false);
      one.pass(Duration.ofSeconds(15));
      one.nodeIsReady("worker-3", true);
      one.pass(Duration.ofSeconds(15));
    }
    assertThat(workers(one)).as("nobody else was let go").contains("worker-2");
    one.turns("it stayed Ready, and the roll went on");
    one.untilEnd();
    KnownFailures.tell(
        test,
        "A roll waits for a check that flaps, or goes on by luck",
        one,
        "not yet Ready for long enough",
        "a machine counted as available at the moment its Node was Ready");
  }

  @Test
  void row40TheNumberIsLoweredInTheMiddleOfARoll(TestInfo test) {
    Patient one = new Patient(Constitution.of(1, 4));
    one.untilEnd();
    String image = one.otherImage();
    one.roll("worker", image, Pace.DEFAULT);
    one.until(ill -> ill.is("worker-5", MachineState.READY));
    one.watched(() -> assertThat(one.available()).isGreaterThanOrEqualTo(2));
    one.turns("the old machines went, the new one stayed, and no more were made than two");
    one.resize(2);
    one.untilEnd();
    assertThat(workers(one)).hasSize(2).contains("worker-5");
    KnownFailures.tell(
        test,
        "Who lowers the number in the middle of a roll has the new machines removed, or all",
        one,
        "too many",
        "it was red at first: who a user let go was not charged in the ledger, and the roll let"
            + " another one go in the same decision");
  }

  @Test
  void row41AnotherNumberIsNoReasonToReplaceAnybody(TestInfo test) {
    Patient one = new Patient();
    one.untilEnd();
    one.turns("only what was missing was made");
    one.resize(4);
    one.untilEnd();
    assertThat(workers(one)).containsExactly("worker-1", "worker-2", "worker-3", "worker-4");
    assertThat(one.made()).isEqualTo(5);
    KnownFailures.tell(
        test,
        "Another number of machines replaces all of them",
        one,
        "worker-4: Planned as",
        "workers were outdated when their group had another number");
  }

  @Test
  void row42ARollIsStoppedAndBeginsWithNoFurtherMachine(TestInfo test) {
    Patient one = new Patient(Constitution.of(1, 4));
    one.untilEnd();
    one.roll("worker", one.otherImage(), Pace.DEFAULT);
    one.until(ill -> ill.is("worker-1", MachineState.DELETING));
    one.pause();
    one.pass(Duration.ofHours(12));
    assertThat(one.cluster().grants()).isEmpty();
    assertThat(workers(one)).contains("worker-2", "worker-3", "worker-4");
    one.turns("the user let it go on");
    one.resume();
    one.untilEnd();
    KnownFailures.tell(
        test,
        "A roll goes on where it may not (here: while the user has paused it; windows are to come)",
        one,
        "ada has paused the cluster",
        "neither the ledger nor the surge looked at the pause: all were replaced meanwhile");
  }

  @Test
  void row43ARollIsStuckInTheMiddle(TestInfo test) {
    Patient one = new Patient(Constitution.of(1, 3));
    one.untilEnd();
    one.roll("worker", one.otherImage(), Pace.DEFAULT);
    one.until(ill -> ill.state("worker-5").isPresent());
    one.noRoomFor(_ -> true);
    one.until(ill -> ill.couldRead("could not build worker-5"));
    one.pass(Duration.ofHours(2));
    assertThat(one.available()).isGreaterThanOrEqualTo(3);
    one.noRoomFor(_ -> false);
    one.then("the user rolled back in the middle");
    one.rollBack();
    one.untilEnd();
    assertThat(one.status()).isEqualTo(State.UPDATE_COMPLETE);
    assertThat(workers(one)).hasSize(3).contains("worker-2", "worker-3");
    KnownFailures.tell(
        test,
        "A roll is stuck and cannot be taken back",
        one,
        "could not build worker-5",
        "a rollback replaced nobody");
  }

  @Test
  void row44AWebhookRefusesAnEviction(TestInfo test) {
    Patient one = leaving("evict", new Pods.Answer.Refused("admission webhook denied: not yet"));
    one.until(ill -> ill.couldRead("denied: not yet"));
    one.pass(Duration.ofMinutes(10));
    assertThat(one.hasServer("worker-2")).isTrue();
    one.then("the webhook allowed it");
    one.untilEnd();
    assertThat(one.status()).isEqualTo(State.UPDATE_COMPLETE);
    KnownFailures.tell(
        test,
        "A webhook's no, which means later, ends a drain for good",
        one,
        "denied: not yet",
        "a refusal was taken for final");
  }

  private static Patient leaving(String call, Object answer) {
    Patient one = new Patient();
    one.untilEnd();
    one.trouble.answer(call::equals, answer);
    one.resize(1);
    return one;
  }

  @Test
  void row44aAnEvictionFailsOnce(TestInfo test) {
    Patient one = new Patient();
    one.untilEnd();
    String node = one.machine("worker-2").name();
    one.trouble.refuse(
        "evict"::equals,
        new KubernetesException(
            KubernetesException.Kind.BROKEN, "webhook: context deadline exceeded"));
    one.resize(1);
    one.until(ill -> ill.trouble.hits() > 1);
    one.trouble.mend();
    one.watched(
        () ->
            assertThat(
                    one.kubernetes.pods().running(node).isEmpty() || one.kubernetes.hasNode(node))
                .isTrue());
    one.turns("its pods were listed again, and asked again");
    one.untilEnd();
    KnownFailures.tell(
        test,
        "One passing error lets a drain forget a pod, and the node goes with it",
        one,
        "context deadline exceeded",
        "an error of the API ended the round as drained");
  }

  @Test
  void row45AMinorIsLeftOutOrTakenBack(TestInfo test) {
    Patient one = new Patient(Constitution.of(3, 1));
    one.untilEnd();
    Set<Integer> minors = new TreeSet<>();
    one.watched(() -> assertThat(spread(one, minors)).isLessThan(2));
    assertThat(one.problems("1.33.13")).contains("does not go back to 1.33.13");
    assertThat(one.problems("1.99.0")).contains("leaves no minor version out");
    one.upgrade("1.36.0", LifeVersions.ANY_IMAGE, Pace.DEFAULT);
    one.until(ill -> ill.is("control-plane-4", MachineState.READY));
    assertThat(one.problems("1.34.4")).contains("does not go back to 1.34.4");
    one.turns("what was two minors away went by the one between them");
    one.untilEnd();
    assertThat(one.status()).isEqualTo(State.UPDATE_COMPLETE);
    assertThat(minors).containsExactly(34, 35, 36);
    KnownFailures.tell(
        test,
        "An upgrade that leaves a minor version out, or a way back, is accepted",
        one,
        "does not go back to 1.34.4",
        "the path led at once to its end: members were two minors apart");
  }

  /** How far apart its members are, in minors; each that was met is noted. */
  private static int spread(Patient one, Set<Integer> minors) {
    List<Integer> now =
        one.cluster().controlPlane().stream()
            .filter(machine -> machine.state().keeps())
            .map(machine -> machine.blueprint().kubernetesVersion())
            .map(version -> KubernetesVersion.parse(version).orElseThrow().minor())
            .sorted()
            .toList();
    minors.addAll(now);
    return now.getLast() - now.getFirst();
  }

  private static Constitution served(int workers, int budget) {
    return Constitution.of(1, workers)
        .with((timeline, random) -> new Replicas(timeline, workers, 3, budget));
  }

  private static Replicas replicas(Patient one) {
    return (Replicas) one.workload;
  }

  private static List<String> workers(Patient one) {
    return one.cluster().machinesOf("worker").stream()
        .map(machine -> machine.id().toString())
        .sorted()
        .toList();
  }
}
