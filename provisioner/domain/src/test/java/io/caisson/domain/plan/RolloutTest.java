package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.disruption.DrainPolicy;
import io.caisson.domain.disruption.Steadiness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutTest {
  @ParameterizedTest
  @CsvSource({"1,0", "3,0", "0,1", "0,2", "2,1", "9,0"})
  void aGroupIsReplacedWithoutMoreDisruptionThanItsPaceAllows(int surge, int unavailable) {
    Bench bench = made(5);
    roll(bench, "image-2", new Pace(surge, unavailable));
    int most = 0;
    int fewest = 5;
    for (int turn = 0; turn < 300; turn++) {
      bench.turn();
      most = Math.max(most, bench.servers.size() - 1);
      fewest = Math.min(fewest, available(bench));
    }
    assertThat(images(bench)).containsOnly("image-2").hasSize(5);
    assertThat(bench.cluster.reached()).isTrue();
    assertThat(most).isLessThanOrEqualTo(5 + surge);
    assertThat(fewest).isGreaterThanOrEqualTo(5 - unavailable);
  }

  @Test
  void aBadImageStopsARollBeforeAnythingThatWorksIsInterrupted() {
    Bench bench = made(3);
    bench.silent.add("worker-4");
    roll(bench, "bad", Pace.DEFAULT);
    bench.untilQuiet();
    assertThat(available(bench)).isEqualTo(3);
    assertThat(bench.cluster.waits().values().toString())
        .contains("image bad instead of image", "worker has 3 machines available");
    roll(bench, "image", Pace.DEFAULT);
    bench.untilQuiet();
    assertThat(bench.cluster.reached()).isTrue();
    assertThat(images(bench)).containsOnly("image").hasSize(3);
    assertThat(bench.cluster.machines().keySet().toString())
        .as("the machines that were never touched")
        .contains("worker-1", "worker-2", "worker-3");
  }

  @Test
  void nothingIsInterruptedWhileTheApiDoesNotAnswer() {
    Bench bench = made(3);
    bench.apiCut = true;
    roll(bench, "image-2", new Pace(0, 1));
    bench.untilQuiet();
    assertThat(images(bench)).containsOnly("image");
    assertThat(bench.cluster.waits().values().toString())
        .contains("no answer from the cluster's API");
    bench.apiCut = false;
    bench.untilQuiet();
    assertThat(images(bench)).containsOnly("image-2");
  }

  @Test
  void aMachineThatIsNotReadyIsReplacedFirstAndCostsNothing() {
    Bench bench = made(3);
    bench.nodes.replaceAll(node -> node.name().endsWith("worker-3") ? Nodes.notReady(node) : node);
    bench.silent.add("worker-3");
    bench.turn();
    roll(bench, "image-2", Pace.DEFAULT);
    bench.turn();
    assertThat(bench.machine("worker-3").state()).isEqualTo(MachineState.LEAVING);
    bench.untilQuiet();
    assertThat(images(bench)).containsOnly("image-2").hasSize(3);
  }

  @Test
  void aMachineThatIsReadyNowAndThenIsNoneThatAnotherMayLeaveFor() {
    Bench bench = made(3);
    roll(bench, "image-2", Pace.DEFAULT);
    while (images(bench).size() < 4) {
      bench.turn();
    }
    for (int turn = 0; turn < 300; turn++) {
      flap(bench, "worker-4", turn % 20 >= 10);
      bench.turn();
      assertThat(bench.cluster.grants()).hasSizeLessThanOrEqualTo(1);
    }
    assertThat(workers(bench))
        .as("one left when it was Ready first, and no other")
        .extracting(one -> one.id().number())
        .contains(2, 3, 4);
    assertThat(bench.cluster.waits().values().toString())
        .contains("3 must stay so; not yet Ready for long enough to count: worker-4");
    flap(bench, "worker-4", true);
    bench.untilQuiet();
    assertThat(images(bench)).containsOnly("image-2").hasSize(3);
  }

  @Test
  void nodesThatAllComeBackAtOnceAreNotFreeToTake() {
    Bench bench = made(3);
    List.of("worker-1", "worker-2", "worker-3").forEach(one -> flap(bench, one, false));
    bench.turn();
    List.of("worker-1", "worker-2", "worker-3").forEach(one -> flap(bench, one, true));
    bench.turn();
    bench.turn();
    assertThat(available(bench)).isEqualTo(3);
    roll(bench, "image-2", new Pace(0, 1));
    bench.turn();
    assertThat(bench.cluster.grants()).isEmpty();
    bench.pass(Steadiness.USUAL.again());
    bench.turn();
    assertThat(bench.cluster.grants()).hasSize(1);
  }

  @Test
  void aNewMachineCountsWhenItHasBeenReadyForAsLongAsTheLabelSays() {
    Bench bench = made(2);
    bench.revise(spec -> Bench.labelled(spec, Map.of(Steadiness.LABEL, "30")));
    bench.pass(Duration.ofHours(1));
    roll(bench, "image-2", Pace.DEFAULT);
    while (!isReady(bench, 3)) {
      bench.turn();
    }
    Instant ready = bench.machine("worker-3").since();
    while (bench.cluster.grants().isEmpty()) {
      bench.turn();
    }
    Instant granted = bench.cluster.grants().values().iterator().next().since();
    assertThat(Duration.between(ready, granted)).isEqualTo(Duration.ofSeconds(30));
    bench.untilQuiet();
    assertThat(images(bench)).containsOnly("image-2").hasSize(2);
  }

  private static void flap(Bench bench, String worker, boolean ready) {
    String name = bench.machine(worker).name();
    if (ready) {
      bench.silent.remove(worker);
    } else {
      bench.silent.add(worker);
      bench.nodes.replaceAll(node -> node.name().equals(name) ? Nodes.notReady(node) : node);
    }
  }

  private static boolean isReady(Bench bench, int worker) {
    return workers(bench).stream()
        .anyMatch(one -> one.id().number() == worker && one.state() == MachineState.READY);
  }

  @Test
  void aMachineThatJoinedWhileTheApiSaidNothingIsEmptiedBeforeItGoes() {
    Bench bench = made(3);
    bench.resize(4);
    while (bench.nodes.size() < 5) {
      bench.turn();
    }
    assertThat(bench.machine("worker-4").state()).isEqualTo(MachineState.BOOTING);
    bench.apiCut = true;
    roll(bench, "image-2", Pace.DEFAULT);
    bench.turn();
    assertThat(bench.machine("worker-4").state()).isEqualTo(MachineState.LEAVING);
    bench.apiCut = false;
    bench.turn();
    bench.turn();
    assertThat(bench.cordoned).contains(bench.machine("worker-4").name());
    bench.untilQuiet();
    assertThat(images(bench)).containsOnly("image-2").hasSize(4);
  }

  @Test
  void aMachineThatWasLetInIsLookedForBeforeItGoes() {
    Bench bench = made(3);
    bench.resize(4);
    while (bench.requests.stream().noneMatch(one -> one.name().endsWith("worker-4"))) {
      bench.turn();
    }
    Sight before = bench.sight(bench.cluster.version(), bench.now);
    bench.decide().forEach(effect -> bench.settle(effect, bench.outcome(effect)));
    bench.resize(3);
    bench.decideOn(before);
    assertThat(bench.machine("worker-4").state()).isEqualTo(MachineState.LEAVING);
    bench.decide();
    assertThat(bench.machine("worker-4").state()).isEqualTo(MachineState.DELETING);
  }

  @Test
  void aResizeReplacesNobodyAndAResizeInTheMiddleOfARollIsHonoured() {
    Bench bench = made(3);
    bench.resize(4);
    bench.untilQuiet();
    assertThat(bench.cluster.numbers()).containsEntry("worker", 4);
    roll(bench, "image-2", Pace.DEFAULT);
    for (int turn = 0; turn < 8; turn++) {
      bench.turn();
    }
    bench.resize(2);
    bench.untilQuiet();
    assertThat(images(bench)).containsOnly("image-2").hasSize(2);
    assertThat(bench.cluster.reached()).isTrue();
  }

  @Test
  void aPausedRollFinishesWhatItHasBegunAndKeepsWhatItHasMade() {
    Bench bench = made(4);
    roll(bench, "image-2", new Pace(2, 0));
    while (images(bench).stream().noneMatch("image-2"::equals)) {
      bench.turn();
    }
    bench.commit(List.of(new ClusterRecord.HoldPlaced(new Hold("pause", "no", false, bench.now))));
    bench.untilQuiet();
    long made = images(bench).stream().filter("image-2"::equals).count();
    assertThat(made).isEqualTo(2);
    assertThat(images(bench)).hasSizeBetween(4, 6);
    assertThat(bench.cluster.machines().values())
        .allMatch(one -> one.state() == MachineState.READY);
    assertThat(bench.cluster.waits().values().toString()).contains("its replacement", ": no");
    bench.resize(6);
    bench.untilQuiet();
    bench.resize(3);
    bench.untilQuiet();
    assertThat(workers(bench)).hasSizeBetween(3, 5);
    bench.commit(List.of(new ClusterRecord.HoldLifted("pause", bench.now)));
    bench.untilQuiet();
    assertThat(images(bench)).containsOnly("image-2").hasSize(3);
    assertThat(bench.cluster.reached()).isTrue();
  }

  @Test
  void inARollbackTheNewestLeaveFirst() {
    Bench bench = made(3);
    roll(bench, "image-2", Pace.DEFAULT);
    bench.untilQuiet();
    Revision now = bench.cluster.revision();
    bench.commit(
        List.of(
            new ClusterRecord.Revised(
                new Revision(
                    3,
                    bench.cluster.history().earlier().getFirst().spec(),
                    "tester",
                    bench.now,
                    now.pace(),
                    Optional.of(1),
                    Optional.empty()))));
    while (workers(bench).stream().allMatch(one -> one.state().stays())) {
      bench.turn();
    }
    assertThat(workers(bench).stream().filter(one -> !one.state().stays()))
        .extracting(one -> one.id().number())
        .containsExactly(6);
    bench.untilQuiet();
    assertThat(images(bench)).containsOnly("image").hasSize(3);
  }

  @Test
  void machinesWithPodsThatAreToCompleteAreTheLastWhateverTheirZoneAndAge() {
    Bench bench = made(4);
    bench.busy.add(bench.machine("worker-1").name());
    bench.busy.add(bench.machine("worker-3").name());
    roll(bench, "image-2", new Pace(0, 1));
    List<Integer> order = new ArrayList<>();
    for (int turn = 0; turn < 200; turn++) {
      bench.turn();
      workers(bench).stream()
          .filter(one -> !one.state().stays() && !order.contains(one.id().number()))
          .forEach(one -> order.add(one.id().number()));
      if (order.size() == 1) {
        assertThat(bench.cluster.waits().get("worker-1").reason())
            .contains("3 must stay so", "a pod on it is to complete by itself");
        assertThat(bench.cluster.waits().get("worker-4").reason()).doesNotContain("complete");
      }
    }
    assertThat(order).containsExactly(2, 4, 1, 3);
    assertThat(images(bench)).containsOnly("image-2").hasSize(4);
  }

  @Test
  void podsThatAreToCompleteAreAskedForOnlyWhileAMachineWaitsForItsTurn() {
    Bench bench = made(2);
    assertThat(LookOrder.completing(bench.cluster)).isEmpty();
    roll(bench, "image-2", Pace.DEFAULT);
    assertThat(LookOrder.completing(bench.cluster)).contains(DrainPolicy.USUAL);
    bench.untilQuiet();
    assertThat(LookOrder.completing(bench.cluster)).isEmpty();
  }

  @Test
  void aSuccessorComesBeforeItsMachineLeaves() {
    Bench bench = made(3);
    MachineId worker = MachineId.parse("worker-2");
    bench.commit(List.of(new ClusterRecord.MachineMarked(worker, Mark.RENEW, "tester", bench.now)));
    int fewest = 3;
    for (int turn = 0; turn < 60; turn++) {
      bench.turn();
      fewest = Math.min(fewest, available(bench));
    }
    assertThat(fewest).isEqualTo(3);
    assertThat(bench.cluster.machines())
        .doesNotContainKey(worker)
        .containsKey(MachineId.parse("worker-4"));
    assertThat(workers(bench)).hasSize(3);
  }

  @Test
  void manyMachinesWithSuccessorsLeaveByThePaceAndNoOthers() {
    Bench bench = made(5);
    List<MachineId> there =
        List.of(
            MachineId.parse("worker-1"), MachineId.parse("worker-3"), MachineId.parse("worker-5"));
    there.forEach(
        one ->
            bench.commit(
                List.of(new ClusterRecord.MachineMarked(one, Mark.RENEW, "tester", bench.now))));
    int most = 0;
    for (int turn = 0; turn < 200; turn++) {
      bench.turn();
      most = Math.max(most, bench.servers.size() - 1);
      assertThat(available(bench)).isGreaterThanOrEqualTo(5);
    }
    assertThat(most).isEqualTo(6);
    assertThat(workers(bench))
        .extracting(machine -> machine.id().number())
        .containsExactly(2, 4, 6, 7, 8);
  }

  @Test
  void aMachineIsEmptiedAndKeptUntilPodsMayComeAgain() {
    Bench bench = made(3);
    Machine machine = bench.machine("worker-2");
    bench.commit(
        List.of(new ClusterRecord.MachineMarked(machine.id(), Mark.DRAIN, "tester", bench.now)));
    bench.untilQuiet();
    assertThat(bench.cordoned).containsExactly(machine.name());
    assertThat(bench.cluster.present(Leaving.drain(machine))).isTrue();
    assertThat(bench.machine("worker-2").state()).isEqualTo(MachineState.READY);
    assertThat(bench.cluster.waits()).isEmpty();
    bench.commit(List.of(new ClusterRecord.MarkRemoved(machine.id(), "tester", bench.now)));
    bench.untilQuiet();
    assertThat(bench.cordoned).isEmpty();
    assertThat(bench.cluster.resources()).doesNotContainKey(Leaving.drain(machine));
    assertThat(bench.cluster.resources()).doesNotContainKey(Leaving.cordon(machine));
    bench.commit(
        List.of(new ClusterRecord.MachineMarked(machine.id(), Mark.DRAIN, "tester", bench.now)));
    bench.untilQuiet();
    assertThat(bench.cordoned).as("once more").containsExactly(machine.name());
    bench.resize(2);
    bench.untilQuiet();
    assertThat(bench.cluster.machines()).as("it goes first").doesNotContainKey(machine.id());
  }

  private static Bench made(int workers) {
    Bench bench = new Bench(workers);
    bench.untilQuiet();
    return bench;
  }

  private static void roll(Bench bench, String image, Pace pace) {
    NodeGroup old = bench.cluster.spec().group("worker").orElseThrow();
    NodeGroup next = old.madeOf(old.flavor(), image);
    Revision revision =
        new Revision(
            bench.cluster.revision().number() + 1,
            bench.cluster.spec().with(next),
            "tester",
            bench.now,
            pace);
    bench.commit(List.of(new ClusterRecord.Revised(revision)));
  }

  private static List<String> images(Bench bench) {
    return workers(bench).stream().map(machine -> machine.blueprint().image()).toList();
  }

  private static int available(Bench bench) {
    return (int)
        workers(bench).stream()
            .filter(machine -> machine.state() == MachineState.READY)
            .filter(machine -> !bench.cluster.grants().containsKey(machine.id()))
            .count();
  }

  private static List<Machine> workers(Bench bench) {
    return bench.cluster.machines().values().stream()
        .filter(machine -> machine.role() == Role.WORKER)
        .toList();
  }
}
