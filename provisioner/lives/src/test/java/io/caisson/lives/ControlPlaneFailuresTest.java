package io.caisson.lives;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Grant;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.operation.ClusterStatus.State;
import io.caisson.spi.kubernetes.KubernetesException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Rows 29 to 35 of the list: two at work on one machine, etcd, and the control plane. */
class ControlPlaneFailuresTest {
  @Test
  void row29SomebodyElseIsAtWorkOnAMachineThatARollReplaces(TestInfo test) {
    Patient one = new Patient();
    one.untilEnd();
    Set<Grant> grants = new TreeSet<>(java.util.Comparator.comparing(Grant::toString));
    MachineId worker = MachineId.parse("worker-1");
    one.watched(() -> one.cluster().grants().values().forEach(grants::add));
    one.roll("worker", one.otherImage(), Pace.DEFAULT);
    one.until(ill -> ill.is("worker-1", MachineState.LEAVING));
    one.mark(Mark.REPLACE, "worker-1");
    one.loseServer("worker-1");
    one.then("one grant and one successor were all that came of it");
    one.untilEnd();
    assertThat(grants.stream().filter(grant -> grant.machine().equals(worker))).hasSize(1);
    assertThat(one.made()).as("3, and one for each worker").isEqualTo(5);
    KnownFailures.tell(
        test,
        "Healing and an upgrade work on one node, and each replaces it",
        one,
        "its server was removed from the cloud",
        "a machine that leaves could be let go once more: there were four grants");
  }

  @Test
  void row30AMembersRemovalWasCarriedOutAndNobodyKnows(TestInfo test) {
    Patient one = three();
    one.trouble.lose(
        "remove"::equals,
        new KubernetesException(KubernetesException.Kind.UNREACHABLE, "no answer"));
    one.mark(Mark.REPLACE, "control-plane-2");
    one.until(ill -> ill.trouble.hits() > 0);
    assertThat(one.etcd.nodes()).hasSize(3);
    one.serviceLost();
    one.then("the service was killed, and another asked etcd who its members are");
    one.untilEnd();
    assertThat(one.state("control-plane-2")).isEmpty();
    assertThat(one.etcd.nodes()).hasSize(3);
    KnownFailures.tell(
        test,
        "A member was removed and its machine stays; the upgrade is stuck",
        one,
        "Not removed from etcd, will be tried again",
        "that a member is out was what we remembered to have asked for: its machine never went");
  }

  @Test
  void row31ALearnerWithoutANameJoins(TestInfo test) {
    Patient one = new Patient();
    one.untilEnd();
    String node = learner(one);
    one.serviceLost();
    one.pass(Duration.ofMinutes(5));
    assertThat(one.etcd.nodes()).contains(node + " (learner)");
    one.turns("it caught up");
    one.etcd.lags(node, false);
    one.untilEnd();
    assertThat(one.etcd.nodes()).hasSize(3).contains(node);
    KnownFailures.tell(
        test,
        "A young learner without a name is taken for an orphan and removed while it joins",
        one,
        "to vote in etcd",
        "members without a name were removed");
  }

  /** Grows its control plane to three, the second of which does not catch up; its Node's name. */
  private static String learner(Patient one) {
    one.resize("control-plane", 3);
    one.until(ill -> ill.state("control-plane-2").isPresent());
    String node = one.machine("control-plane-2").name();
    one.etcd.lags(node, true);
    one.until(ill -> ill.etcd.nodes().contains(node + " (learner)"));
    return node;
  }

  @Test
  void row32ALearnerIsNeverPromoted(TestInfo test) {
    Patient one = new Patient();
    one.untilEnd();
    String node = learner(one);
    one.until(ill -> ill.status() == State.UPDATE_FAILED);
    assertThat(one.etcd.nodes()).as("nobody joins beside it").hasSize(2);
    one.then("the user asked for the same once more: its member went, and another came");
    one.resize("control-plane", 3);
    one.untilEnd();
    assertThat(one.etcd.nodes()).hasSize(3).doesNotContain(node);
    KnownFailures.tell(
        test,
        "A learner is never promoted, and blocks all others for ever",
        one,
        "for 14 minutes it has waited",
        "a learner held itself back: the failed machine could not leave");
  }

  @Test
  void row33TwoMembersAreToGoAtOnceAndAtLastTheOnlyOne(TestInfo test) {
    Patient one = three();
    one.watched(() -> assertThat(leaving(one)).isLessThan(2));
    one.watched(() -> assertThat(one.etcd.nodes()).hasSizeBetween(3, 4));
    one.mark(Mark.REPLACE, "control-plane-1", "control-plane-2");
    one.turns("one after the other was replaced; and so is the only one of another cluster");
    one.untilEnd();
    assertThat(one.cluster().machinesOf("control-plane")).hasSize(3);
    Patient other = new Patient();
    other.untilEnd();
    other.watched(() -> assertThat(other.etcd.nodes()).isNotEmpty());
    other.turns("its successor came first");
    other.mark(Mark.REPLACE, "control-plane-1");
    other.untilEnd();
    assertThat(other.next()).contains("servers ever made: 4");
    KnownFailures.tell(
        test,
        "To delete one member deletes two, or the last one",
        one,
        "another machine of the control plane leaves",
        "more than one machine of the control plane could leave at a time");
  }

  private static long leaving(Patient one) {
    return one.cluster().machinesOf("control-plane").stream()
        .filter(machine -> !machine.state().stays() && one.hasServer(machine.id().toString()))
        .count();
  }

  @Test
  void row34MoreThanHalfOfTheMembersAreToGoWhileOneIsSilent(TestInfo test) {
    Patient one = three();
    one.freeze("control-plane-3", Duration.ofMinutes(20));
    one.pass(Duration.ofMinutes(1));
    one.mark(Mark.REPLACE, "control-plane-1", "control-plane-2");
    one.pass(Duration.ofMinutes(15));
    assertThat(one.etcd.nodes()).hasSize(3);
    assertThat(leaving(one)).isZero();
    one.turns("the silent one came back, and then they went one by one");
    one.untilEnd();
    KnownFailures.tell(
        test,
        "More than half of the members are deleted at once, and the quorum is lost",
        one,
        "token/control-plane-4",
        "nothing was asked before a machine of the control plane left");
  }

  @Test
  void row35AMachineIsWaitedForLongerThanAnyTokenLives(TestInfo test) {
    Patient one = new Patient();
    one.untilEnd();
    one.noRoomFor(name -> true);
    one.roll("worker", one.otherImage(), Pace.DEFAULT);
    one.watched(() -> assertThat(tokens(one)).isLessThanOrEqualTo(one.booting()));
    one.pass(Duration.ofMinutes(45));
    one.noRoomFor(_ -> false);
    one.then("there was room again, and each guest found a token that was minted when it asked");
    one.untilEnd();
    assertThat(tokens(one)).isZero();
    KnownFailures.tell(
        test,
        "A join token expires in a long roll while a machine is waited for",
        one,
        "could not build",
        "tokens were minted when machines were planned");
  }

  private static long tokens(Patient one) {
    return one.cluster().machines().keySet().stream()
        .filter(machine -> one.kubernetes.knows(LifeAccess.token(machine)))
        .count();
  }

  private static Patient three() {
    Patient one = new Patient(Constitution.of(3, 1));
    one.untilEnd();
    return one;
  }
}
