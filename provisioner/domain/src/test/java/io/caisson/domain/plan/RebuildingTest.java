package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Grant;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Server;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RebuildingTest {
  private static final MachineId WORKER = MachineId.parse("worker-1");
  private static final String NAME = "worker-1";

  @Test
  void aWorkerIsMadeAnewOnItsServerAndJoinsAgain() {
    Bench bench = made();
    Machine before = bench.machine(NAME);
    String server = bench.cluster.ref(before.server()).orElseThrow();
    ask(bench);
    bench.untilQuiet();
    Machine after = bench.machine(NAME);
    assertThat(after.state()).isEqualTo(MachineState.READY);
    assertThat(after.rebuilt()).contains(2);
    assertThat(after.name()).isEqualTo(before.name());
    assertThat(after.ports()).isEqualTo(before.ports());
    assertThat(after.mark()).isEmpty();
    assertThat(bench.cluster.ref(after.server())).contains(server);
    assertThat(bench.servers).hasSize(3);
    assertThat(bench.deeds).containsOnlyOnce("rebuild worker-1 from image");
    assertThat(bench.cluster.grants()).isEmpty();
    assertThat(bench.cordoned).isEmpty();
    assertThat(bench.nodes).extracting(one -> one.name()).containsOnlyOnce(after.name());
    assertThat(bench.cluster.waits()).isEmpty();
    assertThat(bench.cluster.resources().keySet())
        .extracting(key -> key.kind())
        .doesNotContain(Kind.CORDON, Kind.DRAIN, Kind.NODE_REMOVAL, Kind.BOOTSTRAP_TOKEN);
  }

  @Test
  void itsStepsComeOneAfterTheOther() {
    Bench bench = made();
    ask(bench);
    assertThat(step(bench, Order.Cordon.class)).isTrue();
    assertThat(step(bench, Order.Drain.class)).isTrue();
    assertThat(step(bench, Order.RebuildServer.class)).isTrue();
    assertThat(bench.machine(NAME).state()).isEqualTo(MachineState.REBUILDING);
    assertThat(step(bench, Order.RemoveNode.class)).isTrue();
    assertThat(step(bench, Order.PutBootstrapToken.class)).isTrue();
    assertThat(bench.machine(NAME).state()).isEqualTo(MachineState.BOOTING);
    assertThat(bench.cluster.grants()).containsOnlyKeys(WORKER);
  }

  @Test
  void itIsMadeAsItsGroupIsMadeNowAndNotReplacedForBeingOutdated() {
    Bench bench = made();
    ask(bench);
    bench.commit(
        List.of(
            new ClusterRecord.HoldPlaced(
                new io.caisson.domain.cluster.Hold(
                    io.caisson.domain.cluster.Hold.PAUSE, "paused", false, bench.now))));
    bench.revise(spec -> spec.with(spec.group("worker").orElseThrow().madeOf(flavor(), "image-2")));
    bench.untilQuiet();
    assertThat(bench.deeds).contains("rebuild worker-1 from image-2");
    assertThat(bench.machine(NAME).blueprint().image()).isEqualTo("image-2");
    assertThat(bench.machine(NAME).state()).isEqualTo(MachineState.READY);
  }

  @Test
  void aRollLeavesAloneWhatIsToBeMadeAnew() {
    Bench bench = made();
    bench.full.add(bench.machine(NAME).name());
    ask(bench);
    bench.revise(spec -> spec.with(spec.group("worker").orElseThrow().madeOf(flavor(), "image-2")));
    bench.untilQuiet();
    bench.full.clear();
    bench.untilQuiet();
    assertThat(bench.machine(NAME).rebuilt()).isPresent();
    assertThat(bench.cluster.machines()).doesNotContainKey(MachineId.parse("worker-2"));
    assertThat(bench.cluster.reached()).isTrue();
  }

  @Test
  void whatTheOldGuestSaysAfterwardsIsNotHeard() {
    Bench bench = made();
    ask(bench);
    step(bench, Order.Cordon.class);
    step(bench, Order.Drain.class);
    List<Effect> effects = bench.decide();
    assertThat(effects).anyMatch(one -> one.order() instanceof Order.RebuildServer);
    bench.tell(WORKER, Machine.Stage.FAILED);
    assertThat(bench.machine(NAME).guest().stage()).isEqualTo(Machine.Stage.NONE);
    effects.forEach(effect -> bench.settle(effect, bench.outcome(effect)));
    bench.tell(WORKER, Machine.Stage.BOOTED);
    assertThat(bench.machine(NAME).guest().stage()).isEqualTo(Machine.Stage.BOOTED);
  }

  @Test
  void itsOldNodeStaysUntilTheServerIsSeenToRunAnew() {
    Bench bench = made();
    bench.rebuilt = Server.Status.REBUILD;
    ask(bench);
    bench.untilQuiet();
    assertThat(bench.nodes).extracting(one -> one.name()).contains(bench.machine(NAME).name());
    assertThat(bench.machine(NAME).state()).isEqualTo(MachineState.REBUILDING);
    assertThat(bench.cluster.present(bench.machine(NAME).token())).isFalse();
    assertThat(bench.cluster.waitOf(WORKER).orElseThrow().reason())
        .isEqualTo("its server to run anew");
    run(bench);
    bench.untilQuiet();
    assertThat(bench.machine(NAME).state()).isEqualTo(MachineState.READY);
  }

  @Test
  void nobodyJoinsWhileItsNameIsTaken() {
    Bench bench = made();
    ask(bench);
    bench.apiCut = true;
    bench.untilQuiet();
    assertThat(bench.machine(NAME).state()).isNotEqualTo(MachineState.READY);
    bench.apiCut = false;
    bench.untilQuiet();
    assertThat(bench.machine(NAME).state()).isEqualTo(MachineState.READY);
    assertThat(bench.machine(NAME).rebuilt()).isPresent();
  }

  @Test
  void aLostAnswerIsSettledByTheMarkThatTheServerShows() {
    Bench bench = made();
    Effect effect = until(bench, Order.RebuildServer.class);
    bench.carryOut(effect);
    bench.settle(effect, new Outcome.InDoubt("lost"));
    bench.untilQuiet();
    assertThat(bench.machine(NAME).state()).isEqualTo(MachineState.READY);
    assertThat(bench.machine(NAME).rebuilt()).contains(2);
    assertThat(bench.deeds).containsOnlyOnce("rebuild worker-1 from image");
  }

  @Test
  void aCallThatCameToNothingIsSentAgainOnlyWhenItCanBeCarriedOutNoMore() {
    Bench bench = made();
    Effect effect = until(bench, Order.RebuildServer.class);
    bench.settle(effect, new Outcome.InDoubt("lost"));
    for (int second = 0; second < bench.policy.doubt().toSeconds(); second++) {
      assertThat(bench.decide()).noneMatch(one -> one.order() instanceof Order.RebuildServer);
      bench.pass(Duration.ofSeconds(1));
    }
    bench.untilQuiet();
    assertThat(bench.machine(NAME).rebuilt()).contains(3);
    assertThat(bench.machine(NAME).state()).isEqualTo(MachineState.READY);
  }

  @Test
  void anEarlierCallThatIsCarriedOutLateIsUndoneByAnother() {
    Bench bench = made();
    Effect effect = until(bench, Order.RebuildServer.class);
    bench.settle(effect, new Outcome.InDoubt("lost"));
    bench.untilQuiet();
    assertThat(bench.machine(NAME).state()).isEqualTo(MachineState.READY);
    bench.carryOut(effect);
    bench.turn();
    assertThat(bench.machine(NAME).state()).isEqualTo(MachineState.REBUILDING);
    assertThat(bench.cluster.grants().get(WORKER).actor()).isEqualTo(Grant.Actor.HEALING);
    bench.untilQuiet();
    assertThat(bench.machine(NAME).state()).isEqualTo(MachineState.READY);
    assertThat(bench.machine(NAME).rebuilt()).contains(4);
    assertThat(bench.cluster.grants()).isEmpty();
  }

  @Test
  void aListThatIsBehindIsNoLateCall() {
    Bench bench = made();
    List<Server> behind = List.copyOf(bench.servers);
    Effect effect = until(bench, Order.RebuildServer.class);
    bench.settle(effect, bench.outcome(effect));
    List<Server> latest = List.copyOf(bench.servers);
    bench.servers.clear();
    bench.servers.addAll(behind);
    for (int turn = 0; turn < 5; turn++) {
      bench.turn();
    }
    assertThat(bench.machine(NAME).state()).isEqualTo(MachineState.REBUILDING);
    bench.servers.clear();
    bench.servers.addAll(latest);
    bench.untilQuiet();
    assertThat(bench.machine(NAME).rebuilt()).contains(2);
    assertThat(bench.machine(NAME).state()).isEqualTo(MachineState.READY);
  }

  @Test
  void aServerThatTheCloudCannotMakeAnewIsReplacedAndItsNodeGoes() {
    Bench bench = made();
    String node = bench.machine(NAME).name();
    bench.rebuilt = Server.Status.ERROR;
    ask(bench);
    bench.untilQuiet();
    assertThat(bench.cluster.machines()).doesNotContainKey(WORKER);
    assertThat(bench.nodes).extracting(one -> one.name()).doesNotContain(node).hasSize(3);
    assertThat(bench.servers).hasSize(3);
    assertThat(bench.cluster.reached()).isTrue();
  }

  @Test
  void whatIsDrainedCanBeTakenBack() {
    Bench bench = made();
    bench.full.add(bench.machine(NAME).name());
    ask(bench);
    bench.untilQuiet();
    assertThat(bench.cordoned).hasSize(1);
    bench.commit(
        List.of(
            new ClusterRecord.MarkRemoved(WORKER, "tester", bench.now),
            new ClusterRecord.GrantEnded(WORKER, bench.now)));
    bench.full.clear();
    bench.untilQuiet();
    assertThat(bench.cordoned).isEmpty();
    assertThat(bench.machine(NAME).rebuilt()).isEmpty();
    assertThat(bench.deeds).isEmpty();
  }

  @Test
  void aClusterIsDeletedInTheMiddle() {
    for (int steps = 0; steps < 12; steps++) {
      Bench bench = made();
      ask(bench);
      for (int step = 0; step < steps; step++) {
        bench.turn();
      }
      bench.commit(List.of(new ClusterRecord.DeletionRequested("tester", bench.now)));
      bench.untilQuiet();
      assertThat(bench.cluster.gone()).isPresent();
    }
  }

  @Test
  void aRefusedCallDoesNotKeepAServerFromBeingDeleted() {
    Bench bench = made();
    Effect effect = until(bench, Order.RebuildServer.class);
    bench.settle(effect, new Outcome.Failed(Outcome.Retry.STOP, "no such image"));
    bench.decide();
    assertThat(bench.cluster.holds()).containsKey("resource/server/worker-1");
    bench.commit(List.of(new ClusterRecord.DeletionRequested("tester", bench.now)));
    bench.untilQuiet();
    assertThat(bench.cluster.gone()).isPresent();
  }

  /** Whoever takes over after a kill knows no outcome of what was under way. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itIsDoneOnceThoughTheServiceIsKilledAtEveryStep(boolean carriedOut) {
    Bench bench = made();
    ask(bench);
    for (int turn = 0; turn < 400; turn++) {
      for (Effect effect : bench.decide()) {
        boolean answered = effect.attempt() % 2 == 0;
        boolean lost = carriedOut && effect.order() instanceof Order.RebuildServer;
        Optional<String> made =
            answered || lost ? bench.carryOut(effect) : bench.cluster.ref(effect.key());
        bench.settle(effect, answered ? new Outcome.Done(made) : new Outcome.InDoubt("killed"));
      }
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
    Machine after = bench.machine(NAME);
    assertThat(after.state()).as(after.reason()).isEqualTo(MachineState.READY);
    assertThat(after.rebuilt()).isPresent();
    assertThat(bench.servers).hasSize(3);
    assertThat(bench.nodes).hasSize(3);
    assertThat(bench.cluster.grants()).isEmpty();
  }

  @Test
  void onlyWhatARebuildCanChangeIsChangedByIt() {
    Bench bench = made();
    assertThat(objection(bench)).isEmpty();
    assertThat(Rebuilding.objection(bench.cluster, bench.machine("control-plane-1")).orElseThrow())
        .contains("replace it with surge");
    bench.revise(
        spec ->
            spec.with(
                spec.group("worker")
                    .orElseThrow()
                    .madeOf(new NodeGroup.Flavor("big", "l", 8, 16384), "image-2")));
    assertThat(objection(bench).orElseThrow())
        .contains("flavor l instead of m")
        .contains("replace");
  }

  private static Optional<String> objection(Bench bench) {
    return Rebuilding.objection(bench.cluster, bench.machine(NAME));
  }

  private static NodeGroup.Flavor flavor() {
    return new NodeGroup.Flavor("flavor", "m", 2, 4096);
  }

  private static Bench made() {
    Bench bench = new Bench(2);
    bench.untilQuiet();
    assertThat(bench.cluster.reached()).isTrue();
    bench.deeds.clear();
    return bench;
  }

  private static void ask(Bench bench) {
    bench.commit(
        List.of(
            new ClusterRecord.MachineMarked(WORKER, Mark.REBUILD, "tester", bench.now),
            new ClusterRecord.GrantGiven(
                new Grant(
                    WORKER,
                    Grant.Actor.USER,
                    "somebody has asked for it",
                    bench.now,
                    Optional.empty()))));
  }

  /** Asks, and goes on until this call is to be sent, which is not carried out. */
  private static Effect until(Bench bench, Class<? extends Order> order) {
    ask(bench);
    for (int turn = 0; turn < 20; turn++) {
      List<Effect> effects = bench.decide();
      Predicate<Effect> wanted = one -> order.isInstance(one.order());
      effects.stream()
          .filter(wanted.negate())
          .forEach(one -> bench.settle(one, bench.outcome(one)));
      Optional<Effect> found = effects.stream().filter(wanted).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
    throw new AssertionError("never sent: " + order);
  }

  /** Whether the next thing that is done is this. */
  private static boolean step(Bench bench, Class<? extends Order> order) {
    for (int turn = 0; turn < 5; turn++) {
      List<Effect> effects = bench.decide();
      effects.forEach(effect -> bench.settle(effect, bench.outcome(effect)));
      bench.play();
      bench.pass(Duration.ofSeconds(1));
      if (!effects.isEmpty()) {
        return effects.stream().allMatch(one -> order.isInstance(one.order()));
      }
    }
    return false;
  }

  private static void run(Bench bench) {
    bench.servers.replaceAll(
        one ->
            new Server(
                one.id(),
                one.name(),
                Server.Status.ACTIVE,
                one.mark(),
                List.of(),
                Optional.empty(),
                one.created()));
    assertThat(bench.servers).allMatch(one -> one.mark().map(OwnerMark::attempt).isPresent());
  }
}
