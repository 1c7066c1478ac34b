package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.RevisionRules;
import io.caisson.domain.cluster.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ControlPlaneTest {
  @Test
  void aNamedMachineGivesUpItsDutiesInOrderAndLeavesNothing() {
    Bench bench = made(3);
    String old = bench.machine("control-plane-1").name();
    bench.deeds.clear();
    bench.revise(spec -> spec, "control-plane-1");
    bench.untilQuiet();
    assertThat(machines(bench))
        .containsExactly("control-plane-2", "control-plane-3", "control-plane-4");
    assertThat(bench.deeds)
        .containsExactly(
            "door " + bench.machine("control-plane-2").name(),
            "leader 2",
            "member 1",
            "server " + old);
    assertThat(bench.cluster.reached()).isTrue();
    assertThat(bench.cluster.grants()).isEmpty();
    assertThat(bench.nodes).extracting(one -> one.name()).doesNotContain(old);
    assertThat(bench.cluster.resources().keySet())
        .noneMatch(key -> key.name().startsWith("control-plane-1"));
  }

  @Test
  void theReplacementIsReadyBeforeAReadyMachineLeaves() {
    Bench bench = made(3);
    bench.silent.add("control-plane-4");
    bench.revise(spec -> spec, "control-plane-2");
    turns(bench, 60);
    assertThat(bench.machine("control-plane-2").state()).isEqualTo(MachineState.READY);
    assertThat(wait(bench, "control-plane-2")).contains("another machine has to be Ready");
    bench.silent.clear();
    bench.untilQuiet();
    assertThat(machines(bench))
        .containsExactly("control-plane-1", "control-plane-3", "control-plane-4");
  }

  @Test
  void anotherImageReplacesAllOneAtATimeAndThenTheWorkers() {
    Bench bench = made(3);
    bench.revise(ControlPlaneTest::nextImage);
    for (int turn = 0; turn < 400; turn++) {
      bench.turn();
      List<MachineId> leaving =
          bench.cluster.machines().values().stream()
              .filter(one -> one.role() == Role.CONTROL_PLANE && !one.state().stays())
              .map(one -> one.id())
              .toList();
      assertThat(leaving).hasSizeLessThanOrEqualTo(1);
      assertThat(bench.etcd).hasSizeBetween(3, 4);
    }
    assertThat(machines(bench))
        .containsExactly("control-plane-4", "control-plane-5", "control-plane-6");
    assertThat(bench.cluster.reached()).isTrue();
    assertThat(bench.etcd).hasSize(3);
  }

  @Test
  void theOnlyMachineIsReplacedByOneThatJoinsItFirst() {
    Bench bench = made(1);
    bench.revise(spec -> spec, "control-plane-1");
    bench.untilQuiet();
    assertThat(machines(bench)).containsExactly("control-plane-2");
    assertThat(bench.etcd).extracting(one -> one.id()).containsExactly(2L);
    assertThat(bench.cluster.reached()).isTrue();
  }

  @Test
  void fiveBecomeThreeAndThenOne() {
    Bench bench = made(5);
    bench.revise(spec -> spec.with(spec.group("control-plane").orElseThrow().withCount(3)));
    bench.untilQuiet();
    assertThat(machines(bench))
        .containsExactly("control-plane-1", "control-plane-2", "control-plane-3");
    bench.revise(spec -> spec.with(spec.group("control-plane").orElseThrow().withCount(1)));
    bench.untilQuiet();
    assertThat(machines(bench)).containsExactly("control-plane-1");
    assertThat(bench.etcd).extracting(one -> one.id()).containsExactly(1L);
    assertThat(bench.servers).hasSize(2);
    assertThat(bench.cluster.reached()).isTrue();
  }

  @Test
  void nobodyLeavesWhileAMemberIsNotWell() {
    Bench bench = made(3);
    bench.etcd.set(2, Members.silent(bench.etcd.get(2)));
    bench.revise(
        spec -> spec.with(spec.group("control-plane").orElseThrow().withCount(1)),
        "control-plane-1");
    turns(bench, 60);
    assertThat(machines(bench)).hasSize(3);
    assertThat(wait(bench, "control-plane-1")).contains("etcd");
    assertThat(bench.etcd).hasSize(3);
  }

  @Test
  void nobodyLeavesBesideAMemberThatIsReadyOnlyNowAndThen() {
    Bench bench = made(3);
    String name = bench.machine("control-plane-3").name();
    bench.silent.add("control-plane-3");
    bench.nodes.replaceAll(node -> node.name().equals(name) ? Nodes.notReady(node) : node);
    bench.turn();
    bench.silent.clear();
    bench.turn();
    bench.turn();
    Instant back = bench.machine("control-plane-3").since();
    bench.revise(
        spec -> spec.with(spec.group("control-plane").orElseThrow().withCount(1)),
        "control-plane-1");
    bench.turn();
    assertThat(wait(bench, "control-plane-1")).contains("control-plane-3 has not been Ready for");
    while (bench.cluster.grants().isEmpty()) {
      bench.turn();
    }
    assertThat(bench.cluster.grants().values().iterator().next().since())
        .isEqualTo(back.plusSeconds(60));
  }

  /** Its machine may be joining by it already. */
  @Test
  void aTokenInDoubtIsMadeAgainWhoeverLeavesMeanwhile() {
    Bench bench = made(3);
    bench.revise(ControlPlaneTest::nextImage);
    Effect lost = untilToken(bench, "control-plane-4");
    bench.settle(lost, new Outcome.InDoubt("time-out"));
    String unready = bench.machine("control-plane-2").name();
    bench.full.add(unready);
    bench.nodes.replaceAll(node -> node.name().equals(unready) ? Nodes.notReady(node) : node);
    turns(bench, 100);
    assertThat(bench.machine("control-plane-2").state()).isEqualTo(MachineState.LEAVING);
    assertThat(bench.machine("control-plane-4").state()).isEqualTo(MachineState.READY);
  }

  /** Settles all that comes before this machine's token, and leaves that open. */
  private static Effect untilToken(Bench bench, String machine) {
    for (int turn = 0; turn < 100; turn++) {
      List<Effect> effects = bench.decide();
      Optional<Effect> token =
          effects.stream()
              .filter(one -> one.key().toString().equals("token/" + machine))
              .findFirst();
      effects.stream()
          .filter(one -> token.filter(one::equals).isEmpty())
          .forEach(one -> bench.settle(one, bench.outcome(one)));
      if (token.isPresent()) {
        return token.get();
      }
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
    throw new AssertionError("no token is made for " + machine);
  }

  @Test
  void nobodyLeavesWhileEtcdSaysNothing() {
    Bench bench = made(3);
    bench.playsEtcd = false;
    bench.etcd.clear();
    bench.revise(spec -> spec.with(spec.group("control-plane").orElseThrow().withCount(1)));
    turns(bench, 60);
    assertThat(bench.servers).hasSize(4);
    assertThat(bench.cluster.waits().toString()).contains("etcd does not say who its members are");
  }

  @Test
  void aLookThatDidNotAskEtcdLetsNobodyJoinAndIsNoReason() {
    Bench bench = made(3);
    bench.etcd.set(2, Members.silent(bench.etcd.get(2)));
    bench.revise(spec -> spec, "control-plane-1");
    turns(bench, 30);
    Machine successor = bench.machine("control-plane-4");
    String reason = bench.cluster.waitOf(successor.token()).orElseThrow().reason();
    assertThat(reason).contains("to be well");

    bench.etcd.set(2, Members.well(bench.machine("control-plane-3"), false));
    assertThat(bench.decideOn(withoutEtcd(bench.sight(bench.cluster.version(), bench.now))))
        .isEmpty();
    assertThat(bench.cluster.waitOf(successor.token()).orElseThrow().reason()).isEqualTo(reason);

    assertThat(bench.decide()).extracting(Effect::key).containsExactly(successor.token());
  }

  private static Sight withoutEtcd(Sight sight) {
    return new Sight(
        sight.servers(),
        sight.ports(),
        sight.securityGroups(),
        sight.floatingIps(),
        sight.accessories(),
        sight.shown(),
        sight.quotas(),
        sight.api().withEtcd(Look.unknown(0, Instant.EPOCH, "not asked")),
        sight.consoles());
  }

  @Test
  void aLostServersMemberGoesBeforeItsReplacementJoins() {
    Bench bench = made(3);
    String lost = bench.machine("control-plane-1").name();
    bench.etcd.set(0, Members.silent(bench.etcd.getFirst()));
    bench.nodes.replaceAll(node -> node.name().equals(lost) ? Nodes.notReady(node) : node);
    bench.servers.removeIf(server -> server.name().equals(lost));
    for (int turn = 0; turn < 200; turn++) {
      bench.turn();
      boolean dead = bench.etcd.stream().anyMatch(one -> one.id() == 1);
      assertThat(dead && bench.etcd.size() > 3).as("four members, one of them dead").isFalse();
    }
    assertThat(machines(bench))
        .containsExactly("control-plane-2", "control-plane-3", "control-plane-4");
    assertThat(bench.nodes).extracting(one -> one.name()).doesNotContain(lost);
    assertThat(bench.etcd).hasSize(3);
  }

  @Test
  void theOnlyMachineThatIsLostIsNotReplaced() {
    Bench bench = made(1);
    bench.servers.removeIf(one -> one.name().equals(bench.machine("control-plane-1").name()));
    bench.apiCut = true;
    turns(bench, 30);
    assertThat(bench.machine("control-plane-1").state()).isEqualTo(MachineState.FAILED);
    assertThat(bench.hold("machine/control-plane-1").reason()).contains("the cluster's data");
  }

  @Test
  void aMemberThatCameWhileItsMachineLeftIsRemovedBeforeTheMachineIsForgotten() {
    Bench bench = made(3);
    bench.revise(spec -> spec, "control-plane-3");
    for (int turn = 0;
        turn < 200 && state(bench, "control-plane-3") != MachineState.DELETING;
        turn++) {
      bench.turn();
    }
    bench.etcd.add(Members.silent(Members.well(bench.machine("control-plane-3"), false)));
    bench.untilQuiet();
    assertThat(bench.etcd).extracting(one -> one.id()).containsExactly(1L, 2L, 4L);
    assertThat(machines(bench))
        .containsExactly("control-plane-1", "control-plane-2", "control-plane-4");
  }

  @Test
  void anAddressThatLeadsElsewhereIsBroughtBack() {
    Bench bench = made(3);
    bench.revise(spec -> spec, "control-plane-1");
    bench.untilQuiet();
    assertThat(bench.addresses.getFirst().port())
        .isEqualTo(bench.cluster.ref(bench.machine("control-plane-2").port(0)));
    bench.addresses.replaceAll(
        one ->
            new io.caisson.spi.cloud.FloatingIp(
                one.id(), one.address(), Optional.of("other"), one.mark()));
    bench.untilQuiet();
    assertThat(bench.addresses.getFirst().port())
        .isEqualTo(bench.cluster.ref(bench.machine("control-plane-2").port(0)));
  }

  @Test
  void whereTheEndpointCannotFollowTheChangeIsRefusedAndAMarkIsHeld() {
    Bench bench = new Bench(new Endpoint.Name("api.example.org"), 3);
    bench.playsEtcd = true;
    bench.untilQuiet();
    Cluster cluster = bench.cluster;
    assertThat(RevisionRules.problems(cluster, nextImage(cluster.spec())))
        .singleElement()
        .satisfies(one -> assertThat(one.text()).contains("api.example.org"));
    bench.commit(
        List.of(
            new ClusterRecord.MachineMarked(
                MachineId.parse("control-plane-1"),
                io.caisson.domain.cluster.Mark.REPLACE,
                "tester",
                bench.now)));
    turns(bench, 30);
    assertThat(machines(bench)).hasSize(3);
    assertThat(wait(bench, "control-plane-1")).contains("api.example.org");
  }

  @Test
  void whereItCanFollowTheChangeIsAccepted() {
    Cluster cluster = made(3).cluster;
    assertThat(RevisionRules.problems(cluster, nextImage(cluster.spec()))).isEmpty();
  }

  private static MachineState state(Bench bench, String machine) {
    return bench.machine(machine).state();
  }

  private static Bench made(int members) {
    Bench bench = new Bench(members, 1);
    bench.playsEtcd = true;
    bench.untilQuiet();
    assertThat(bench.cluster.reached()).isTrue();
    return bench;
  }

  private static void turns(Bench bench, int turns) {
    for (int turn = 0; turn < turns; turn++) {
      bench.turn();
    }
  }

  private static String wait(Bench bench, String subject) {
    return Optional.ofNullable(bench.cluster.waits().get(subject)).orElseThrow().reason();
  }

  private static List<String> machines(Bench bench) {
    return bench.cluster.machines().values().stream()
        .filter(one -> one.role() == Role.CONTROL_PLANE)
        .map(one -> one.id().toString())
        .toList();
  }

  private static ClusterSpec nextImage(ClusterSpec spec) {
    NodeGroup old = spec.group("control-plane").orElseThrow();
    return spec.with(old.madeOf(old.flavor(), "next"));
  }
}
