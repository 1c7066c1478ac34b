package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.ResourceKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpectedTest {
  private final Bench bench = new Bench(2);

  @Test
  void aMachineThatIsAboutToJoinIsLookedForSoonButNotForEver() {
    bench.untilQuiet();
    assertThat(soon()).isEmpty();
    joins(Machine.Stage.BUNDLE_RECEIVED);
    assertThat(soon()).as("it tells of its next stage itself").isEmpty();
    joins(Machine.Stage.KUBEADM_STARTED);
    assertThat(soon()).contains(Duration.ofMillis(100));
    bench.pass(Duration.ofSeconds(30));
    assertThat(soon()).isEmpty();
  }

  @Test
  void aClusterThatWasNeverCompleteIsLookedAtAsUsual() {
    bench.turn();
    bench.turn();
    joins(Machine.Stage.KUBEADM_STARTED);
    assertThat(bench.cluster.completed()).isEmpty();
    assertThat(soon()).isEmpty();
  }

  @Test
  void theFirstControlPlaneIsLookedForSoonOnceItsKubeadmIsDone() {
    bench.turn();
    bench.turn();
    MachineId first = MachineId.parse("control-plane-1");
    heard(first, Machine.Stage.KUBEADM_STARTED);
    assertThat(soon()).isEmpty();
    heard(first, Machine.Stage.KUBEADM_DONE);
    assertThat(bench.cluster.completed()).isEmpty();
    assertThat(soon()).contains(Duration.ofMillis(100));
    bench.commit(
        List.of(new ClusterRecord.MachineMoved(first, MachineState.JOINED, "", bench.now)));
    assertThat(soon()).as("its API says itself what changes").isEmpty();
  }

  @Test
  void anAddressThatOnlyAListKnowsIsLookedForSoon() {
    List<Effect> effects = bench.decide();
    Effect address =
        effects.stream()
            .filter(one -> one.key().kind() == ResourceKey.Kind.FLOATING_IP)
            .findFirst()
            .orElseThrow();
    assertThat(soon()).as("it may be refused").isEmpty();
    bench.settle(address, new Outcome.Done(Optional.of("fip-1")));
    assertThat(soon()).contains(Duration.ofMillis(100));
    bench.commit(
        List.of(
            new ClusterRecord.ResourceSeen(
                address.key(), "fip-1", Optional.of("203.0.113.7"), bench.now)));
    assertThat(soon()).isEmpty();
  }

  @Test
  void aThingThatGoesIsLookedForSoonAndWhenItWasMissedAtOnce() {
    bench.untilQuiet();
    ResourceKey server = bench.machine("worker-1").server();
    Effect delete = new Effect(server, 2, Attempt.Verb.DELETE, new Order.Delete("id"));
    bench.commit(List.of(new ClusterRecord.EffectIntended(delete, 1, bench.now)));
    assertThat(soon()).as("its removal may be refused").isEmpty();
    bench.settle(delete, new Outcome.Done(Optional.empty()));
    assertThat(soon()).contains(Duration.ofMillis(100));
    ClusterRecord missed = new ClusterRecord.ResourceMissed(server);
    bench.commit(List.of(missed));
    assertThat(soon(missed)).contains(Duration.ZERO);
    bench.pass(Duration.ofSeconds(30));
    assertThat(soon()).as("a list that is not answered, or the thing's own answer").isEmpty();
    for (int look = 0; look < 3; look++) {
      bench.commit(List.of(missed));
    }
    assertThat(soon(missed)).as("lists that disagree for long").isEmpty();
  }

  @Test
  void etcdsWordIsLookedForSoonWhereAMachineOfTheControlPlaneWaitsForIt() {
    bench.untilQuiet();
    bench.revise(spec -> spec.with(spec.group("control-plane").orElseThrow().withCount(3)));
    bench.decide();
    MachineId member = MachineId.parse("control-plane-2");
    heard(member, Machine.Stage.BUNDLE_WANTED);
    assertThat(soon()).as("its token").contains(Duration.ofMillis(100));
    heard(member, Machine.Stage.BUNDLE_RECEIVED);
    assertThat(soon()).as("it tells of its next stage itself").isEmpty();
    heard(member, Machine.Stage.KUBEADM_STARTED);
    bench.commit(
        List.of(new ClusterRecord.MachineMoved(member, MachineState.READY, "", bench.now)));
    assertThat(soon()).as("its vote, though its Node is Ready").contains(Duration.ofMillis(100));
    bench.pass(Duration.ofSeconds(30));
    assertThat(soon()).isEmpty();
  }

  @Test
  void etcdIsAskedSoonAfterEachStepOfAMembersLeaving() {
    bench.untilQuiet();
    MachineId member = MachineId.parse("control-plane-1");
    bench.commit(
        List.of(new ClusterRecord.MachineMoved(member, MachineState.LEAVING, "", bench.now)));
    assertThat(soon()).isEmpty();
    for (ResourceKey.Kind step :
        List.of(
            ResourceKey.Kind.DRAIN,
            ResourceKey.Kind.LEADER_MOVE,
            ResourceKey.Kind.MEMBER_REMOVAL)) {
      String id = step == ResourceKey.Kind.DRAIN ? member.toString() : member + ".1f";
      Effect effect =
          new Effect(
              new ResourceKey(step, id), 1, Attempt.Verb.CREATE, new Order.Drain("its Node"));
      bench.commit(List.of(new ClusterRecord.EffectIntended(effect, 1, bench.now)));
      assertThat(soon()).as(step + " is under way").isEmpty();
      bench.settle(effect, new Outcome.Done(Optional.of("x")));
      assertThat(soon()).as(step + " is done").contains(Duration.ofMillis(100));
      bench.pass(Duration.ofSeconds(30));
      assertThat(soon()).isEmpty();
    }
  }

  @Test
  void whatIsExpectedIsWhenThePlannerWantsToLookAgain() {
    bench.untilQuiet();
    assertThat(wake()).isEqualTo(bench.policy.rest());
    joins(Machine.Stage.KUBEADM_STARTED);
    bench.nodes.replaceAll(node -> node.name().endsWith("worker-1") ? Nodes.notReady(node) : node);
    assertThat(wake()).isEqualTo(bench.policy.soon());
  }

  @Test
  void aNewNodesRequestForItsServingCertificateIsWaitedForButNotForEver() {
    bench.untilQuiet();
    Machine worker = bench.machine("worker-1");
    bench.commit(
        List.of(
            new ClusterRecord.MachineMoved(worker.id(), MachineState.JOINED, "", bench.now),
            new ClusterRecord.MachineMoved(worker.id(), MachineState.READY, "", bench.now)));
    assertThat(wake()).as("it has asked").isEqualTo(bench.policy.rest());
    bench.requests.removeIf(request -> request.user().endsWith(worker.name()));
    assertThat(wake()).isEqualTo(bench.policy.poll());
    bench.pass(Duration.ofMinutes(1));
    assertThat(wake()).as("a kubelet that does not ask").isEqualTo(bench.policy.rest());
  }

  private Optional<Duration> soon(ClusterRecord... news) {
    return Expected.of(bench.cluster, List.of(news), bench.policy, bench.now);
  }

  private Duration wake() {
    Sight sight = bench.sight(bench.cluster.version(), bench.now);
    Plan plan = new Planner(bench.policy).decide(bench.cluster, sight, Heard.NOTHING, 1, bench.now);
    return Duration.between(bench.now, plan.wake());
  }

  private void heard(MachineId id, Machine.Stage stage) {
    bench.commit(
        List.of(new ClusterRecord.MachinePinged(id, new Machine.Guest(stage, bench.now, ""))));
  }

  private void joins(Machine.Stage stage) {
    MachineId id = MachineId.parse("worker-1");
    bench.commit(
        List.of(
            new ClusterRecord.MachineMoved(id, MachineState.BOOTING, "it boots", bench.now),
            new ClusterRecord.MachinePinged(id, new Machine.Guest(stage, bench.now, ""))));
  }
}
