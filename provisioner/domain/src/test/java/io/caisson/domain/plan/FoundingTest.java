package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.Machine.Stage;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.spi.kubernetes.KubernetesApi.Node;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FoundingTest {
  private final Bench bench = new Bench(3, 2);
  private final Set<String> tokens = new TreeSet<>();

  /** No guest plays by itself. */
  @BeforeEach
  void begin() {
    turns();
    tell(1, Stage.KUBEADM_STARTED);
    turns();
  }

  @Test
  void allServersBootWhileTheFirstMachineIsInitialised() {
    assertThat(bench.servers).hasSize(5);
    assertThat(tokens).isEmpty();
  }

  @Test
  void aFirstMachineThatFailsBeforeKubeadmLeavesOneServerBehind() {
    Bench other = new Bench(3, 2);
    for (int turn = 0; turn < 10; turn++) {
      other.decide().forEach(one -> other.settle(one, new Outcome.Done(other.carryOut(one))));
    }
    other.tell(new MachineId("control-plane", 1), Stage.FAILED);
    for (int turn = 0; turn < 10; turn++) {
      other.decide().forEach(one -> other.settle(one, new Outcome.Done(other.carryOut(one))));
    }
    assertThat(other.servers).hasSize(1);
  }

  @Test
  void nobodyJoinsAndJoinsAreNotGuardedBeforeKubeadmHasMadeTheCluster() {
    everybodyWants();
    bench.apiAnswers = true;
    node(1, false);
    turns();
    assertThat(bench.approvesJoins).isTrue();
    assertThat(tokens).isEmpty();
    tell(1, Stage.KUBEADM_DONE);
    turns();
    assertThat(bench.approvesJoins).isFalse();
    assertThat(tokens).containsExactly("token/control-plane-2");
  }

  @Test
  void theNextMemberJoinsWhenKubeadmIsDoneOnTheOneBeforeAndWorkersAfterAll() {
    everybodyWants();
    bench.apiAnswers = true;
    member(1);
    member(2);
    assertThat(tokens).containsExactly("token/control-plane-2", "token/control-plane-3");
    member(3);
    assertThat(tokens).contains("token/worker-1", "token/worker-2");
  }

  @Test
  void inAClusterThatWasCompleteMembersHaveToBeReady() {
    Bench grown = new Bench(1, 0);
    grown.untilQuiet();
    assertThat(grown.cluster.completed()).isPresent();
    grown.tell(new MachineId("control-plane", 1), Stage.KUBEADM_DONE);
    Machine first = grown.machine("control-plane-1");
    grown.nodes.clear();
    grown.nodes.add(new Node(first.name(), "uid", false, "v", "", List.of(first.address())));
    grown.decide();
    Machine next = grown.machine("control-plane-1");
    assertThat(Founding.before(grown.cluster, second(next))).contains(next);
    grown.untilQuiet();
    assertThat(Founding.before(grown.cluster, second(next))).isEmpty();
  }

  private static Machine second(Machine like) {
    return new Machine(
        new MachineId("control-plane", 2),
        like.role(),
        "second",
        like.state(),
        like.since(),
        "",
        like.ports(),
        like.guest(),
        like.blueprint(),
        like.mark());
  }

  private void everybodyWants() {
    for (Machine machine : List.copyOf(bench.cluster.machines().values())) {
      bench.tell(machine.id(), Stage.BUNDLE_WANTED);
    }
  }

  private void member(int number) {
    node(number, false);
    tell(number, Stage.KUBEADM_DONE);
    turns();
  }

  private void tell(int number, Stage stage) {
    bench.tell(new MachineId("control-plane", number), stage);
  }

  private void node(int number, boolean ready) {
    Machine machine = bench.machine("control-plane-" + number);
    bench.nodes.add(
        new Node(machine.name(), "uid", ready, "v1.34.4", "", List.of(machine.address())));
  }

  private void turns() {
    for (int turn = 0; turn < 10; turn++) {
      for (Effect effect : bench.decide()) {
        if (effect.key().kind() == Kind.BOOTSTRAP_TOKEN) {
          tokens.add(effect.key().toString());
        }
        bench.settle(effect, new Outcome.Done(bench.carryOut(effect)));
      }
      bench.pass(Duration.ofMillis(100));
    }
  }
}
