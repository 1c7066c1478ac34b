package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Role;
import io.caisson.spi.kubernetes.EtcdMember;
import org.junit.jupiter.api.Test;

/** A member of the control plane is broken while its machines are replaced. */
class BrokenMemberTest {
  @Test
  void aDeadMemberGoesFirstAndNobodyWaitsForItsSuccessor() {
    Bench bench = made(3);
    unready(bench, "control-plane-2");
    bench.etcd.set(1, Members.silent(bench.etcd.get(1)));
    nextImage(bench);
    rolled(bench);
    assertThat(firstOut(bench)).isEqualTo("member 2");
  }

  /** Its kubelet is dead, and its etcd and API server run on. */
  @Test
  void theOnlyMemberThatIsNotReadyLeavesWhenAnotherVotes() {
    Bench bench = made(1);
    unready(bench, "control-plane-1");
    bench.revise(spec -> spec, "control-plane-1");
    bench.turn();
    assertThat(bench.cluster.waits().get("control-plane-1").reason())
        .contains("another machine has to vote in etcd in its place first");
    bench.untilQuiet();
    assertThat(bench.cluster.controlPlane())
        .extracting(one -> one.id().toString())
        .containsExactly("control-plane-2");
    assertThat(bench.etcd).extracting(EtcdMember::id).containsExactly(2L);
    assertThat(bench.cluster.reached()).isTrue();
  }

  @Test
  void votesThatAreWellAreReplacedOneByOneThoughTheirNodesAreNotReady() {
    Bench bench = made(3);
    unready(bench, "control-plane-2");
    unready(bench, "control-plane-3");
    nextImage(bench);
    rolled(bench);
  }

  @Test
  void whoseEtcdIsSickLeavesWithoutASuccessorThoughItsNodeIsReady() {
    Bench bench = made(3);
    bench.etcd.set(1, Members.silent(bench.etcd.get(1)));
    nextImage(bench);
    for (int turn = 0; turn < 55; turn++) {
      bench.turn();
      assertThat(bench.cluster.grants()).isEmpty();
    }
    assertThat(bench.hold("member/control-plane-2").reason())
        .contains("its member of etcd is not well", "in 60 s");
    rolled(bench);
    assertThat(firstOut(bench)).isEqualTo("member 2");
    assertThat(bench.cluster.holds()).isEmpty();
  }

  @Test
  void aMemberThatIsSilentForAMomentIsNotTakenForSick() {
    Bench bench = made(3);
    EtcdMember well = bench.etcd.get(1);
    nextImage(bench);
    for (int turn = 0; turn < 150; turn++) {
      bench.etcd.replaceAll(one -> one.id() == 2 ? Members.silent(one) : one);
      if (turn % 50 == 49) {
        bench.etcd.replaceAll(one -> one.id() == 2 ? well : one);
      }
      bench.turn();
      assertThat(bench.machine("control-plane-2").state()).isEqualTo(MachineState.READY);
    }
  }

  /** Plays a roll to its end, and looks at every moment whether etcd is safe. */
  private static void rolled(Bench bench) {
    for (int turn = 0; turn < 400; turn++) {
      bench.turn();
      assertThat(bench.etcd).filteredOn(EtcdMember::healthy).hasSizeGreaterThanOrEqualTo(2);
      assertThat(bench.cluster.controlPlane())
          .filteredOn(one -> !one.state().stays())
          .hasSizeLessThanOrEqualTo(1);
    }
    assertThat(bench.cluster.reached()).isTrue();
    assertThat(bench.cluster.controlPlane())
        .hasSize(3)
        .extracting(Machine::blueprint)
        .allMatch(one -> one.image().equals("next"));
  }

  private static String firstOut(Bench bench) {
    return bench.deeds.stream().filter(one -> one.startsWith("member")).findFirst().orElseThrow();
  }

  private static Bench made(int members) {
    Bench bench = new Bench(members, 1);
    bench.playsEtcd = true;
    bench.untilQuiet();
    bench.deeds.clear();
    return bench;
  }

  private static void unready(Bench bench, String machine) {
    String name = bench.machine(machine).name();
    bench.silent.add(machine);
    bench.nodes.replaceAll(node -> node.name().equals(name) ? Nodes.notReady(node) : node);
    bench.turn();
  }

  private static void nextImage(Bench bench) {
    bench.revise(
        spec -> {
          NodeGroup old =
              spec.groups().stream()
                  .filter(group -> group.role() == Role.CONTROL_PLANE)
                  .findFirst()
                  .orElseThrow();
          return spec.with(old.madeOf(old.flavor(), "next"));
        });
  }
}
