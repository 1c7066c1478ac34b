package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.disruption.Steadiness;
import io.caisson.spi.cloud.Server;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Most Nodes are not Ready at once. */
class OutageTest {
  @Test
  void whileMostNodesAreSilentNobodyIsReplacedByItself() {
    Bench bench = made(4);
    silence(bench, 1, 2, 3);
    roll(bench, "next", new Pace(0, 4));
    turns(bench, 60);
    assertThat(images(bench)).as("the one that is Ready, too").containsOnly("image").hasSize(4);
    assertThat(bench.cluster.waits().get("worker-1").reason())
        .contains(
            "the brake for large outages: 3 of the 5 Nodes of the cluster are not Ready",
            "only a user replaces one");
    bench.silent.clear();
    bench.turn();
    bench.turn();
    bench.pass(Steadiness.USUAL.again());
    bench.untilQuiet();
    assertThat(images(bench)).containsOnly("next").hasSize(4);
  }

  @Test
  void aUserReplacesOneAllTheSame() {
    Bench bench = made(4);
    silence(bench, 1, 2, 3, 4);
    bench.revise(spec -> spec, "worker-2");
    bench.turn();
    assertThat(bench.machine("worker-2").state()).isEqualTo(MachineState.LEAVING);
    assertThat(bench.machine("worker-1").state().stays()).isTrue();
  }

  @Test
  void whoseServersAreOffIsNotSilentButGone() {
    Bench bench = made(4);
    silence(bench, 1, 2, 3, 4);
    IntStream.rangeClosed(1, 4).forEach(number -> shutOff(bench, "worker-" + number));
    roll(bench, "next", new Pace(0, 1));
    bench.turn();
    assertThat(bench.cluster.grants()).as("none of them is of any use").hasSize(4);
  }

  @Test
  void newMachinesThatComeUpShowThatTheOldOnesAreLost() {
    Bench bench = made(4);
    silence(bench, 1, 2, 3, 4);
    roll(bench, "next", new Pace(1, 0));
    turns(bench, 60);
    assertThat(images(bench)).as("4 of 6 Nodes").containsOnly("image", "next").hasSize(5);
    assertThat(bench.cluster.grants()).isEmpty();
    roll(bench, "next", new Pace(2, 0));
    bench.untilQuiet();
    assertThat(images(bench)).containsOnly("next").hasSize(4);
  }

  @Test
  void ofTwoThatAreSilentOneIsReplacedAsIfBothWereAtWork() {
    Bench bench = made(2);
    silence(bench, 1, 2);
    roll(bench, "next", new Pace(0, 1));
    bench.turn();
    assertThat(bench.cluster.grants()).hasSize(1);
    assertThat(bench.cluster.waits().get("worker-2").reason())
        .contains(
            "2 of the 2 Nodes of worker are not Ready",
            "so they may be at work",
            "worker has 1 machines, and 1 must stay");
    bench.untilQuiet();
    assertThat(images(bench)).containsOnly("next").hasSize(2);
  }

  @Test
  void anImageThatDoesNotComeUpReplacesNobodyThatIsSilent() {
    Bench bench = made(2);
    silence(bench, 1, 2);
    bench.silent.add("worker-3");
    roll(bench, "bad", Pace.DEFAULT);
    turns(bench, 60);
    assertThat(images(bench)).containsExactly("image", "image", "bad");
    assertThat(bench.cluster.grants()).isEmpty();
    bench.silent.remove("worker-3");
    bench.untilQuiet();
    assertThat(images(bench)).containsOnly("bad").hasSize(2);
  }

  private static Bench made(int workers) {
    Bench bench = new Bench(workers);
    bench.untilQuiet();
    return bench;
  }

  private static void turns(Bench bench, int turns) {
    for (int turn = 0; turn < turns; turn++) {
      bench.turn();
    }
  }

  private static void silence(Bench bench, int... workers) {
    for (int worker : workers) {
      String name = bench.machine("worker-" + worker).name();
      bench.silent.add("worker-" + worker);
      bench.nodes.replaceAll(node -> node.name().equals(name) ? Nodes.notReady(node) : node);
    }
    bench.turn();
  }

  @Test
  void aMachineWhoseServerIsStoppedIsNotReadyWhoeverSaysThatItsNodeIs() {
    Bench bench = new Bench(2);
    bench.untilQuiet();
    shutOff(bench, "worker-1");
    shutOff(bench, "control-plane-1");
    bench.apiCut = true;
    bench.decide();
    for (String name : List.of("worker-1", "control-plane-1")) {
      assertThat(bench.machine(name).state()).isEqualTo(MachineState.JOINED);
      assertThat(bench.machine(name).reason()).isEqualTo("its server is stopped");
    }
    assertThat(bench.machine("worker-2").state()).isEqualTo(MachineState.READY);
    bench.apiCut = false;
    bench.decide();
    assertThat(bench.machine("worker-1").reason()).isEqualTo("its server is stopped");
    bench.servers.replaceAll(one -> with(one, Server.Status.ACTIVE));
    bench.decide();
    assertThat(bench.machine("worker-1").state()).isEqualTo(MachineState.READY);
    assertThat(bench.machine("control-plane-1").state()).isEqualTo(MachineState.READY);
  }

  private static void shutOff(Bench bench, String machine) {
    String name = bench.machine(machine).name();
    bench.servers.replaceAll(
        one -> one.name().equals(name) ? with(one, Server.Status.SHUTOFF) : one);
  }

  private static Server with(Server one, Server.Status status) {
    return new Server(
        one.id(),
        one.name(),
        status,
        one.mark(),
        one.addresses(),
        one.fault(),
        one.created(),
        one.hostId());
  }

  private static void roll(Bench bench, String image, Pace pace) {
    NodeGroup old = bench.cluster.spec().group("worker").orElseThrow();
    Revision now = bench.cluster.revision();
    bench.commit(
        List.of(
            new ClusterRecord.Revised(
                new Revision(
                    now.number() + 1,
                    bench.cluster.spec().with(old.madeOf(old.flavor(), image)),
                    "tester",
                    bench.now,
                    pace))));
  }

  private static List<String> images(Bench bench) {
    return bench.cluster.machinesOf("worker").stream()
        .map(Machine::blueprint)
        .map(one -> one.image())
        .toList();
  }
}
