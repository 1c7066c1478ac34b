package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.disruption.EtcdQuorum;
import io.caisson.spi.kubernetes.EtcdMember;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrphansTest {
  @Test
  void aMemberWithoutAMachineIsRemovedWhenASecondLookShowsItStill() {
    Bench bench = made(3);
    bench.etcd.add(orphan(66, false));
    Instant seen = bench.now;
    bench.turn();
    assertThat(bench.hold("etcd/42").reason())
        .contains("member stranger-66 is of no machine of this cluster", "in 60 s");
    assertThat(LookOrder.asksEtcd(bench.cluster)).as("though nothing else changes").isTrue();
    while (ids(bench).contains(66L)) {
      bench.turn();
    }
    assertThat(Duration.between(seen, bench.now))
        .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(63));
    bench.untilQuiet();
    assertThat(ids(bench)).containsExactly(1L, 2L, 3L);
    assertThat(bench.cluster.holds()).isEmpty();
    assertThat(bench.cluster.resources().keySet()).noneMatch(Orphans::isAbout);
    assertThat(LookOrder.asksEtcd(bench.cluster)).isFalse();
  }

  @Test
  void oneThatALaterLookDoesNotShowIsForgottenAndSuspectedAnewWhenItComesBack() {
    Bench bench = made(3);
    bench.etcd.add(orphan(66, false));
    bench.turn();
    bench.pass(Duration.ofMinutes(1));
    bench.etcd.removeLast();
    bench.turn();
    assertThat(bench.cluster.holds()).isEmpty();
    bench.etcd.add(orphan(66, false));
    bench.turn();
    bench.turn();
    assertThat(ids(bench)).contains(66L);
  }

  @Test
  void aLookThatSaysNothingProvesNothing() {
    Bench bench = made(3);
    bench.etcd.add(orphan(66, false));
    bench.turn();
    bench.apiCut = true;
    bench.pass(Duration.ofMinutes(10));
    bench.turn();
    assertThat(bench.cluster.holds()).containsKey("etcd/42");
    assertThat(ids(bench)).contains(66L);
    bench.apiCut = false;
    bench.untilQuiet();
    assertThat(ids(bench)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void nobodyIsAnOrphanWhileAMachineMayJoinAtAnyMoment() {
    Bench bench = made(1);
    bench.silent.add("control-plane-2");
    grow(bench);
    Machine joining = bench.machine("control-plane-2");
    bench.tell(joining.id(), Machine.Stage.BUNDLE_HANDED_OUT);
    bench.etcd.add(orphan(66, true));
    for (int turn = 0; turn < 120; turn++) {
      bench.turn();
      assertThat(ids(bench)).contains(66L);
    }
    assertThat(bench.cluster.holds()).doesNotContainKey("etcd/42");
  }

  @Test
  void aJoinThatFailedAndLeftALearnerHoldsNobodyBackForEver() {
    Bench bench = made(1);
    bench.silent.add("control-plane-2");
    grow(bench);
    Machine failed = bench.machine("control-plane-2");
    bench.tell(failed.id(), Machine.Stage.BUNDLE_HANDED_OUT);
    bench.etcd.add(orphan(66, true));
    bench.tell(failed.id(), Machine.Stage.FAILED);
    bench.turn();
    assertThat(bench.machine("control-plane-2").state()).isEqualTo(MachineState.FAILED);
    bench.untilQuiet();
    assertThat(ids(bench)).containsExactly(1L);
    bench.revise(spec -> spec, "control-plane-2");
    bench.untilQuiet();
    assertThat(ids(bench)).hasSize(3);
    assertThat(bench.cluster.reached()).isTrue();
  }

  @Test
  void aLearnerOfNobodyIsRemovedAndThenTheNextMachineJoins() {
    Bench bench = made(1);
    bench.etcd.add(orphan(66, true));
    bench.revise(spec -> spec.with(spec.group("control-plane").orElseThrow().withCount(3)));
    bench.untilQuiet();
    assertThat(ids(bench)).hasSize(3).doesNotContain(66L);
    assertThat(bench.cluster.reached()).isTrue();
  }

  @Test
  void oneIsRemovedAtATimeAndOnlyAsTheQuorumAllows() {
    Bench bench = made(3);
    bench.etcd.set(2, Members.silent(bench.etcd.get(2)));
    bench.etcd.add(orphan(66, false));
    bench.etcd.add(Members.silent(orphan(67, false)));
    bench.turn();
    bench.pass(Duration.ofMinutes(1));
    List<Long> removed = new ArrayList<>();
    for (int turn = 0; turn < 30; turn++) {
      List<Long> before = ids(bench);
      bench.turn();
      before.removeAll(ids(bench));
      assertThat(before).as("in one turn").hasSizeLessThanOrEqualTo(1);
      removed.addAll(before);
    }
    assertThat(removed).as("the silent one first").containsExactly(67L, 66L);
  }

  @Test
  void whatWouldCostTheQuorumStaysAndSaysWhy() {
    Bench bench = made(3);
    bench.etcd.set(1, Members.silent(bench.etcd.get(1)));
    bench.etcd.set(2, Members.silent(bench.etcd.get(2)));
    bench.etcd.add(orphan(66, false));
    bench.untilQuiet();
    assertThat(ids(bench)).contains(66L);
    assertThat(bench.cluster.waits().get("member-removal/orphan.42").reason())
        .isEqualTo("etcd's quorum: etcd would have 1 of 3 members, and needs 2");
  }

  @Test
  void aMachineThatLeavesWaitsWithItsMemberForAnOrphanThatGoes() {
    Bench bench = made(3);
    Machine leaving = bench.machine("control-plane-2");
    bench.full.add(leaving.name());
    bench.revise(spec -> spec, "control-plane-2");
    while (bench.machine("control-plane-2").state() != MachineState.LEAVING) {
      bench.turn();
    }
    bench.etcd.add(orphan(66, false));
    bench.turn();
    bench.full.clear();
    while (!bench.cluster.present(Leaving.drain(leaving))) {
      bench.turn();
    }
    assertThat(ids(bench)).contains(66L, 2L);
    bench.pass(Duration.ofMinutes(1));
    bench.turn();
    assertThat(ids(bench)).as("one of the two").doesNotContain(66L).contains(2L);
    assertThat(bench.cluster.waits().values().toString())
        .contains("etcd to be rid of a member that is of no machine");
    bench.untilQuiet();
    assertThat(ids(bench)).containsExactly(1L, 3L, 4L);
    assertThat(bench.cluster.reached()).isTrue();
  }

  @Test
  void aRemovalThatEtcdKnowsNothingOfIsDoneAgain() {
    Bench bench = made(3);
    EtcdMember orphan = orphan(66, false);
    bench.etcd.add(orphan);
    while (ids(bench).contains(66L)) {
      bench.turn();
    }
    bench.etcd.add(orphan);
    bench.untilQuiet();
    assertThat(ids(bench)).doesNotContain(66L);
  }

  @Test
  void aClusterThatIsDeletedSuspectsNobody() {
    Bench bench = made(3);
    bench.etcd.add(orphan(66, false));
    bench.turn();
    bench.commit(List.of(new ClusterRecord.DeletionRequested("tester", bench.now)));
    bench.turn();
    assertThat(bench.cluster.holds()).isEmpty();
  }

  private static void grow(Bench bench) {
    bench.revise(spec -> spec.with(spec.group("control-plane").orElseThrow().withCount(3)));
    while (bench.cluster.machines().values().stream()
        .noneMatch(
            one ->
                one.id().toString().equals("control-plane-2")
                    && one.state() == MachineState.BOOTING)) {
      bench.turn();
    }
  }

  private static List<Long> ids(Bench bench) {
    return new ArrayList<>(bench.etcd.stream().map(EtcdMember::id).toList());
  }

  private static EtcdMember orphan(long id, boolean learner) {
    return new EtcdMember(
        id,
        "stranger-" + id,
        List.of(EtcdQuorum.peerUrl("192.0.2." + id)),
        List.of(),
        learner,
        new EtcdMember.Status(false, "3.6.5", 1, List.of()));
  }

  private static Bench made(int members) {
    Bench bench = new Bench(members, 1);
    bench.playsEtcd = true;
    bench.untilQuiet();
    assertThat(bench.cluster.reached()).isTrue();
    return bench;
  }
}
