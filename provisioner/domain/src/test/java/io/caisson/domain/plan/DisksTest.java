package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.spi.cloud.Facts.QuotaFact;
import io.caisson.spi.cloud.ServerOrder;
import io.caisson.spi.cloud.Volume;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DisksTest {
  private static final NodeGroup.Volume ROOT = new NodeGroup.Volume("root", 20, "fast");
  private static final NodeGroup.Volume DATA = new NodeGroup.Volume("data", 50, "");
  private static final NodeGroup.Volume ETCD = new NodeGroup.Volume("etcd", 10, "");

  @Test
  void aMachineBootsFromItsRootVolumeAndHasTheOthersPluggedIn() {
    Bench bench = bench(1);
    Order.CreateServer server = serverOf(bench, "control-plane-1");
    assertThat(server.disks())
        .isEqualTo(
            ServerOrder.Disks.ofVolume(ref(bench, "control-plane-1.root"))
                .and(List.of(ref(bench, "control-plane-1.etcd"))));
  }

  @Test
  void aRootVolumeIsFilledFromTheImageAndOthersAreEmpty() {
    Bench bench = bench(1);
    List<Order.CreateVolume> orders = new java.util.ArrayList<>();
    for (int turn = 0; turn < 60; turn++) {
      for (Effect effect : bench.decide()) {
        if (effect.order() instanceof Order.CreateVolume order) {
          orders.add(order);
        }
        bench.settle(effect, new Outcome.Done(bench.carryOut(effect)));
      }
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(orders)
        .extracting(one -> one.name().replaceFirst(".*-(?=worker|control)", ""))
        .containsExactly(
            "control-plane-1-root", "control-plane-1-etcd", "worker-1-root", "worker-1-data");
    assertThat(orders.getFirst().image()).contains("image");
    assertThat(orders.getFirst().type()).contains("fast");
    assertThat(orders.get(1).image()).isEmpty();
    assertThat(orders.get(1).type()).isEmpty();
  }

  @Test
  void noServerIsAskedForBeforeItsVolumesAreReady() {
    Bench bench = bench(1);
    bench.made = _ -> Volume.Status.CREATING;
    bench.untilQuiet();
    assertThat(bench.servers).isEmpty();
    assertThat(
            java.util.Objects.requireNonNull(bench.cluster.waits().get("control-plane-1")).reason())
        .isEqualTo("its volumes to be ready");
    bench.made = _ -> Volume.Status.AVAILABLE;
    bench.volumes.replaceAll(one -> with(one, Volume.Status.AVAILABLE));
    bench.untilQuiet();
    assertThat(bench.machine("worker-1").state()).isEqualTo(MachineState.READY);
  }

  @Test
  void aVolumeThatTheCloudCouldNotMakeTakesItsMachineWithIt() {
    Bench bench = bench(1);
    bench.untilQuiet();
    bench.made =
        name -> name.endsWith("worker-2-data") ? Volume.Status.ERROR : Volume.Status.AVAILABLE;
    bench.resize(2);
    for (int turn = 0; turn < 3; turn++) {
      bench.turn();
    }
    assertThat(bench.machine("worker-2").state()).isEqualTo(MachineState.DELETING);
    assertThat(bench.machine("worker-2").reason()).contains("is in the state error");
    assertThat(bench.hold("back-off/worker").fatal()).isFalse();
    bench.untilQuiet();
    assertThat(bench.machine("worker-3").state()).isEqualTo(MachineState.READY);
    assertThat(bench.volumes).noneMatch(one -> one.name().contains("worker-2"));
  }

  @Test
  void whatIsLostUnderAServerIsNotReplacedBySomethingEmpty() {
    Bench bench = bench(1);
    bench.untilQuiet();
    bench.volumes.removeIf(one -> one.name().endsWith("worker-1-data"));
    bench.commit(
        List.of(
            new io.caisson.domain.cluster.ClusterRecord.ResourceAbsent(
                volume("worker-1.data"), "test", bench.now)));
    bench.untilQuiet();
    assertThat(bench.volumes).noneMatch(one -> one.name().endsWith("worker-1-data"));
    assertThat(bench.machine("worker-1").state()).isEqualTo(MachineState.READY);
  }

  @Test
  void volumesGoAfterTheServerOfTheirMachineIsProvedAbsent() {
    Bench bench = bench(2);
    bench.untilQuiet();
    bench.resize(1, "worker-2");
    boolean gone = false;
    for (int turn = 0; turn < 100; turn++) {
      for (Effect effect : bench.decide()) {
        if (effect.verb() == Attempt.Verb.DELETE && effect.key().kind() == Kind.VOLUME) {
          gone = true;
          assertThat(bench.cluster.exists(bench.machine("worker-2").server())).isFalse();
        }
        bench.settle(effect, new Outcome.Done(bench.carryOut(effect)));
      }
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(gone).isTrue();
    assertThat(bench.volumes).hasSize(4);
  }

  @Test
  void aVolumeInDoubtIsWaitedForAndRecognised() {
    Bench bench = bench(1);
    Effect lost = until(bench, Kind.VOLUME);
    bench.carryOut(lost);
    bench.settle(lost, new Outcome.InDoubt("no answer"));
    for (int turn = 0; turn < 3; turn++) {
      assertThat(bench.decide()).noneMatch(effect -> effect.key().equals(lost.key()));
    }
    assertThat(bench.cluster.present(lost.key())).isTrue();
  }

  @Test
  void whatVolumesTakeIsCountedBeforeTheyAreAskedFor() {
    Bench bench = bench(1);
    bench.quotas.add(new QuotaFact("volumes", 10, 7));
    bench.quotas.add(new QuotaFact("gigabytes", 1000, 901));
    bench.decide();
    assertThat(bench.hold("quota").reason())
        .contains("quota volumes: 4 needed, 3 free")
        .contains("quota gigabytes: 100 needed, 99 free");
    assertThat(bench.decide()).noneMatch(effect -> effect.key().kind() == Kind.VOLUME);
  }

  @Test
  void otherVolumesAreAReasonToReplaceWorkers() {
    Bench bench = bench(1);
    bench.untilQuiet();
    bench.revise(spec -> spec.with(with(spec.group("worker").orElseThrow(), List.of(ROOT))));
    bench.turn();
    bench.untilQuiet();
    assertThat(bench.cluster.machinesOf("worker"))
        .extracting(one -> one.id().toString())
        .containsExactly("worker-2");
    assertThat(bench.volumes).noneMatch(one -> one.name().contains("worker-1"));
    assertThat(bench.volumes).noneMatch(one -> one.name().endsWith("-data"));
  }

  @Test
  void aDeletedClusterLeavesNoVolume() {
    Bench bench = bench(2);
    bench.untilQuiet();
    assertThat(bench.volumes).hasSize(6);
    bench.commit(
        List.of(
            new io.caisson.domain.cluster.ClusterRecord.DeletionRequested("tester", bench.now)));
    bench.untilQuiet();
    assertThat(bench.volumes).isEmpty();
    assertThat(bench.cluster.gone()).isPresent();
  }

  private static Bench bench(int workers) {
    Bench bench = new Bench(workers);
    bench.revise(
        spec ->
            spec.with(with(spec.group("worker").orElseThrow(), List.of(ROOT, DATA)))
                .with(with(spec.group("control-plane").orElseThrow(), List.of(ROOT, ETCD))));
    return bench;
  }

  private static NodeGroup with(NodeGroup group, List<NodeGroup.Volume> volumes) {
    return new NodeGroup(
        group.name(),
        group.role(),
        group.flavor(),
        group.image(),
        group.count(),
        group.bounds(),
        new NodeGroup.Options(List.of(), List.of(), List.of(), volumes, List.of(), List.of()));
  }

  private static ResourceKey volume(String name) {
    return new ResourceKey(Kind.VOLUME, name);
  }

  private static String ref(Bench bench, String volume) {
    return bench.cluster.ref(volume(volume)).orElseThrow();
  }

  private static Volume with(Volume volume, Volume.Status status) {
    return new Volume(
        volume.id(), volume.name(), status, volume.gib(), Optional.empty(), volume.mark());
  }

  private static Effect until(Bench bench, Kind kind) {
    for (int turn = 0; turn < 60; turn++) {
      List<Effect> effects = bench.decide();
      for (Effect effect : effects) {
        if (effect.key().kind() == kind) {
          return effect;
        }
        bench.settle(effect, new Outcome.Done(bench.carryOut(effect)));
      }
      bench.pass(Duration.ofSeconds(1));
    }
    throw new AssertionError("no " + kind);
  }

  private static Order.CreateServer serverOf(Bench bench, String machine) {
    for (int turn = 0; turn < 60; turn++) {
      for (Effect effect : bench.decide()) {
        if (effect.order() instanceof Order.CreateServer order
            && order.machine().toString().equals(machine)) {
          return order;
        }
        bench.settle(effect, new Outcome.Done(bench.carryOut(effect)));
      }
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
    throw new AssertionError("no server for " + machine);
  }
}
