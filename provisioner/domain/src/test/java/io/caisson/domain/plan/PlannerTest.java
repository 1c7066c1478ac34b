package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.domain.cluster.Wait;
import io.caisson.spi.cloud.Facts.QuotaFact;
import io.caisson.spi.cloud.Server;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final ResourceKey SERVER = new ResourceKey(Kind.SERVER, "control-plane-1");

  @Test
  void aClusterComesToLifeAndGoesAgain() {
    Bench bench = new Bench(2);
    bench.untilQuiet();
    assertThat(bench.cluster.completed()).isPresent();
    assertThat(bench.servers).hasSize(3);
    assertThat(bench.cluster.waits()).isEmpty();
    assertThat(bench.cluster.holds()).isEmpty();

    delete(bench);
    bench.untilQuiet();
    assertThat(bench.cluster.gone()).isPresent();
    assertThat(bench.servers).isEmpty();
    assertThat(bench.ports).isEmpty();
    assertThat(bench.groups).isEmpty();
    assertThat(bench.addresses).isEmpty();
  }

  @Test
  void workersAreAskedForOnlyWhenTheFirstMachineHasStartedKubeadm() {
    Bench bench = new Bench(2);
    Effect first = untilServer(bench);
    assertThat(first.key()).isEqualTo(SERVER);
    bench.settle(first, new Outcome.Done(bench.carryOut(first)));
    for (int turn = 0; turn < 20; turn++) {
      List<Effect> effects = bench.decide();
      assertThat(effects).noneMatch(effect -> effect.key().kind() == Kind.SERVER);
      effects.forEach(effect -> bench.settle(effect, new Outcome.Done(bench.carryOut(effect))));
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(bench.cluster.waits().toString()).contains("the first control plane to start");
    bench.tell(new MachineId("control-plane", 1), Machine.Stage.KUBEADM_STARTED);
    assertThat(serversOf(bench.decide())).hasSize(2);
  }

  @Test
  void aCallInDoubtIsNotSentAgainBeforeLateLooksAreClean() {
    Bench bench = new Bench(0);
    Effect effect = untilServer(bench);
    bench.settle(effect, new Outcome.InDoubt("time-out"));
    Duration certain = bench.policy.callLimit().plus(bench.policy.listLag());
    for (long second = 0; second < certain.toSeconds(); second++) {
      assertThat(serversOf(bench.decide())).isEmpty();
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(serversOf(bench.decide())).as("first clean look").isEmpty();
    bench.pass(Duration.ofSeconds(1));
    bench.decide();
    bench.pass(Duration.ofSeconds(1));
    List<Effect> again = serversOf(bench.decide());
    assertThat(again).hasSize(1);
    assertThat(again.getFirst().attempt()).isEqualTo(effect.attempt() + 1);
  }

  @Test
  void whatALookShowsEndsTheDoubt() {
    Bench bench = new Bench(0);
    Effect effect = untilServer(bench);
    bench.settle(effect, new Outcome.InDoubt("time-out"));
    bench.carryOut(effect);
    bench.decide();
    assertThat(bench.cluster.present(SERVER)).isTrue();
  }

  @Test
  void aLookThatBeganBeforeTheOutcomeProvesNothing() {
    Bench bench = new Bench(0);
    bench.untilQuiet();
    Sight stale = empty(bench);
    for (int turn = 0; turn < 5; turn++) {
      bench.decideOn(stale);
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(bench.cluster.present(SERVER)).isTrue();
    assertThat(bench.cluster.resource(SERVER).orElseThrow().misses()).isZero();
  }

  private static Sight empty(Bench bench) {
    Sight seen = bench.sight(1, Bench.START);
    return new Sight(
        Look.seen(1, Bench.START, List.of()),
        seen.ports(),
        seen.securityGroups(),
        seen.floatingIps(),
        seen.accessories(),
        seen.shown(),
        seen.quotas(),
        seen.api(),
        seen.consoles());
  }

  @Test
  void anEarlierOwnersOpenCallIsInDoubt() {
    Bench bench = new Bench(0);
    untilServer(bench);
    Plan plan =
        new Planner(bench.policy)
            .decide(bench.cluster, Sight.none(bench.now), Heard.NOTHING, 2, bench.now);
    assertThat(plan.records())
        .anyMatch(
            record ->
                record instanceof ClusterRecord.EffectSettled(var key, _, Outcome.InDoubt _, _)
                    && key.equals(SERVER));
  }

  @Test
  void aMissingQuotaIsNamedAndNothingIsMade() {
    Bench bench = new Bench(2);
    bench.quotas.add(new QuotaFact("cores", 5, 1));
    assertThat(bench.decide()).isEmpty();
    assertThat(bench.hold("quota").reason())
        .contains("cores: 6 needed, 4 free (limit 5, in use 1)");
    bench.quotas.set(0, new QuotaFact("cores", 50, 1));
    assertThat(bench.decide()).isNotEmpty();
    assertThat(bench.cluster.holds()).isEmpty();
  }

  @Test
  void aServerThatTheCloudCouldNotBuildIsRemovedAndAnotherMachineTried() {
    Bench bench = new Bench(0);
    Effect effect = untilServer(bench);
    String id = bench.carryOut(effect).orElseThrow();
    bench.settle(effect, new Outcome.Done(Optional.of(id)));
    fail(bench, id);
    List<Effect> effects = bench.decide();
    assertThat(effects).extracting(Effect::key).containsExactly(SERVER);
    effects.forEach(one -> bench.settle(one, new Outcome.Done(bench.carryOut(one))));
    assertThat(bench.hold("back-off/control-plane").reason()).contains("No valid host was found");
    bench.untilQuiet();
    assertThat(bench.cluster.completed()).isPresent();
    assertThat(bench.cluster.machines().keySet())
        .containsExactly(new MachineId("control-plane", 2));
    assertThat(bench.cluster.resources().keySet())
        .contains(new ResourceKey(Kind.ATTACHMENT, "api.control-plane-2"))
        .doesNotContain(new ResourceKey(Kind.ATTACHMENT, "api.control-plane-1"));
  }

  private static void fail(Bench bench, String id) {
    Server made = bench.servers.removeLast();
    bench.servers.add(
        new Server(
            id,
            made.name(),
            Server.Status.ERROR,
            made.mark(),
            List.of(),
            Optional.of("No valid host was found"),
            made.created()));
  }

  @Test
  void kubeadmsMessageIsShownAndHoldsTheCluster() {
    Bench bench = new Bench(0);
    Effect effect = untilServer(bench);
    bench.settle(effect, new Outcome.Done(bench.carryOut(effect)));
    bench.tell(new MachineId("control-plane", 1), Machine.Stage.FAILED);
    bench.decide();
    Machine machine = bench.machine("control-plane-1");
    assertThat(machine.state()).isEqualTo(MachineState.FAILED);
    assertThat(bench.hold("machine/control-plane-1").fatal()).isTrue();
    assertThat(machine.reason()).contains("text");
  }

  @Test
  void aTakenAddressIsReplacedByAnother() {
    Bench bench = new Bench(0);
    Effect port = until(bench, Kind.PORT);
    Machine before = bench.machine("control-plane-1");
    bench.settle(
        port,
        new Outcome.Failed(
            Outcome.Retry.READDRESS, "address %s is taken".formatted(before.address())));
    List<Effect> effects = bench.decide();
    Machine after = bench.machine("control-plane-1");
    assertThat(after.address()).isNotEqualTo(before.address());
    assertThat(effects).anyMatch(effect -> effect.key().kind() == Kind.PORT);
  }

  @Test
  void aWorkerThatIsRemovedFromOutsideIsReplaced() {
    Bench bench = new Bench(2);
    bench.untilQuiet();
    Server worker =
        bench.servers.stream()
            .filter(one -> one.name().endsWith("worker-1"))
            .findFirst()
            .orElseThrow();
    bench.servers.remove(worker);
    bench.untilQuiet();
    assertThat(bench.cluster.machines().keySet())
        .containsExactly(
            new MachineId("control-plane", 1),
            new MachineId("worker", 2),
            new MachineId("worker", 3));
    assertThat(bench.servers).hasSize(3);
  }

  @Test
  void anUnansweredLookChangesNothingButSaysSo() {
    Bench bench = new Bench(1);
    bench.untilQuiet();
    Sight seen = bench.sight(bench.cluster.version(), bench.now);
    Sight dark =
        new Sight(
            Look.unknown(bench.cluster.version(), bench.now, "the cloud does not answer: 503"),
            seen.ports(),
            seen.securityGroups(),
            seen.floatingIps(),
            seen.accessories(),
            seen.shown(),
            seen.quotas(),
            ApiSight.unknown(bench.cluster.version(), bench.now, "no route"),
            seen.consoles());
    assertThat(bench.decideOn(dark)).isEmpty();
    assertThat(bench.hold("cloud").reason()).contains("503");
    assertThat(bench.cluster.machines().values())
        .allMatch(machine -> machine.state() == MachineState.READY);
    bench.decide();
    assertThat(bench.cluster.holds()).isEmpty();
  }

  @Test
  void aMachineThatWaitsForItsTokenIsNotOverdue() {
    Bench late = new Bench(1);
    for (int turn = 0; turn < 40; turn++) {
      for (Effect effect : late.decide()) {
        boolean gate = effect.order() instanceof Order.ApplyAddOn;
        late.settle(
            effect,
            gate
                ? new Outcome.Failed(Outcome.Retry.SOON, "503")
                : new Outcome.Done(late.carryOut(effect)));
      }
      late.play();
      late.pass(Duration.ofMinutes(1));
    }
    assertThat(late.machine("worker-1").state()).isEqualTo(MachineState.BOOTING);
    assertThat(late.cluster.waits().get("token/worker-1"))
        .extracting(Wait::reason)
        .isEqualTo("the cluster's pod network");
  }

  @Test
  void deletionWaitsForACallInDoubtAndRemovesItsFruit() {
    Bench bench = new Bench(0);
    Effect effect = untilServer(bench);
    bench.settle(effect, new Outcome.InDoubt("time-out"));
    delete(bench);
    for (int turn = 0; turn < 10; turn++) {
      bench.decide().forEach(one -> bench.settle(one, new Outcome.Done(bench.carryOut(one))));
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(bench.cluster.gone()).isEmpty();
    assertThat(bench.ports).as("the port of a server that may come").hasSize(1);
    bench.carryOut(effect);
    bench.untilQuiet();
    assertThat(bench.cluster.gone()).isPresent();
    assertThat(bench.servers).isEmpty();
    assertThat(bench.ports).isEmpty();
  }

  @Test
  void namesAreHostNames() {
    assertThat(Names.machine(Bench.head(), new MachineId("worker", 12)))
        .isEqualTo("my-cluster-11111111-worker-12");
  }

  private static void delete(Bench bench) {
    bench.commit(List.of(new ClusterRecord.DeletionRequested("tester", bench.now)));
  }

  private static Effect untilServer(Bench bench) {
    return until(bench, Kind.SERVER);
  }

  /** Carries everything out until an effect of this kind is decided, which is left open. */
  private static Effect until(Bench bench, Kind kind) {
    for (int turn = 0; turn < 30; turn++) {
      for (Effect effect : bench.decide()) {
        if (effect.key().kind() == kind) {
          return effect;
        }
        bench.settle(effect, new Outcome.Done(bench.carryOut(effect)));
      }
      bench.pass(Duration.ofSeconds(1));
    }
    throw new AssertionError("never wanted: " + kind);
  }

  private static List<Effect> serversOf(List<Effect> effects) {
    return effects.stream().filter(effect -> effect.key().kind() == Kind.SERVER).toList();
  }
}
