package io.caisson.domain.plan;

import static io.caisson.domain.cluster.MachineState.JOINED;
import static io.caisson.domain.cluster.MachineState.READY;
import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.operation.ClusterStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResizeTest {
  @Test
  void aMachineWhoseNodeSomebodyRemovedIsNotReadyButStays() {
    Bench bench = new Bench(2);
    bench.untilQuiet();
    Machine machine = bench.machine("worker-1");
    bench.silent.add("worker-1");
    bench.nodes.removeIf(node -> node.name().equals(machine.name()));
    bench.apiAnswers = false;
    bench.decide();
    assertThat(bench.machine("worker-1").state()).as("no list, no news").isEqualTo(READY);
    bench.apiAnswers = true;
    bench.decide();
    assertThat(bench.machine("worker-1").state()).isEqualTo(JOINED);
    assertThat(bench.machine("worker-1").reason())
        .isEqualTo("its Node was removed from the cluster");
    assertThat(bench.machine("worker-2").state()).isEqualTo(READY);
  }

  /** What approves, cordons and tells tokens is not kept waiting by what makes servers. */
  @Test
  void callsToTheClustersApiHaveRoomOfTheirOwn() {
    Bench bench = new Bench(40);
    bench.untilQuiet();
    assertThat(bench.cluster.reached()).isTrue();
    bench.resize(0);
    assertThat(kinds(bench.decide(), Kind.CORDON)).isEqualTo(40);
    bench.untilQuiet();
    bench.resize(40);
    assertThat(kinds(bench.decide(), Kind.PORT)).isEqualTo(bench.policy.openEffects());
  }

  private static long kinds(List<Effect> effects, Kind kind) {
    return effects.stream().filter(effect -> effect.key().kind() == kind).count();
  }

  @Test
  void aGroupGrowsAndTheUpdateIsCompleteWhenAllAreReady() {
    Bench bench = made(2);
    bench.resize(4);
    assertThat(ClusterStatus.of(bench.cluster, bench.now).state())
        .isEqualTo(ClusterStatus.State.UPDATE_IN_PROGRESS);
    bench.untilQuiet();
    assertThat(machines(bench))
        .containsExactly("control-plane-1", "worker-1", "worker-2", "worker-3", "worker-4");
    assertThat(ClusterStatus.of(bench.cluster, bench.now).state())
        .isEqualTo(ClusterStatus.State.UPDATE_COMPLETE);
  }

  @Test
  void theYoungestLeaveAndNothingOfThemIsLeft() {
    Bench bench = made(4);
    bench.resize(2);
    bench.untilQuiet();
    assertThat(machines(bench)).containsExactly("control-plane-1", "worker-1", "worker-2");
    assertThat(bench.servers).hasSize(3);
    assertThat(bench.ports).hasSize(3);
    assertThat(bench.cluster.reached()).isTrue();
  }

  @Test
  void aMachineLeavesUnderAGrantAndGoesOnlyWhenItsPodsHaveLeft() {
    Bench bench = made(2);
    String node = bench.machine("worker-2").name();
    bench.full.add(node);
    bench.resize(1);
    bench.untilQuiet();
    assertThat(bench.machine("worker-2").state()).isEqualTo(MachineState.LEAVING);
    assertThat(bench.cluster.grants()).containsOnlyKeys(MachineId.parse("worker-2"));
    assertThat(bench.cordoned).containsExactly(node);
    assertThat(bench.servers).hasSize(3);
    assertThat(bench.cluster.waits().values().toString()).contains("PodDisruptionBudget web");
    assertThat(bench.cluster.reached()).isFalse();

    bench.full.clear();
    bench.untilQuiet();
    assertThat(machines(bench)).containsExactly("control-plane-1", "worker-1");
    assertThat(bench.nodes).extracting(one -> one.name()).doesNotContain(node);
    assertThat(bench.cluster.grants()).isEmpty();
    assertThat(bench.cluster.resources().keySet())
        .as("nothing is remembered of it")
        .noneMatch(key -> key.name().startsWith("worker-2"));
  }

  @Test
  void somebodyIsToldOfAMachineThatDoesNotBecomeEmpty() {
    Bench bench = made(1);
    bench.full.add(bench.machine("worker-1").name());
    bench.resize(0);
    bench.untilQuiet();
    bench.pass(java.time.Duration.ofMinutes(30));
    bench.untilQuiet();
    assertThat(bench.hold("drain/worker-1").reason()).contains("30 minutes", "web-1");
    bench.full.clear();
    bench.untilQuiet();
    assertThat(bench.cluster.holds()).isEmpty();
  }

  @Test
  void aMachineWhoseServerVanishesWhileItIsDrainedLeavesItsNodeToo() {
    Bench bench = made(2);
    String node = bench.machine("worker-2").name();
    bench.full.add(node);
    bench.resize(1);
    bench.untilQuiet();
    bench.servers.removeIf(server -> server.name().equals(node));
    bench.untilQuiet();
    assertThat(machines(bench)).containsExactly("control-plane-1", "worker-1");
    assertThat(bench.nodes).hasSize(2);
  }

  @Test
  void aDeletedClusterDrainsNobody() {
    Bench bench = made(2);
    bench.full.add(bench.machine("worker-2").name());
    bench.resize(1);
    bench.untilQuiet();
    bench.commit(List.of(new ClusterRecord.DeletionRequested("tester", bench.now)));
    bench.untilQuiet();
    assertThat(bench.cluster.gone()).isPresent();
    assertThat(bench.servers).isEmpty();
  }

  @Test
  void aMachineThatIsNotReadyLeavesBeforeOneThatIs() {
    Bench bench = made(3);
    bench.nodes.replaceAll(node -> node.name().endsWith("worker-1") ? Nodes.notReady(node) : node);
    bench.silent.add("worker-1");
    bench.decide();
    bench.resize(2);
    bench.untilQuiet();
    assertThat(machines(bench)).containsExactly("control-plane-1", "worker-2", "worker-3");
  }

  @Test
  void whoIsNamedLeavesWhoeverIsYounger() {
    Bench bench = made(3);
    bench.resize(2, "worker-1");
    bench.untilQuiet();
    assertThat(machines(bench)).containsExactly("control-plane-1", "worker-2", "worker-3");
  }

  @Test
  void whoIsNamedAtAnUnchangedCountIsReplacedByAMachineOfAnotherNumber() {
    Bench bench = made(2);
    bench.resize(2, "worker-1");
    bench.untilQuiet();
    assertThat(machines(bench)).containsExactly("control-plane-1", "worker-2", "worker-3");
  }

  @Test
  void aProtectedMachineStaysWhileThereAreOthers() {
    Bench bench = made(3);
    bench.commit(
        List.of(
            new ClusterRecord.MachineMarked(
                MachineId.parse("worker-3"), Mark.PROTECT, "tester", bench.now)));
    bench.resize(1);
    bench.untilQuiet();
    assertThat(machines(bench)).containsExactly("control-plane-1", "worker-3");
  }

  @Test
  void groupsComeAndGo() {
    Bench bench = made(1);
    bench.revise(spec -> spec.with(Bench.group("gpu", Role.WORKER, 2)));
    bench.untilQuiet();
    assertThat(machines(bench)).containsExactly("control-plane-1", "gpu-1", "gpu-2", "worker-1");
    bench.revise(spec -> spec.without("gpu"));
    bench.untilQuiet();
    assertThat(machines(bench)).containsExactly("control-plane-1", "worker-1");
    assertThat(bench.servers).hasSize(2);
    bench.revise(spec -> spec.with(Bench.group("gpu", Role.WORKER, 1)));
    bench.untilQuiet();
    assertThat(machines(bench)).as("numbers are not given twice").contains("gpu-3");
  }

  @Test
  void whatWasRefusedForGoodIsTriedAgainWhenItIsAskedForOnceMore() {
    Bench bench = new Bench(1);
    bench.untilQuiet();
    bench.resize(2);
    Effect refused = until(bench, new ResourceKey(ResourceKey.Kind.SERVER, "worker-2"));
    bench.settle(refused, new Outcome.Failed(Outcome.Retry.STOP, "Flavor could not be found"));
    bench.untilQuiet();
    assertThat(ClusterStatus.of(bench.cluster, bench.now))
        .isEqualTo(
            new ClusterStatus(
                ClusterStatus.State.UPDATE_FAILED, "server/worker-2: Flavor could not be found"));
    bench.resize(2);
    bench.untilQuiet();
    assertThat(bench.cluster.holds()).isEmpty();
    assertThat(bench.cluster.reached()).isTrue();
  }

  @Test
  void aFailedMachineIsReplacedWhenItsClusterIsAskedForOnceMore() {
    Bench bench = made(2);
    bench.tell(MachineId.parse("worker-2"), Machine.Stage.FAILED);
    bench.decide();
    assertThat(bench.machine("worker-2").state()).isEqualTo(MachineState.FAILED);
    bench.pass(java.time.Duration.ofSeconds(1));
    bench.resize(2);
    bench.untilQuiet();
    assertThat(machines(bench)).containsExactly("control-plane-1", "worker-1", "worker-3");
    assertThat(bench.cluster.holds()).isEmpty();
  }

  static Bench made(int workers) {
    Bench bench = new Bench(workers);
    bench.untilQuiet();
    assertThat(bench.cluster.reached()).isTrue();
    return bench;
  }

  private static List<String> machines(Bench bench) {
    return bench.cluster.machines().keySet().stream().map(MachineId::toString).toList();
  }

  private static Effect until(Bench bench, ResourceKey key) {
    for (int turn = 0; turn < 30; turn++) {
      for (Effect effect : bench.decide()) {
        if (effect.key().equals(key) && effect.verb() == Attempt.Verb.CREATE) {
          return effect;
        }
        bench.settle(effect, new Outcome.Done(bench.carryOut(effect)));
      }
      bench.play();
      bench.pass(java.time.Duration.ofSeconds(1));
    }
    throw new AssertionError("never wanted: " + key);
  }
}
