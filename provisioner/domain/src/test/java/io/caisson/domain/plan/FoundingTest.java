package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.Machine.Stage;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.domain.disruption.EtcdQuorum;
import io.caisson.spi.kubernetes.EtcdMember;
import io.caisson.spi.kubernetes.KubernetesApi.Node;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FoundingTest {
  private static final EtcdMember.Answer WELL =
      new EtcdMember.Status(false, "3.6.5", 20_480, List.of());
  private static final EtcdMember.Answer SILENT = new EtcdMember.Silent("no pod of it runs");
  private static final Look<EtcdMember> NOT_ASKED = Look.unknown(0, Bench.START, "not asked");

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
    assertThat(tokens).containsExactly("token/control-plane-2", "token/worker-1", "token/worker-2");
  }

  @Test
  void theNextMemberJoinsWhenKubeadmIsDoneOnTheOneBefore() {
    everybodyWants();
    bench.apiAnswers = true;
    member(1);
    assertThat(tokens).doesNotContain("token/control-plane-3");
    member(2);
    assertThat(tokens).contains("token/control-plane-2", "token/control-plane-3");
  }

  @Test
  void workersWaitForNoFurtherMember() {
    everybodyWants();
    bench.apiAnswers = true;
    member(1);
    assertThat(tokens).contains("token/worker-1", "token/worker-2");
  }

  @Test
  void theNextMemberJoinsWhenTheOneBeforeVotesThoughNobodyCanAskItYet() {
    everybodyWants();
    bench.apiAnswers = true;
    bench.etcd.add(etcd(1, false, WELL));
    member(1);
    tell(2, Stage.KUBEADM_STARTED);
    turns();
    assertThat(tokens).doesNotContain("token/control-plane-3");
    bench.etcd.add(etcd(2, true, SILENT));
    turns();
    assertThat(tokens).doesNotContain("token/control-plane-3");
    bench.etcd.set(1, etcd(2, false, SILENT));
    turns();
    assertThat(tokens).contains("token/control-plane-3");
  }

  @Test
  void aVoterWhoseGuestHasFailedLetsNobodyFollow() {
    everybodyWants();
    bench.apiAnswers = true;
    bench.etcd.add(etcd(1, false, WELL));
    member(1);
    bench.etcd.add(etcd(2, false, SILENT));
    tell(2, Stage.KUBEADM_STARTED);
    tell(2, Stage.FAILED);
    turns();
    assertThat(tokens).doesNotContain("token/control-plane-3");
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
    assertThat(Founding.before(grown.cluster, second(next), NOT_ASKED)).contains(next);
    grown.untilQuiet();
    assertThat(Founding.before(grown.cluster, second(next), NOT_ASKED)).isEmpty();
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

  private EtcdMember etcd(int number, boolean learner, EtcdMember.Answer answer) {
    String url = EtcdQuorum.peerUrl(bench.machine("control-plane-" + number).address());
    return new EtcdMember(number, "", List.of(url), List.of(), learner, answer);
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
