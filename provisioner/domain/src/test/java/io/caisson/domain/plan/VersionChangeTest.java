package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Problem;
import io.caisson.domain.cluster.RevisionRules;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.cluster.UpgradePath;
import io.caisson.spi.kubernetes.EtcdMember;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VersionChangeTest {
  private static final String NEXT = "1.35.4";

  @Test
  void theVersionIsAnnouncedThenComeMembersThenAddOnsThenWorkers() {
    Bench bench = made(3);
    bench.deeds.clear();
    String old = bench.machine("control-plane-3").name();
    String worker = bench.machine("worker-1").name();
    bench.revise(VersionChangeTest::next);
    for (int turn = 0; turn < 500 && !bench.cluster.reached(); turn++) {
      turn(bench);
      assertThat(newerWorkers(bench)).isEmpty();
    }
    assertThat(bench.cluster.reached()).isTrue();
    assertThat(bench.deeds.getFirst()).isEqualTo("announce " + NEXT);
    assertThat(bench.deeds.subList(bench.deeds.size() - 3, bench.deeds.size()))
        .containsExactly("server " + old, "add-ons " + NEXT, "server " + worker);
    assertThat(bench.deeds).filteredOn(deed -> deed.startsWith("member")).hasSize(3);
    assertThat(bench.cluster.machines().values())
        .allMatch(one -> one.blueprint().kubernetesVersion().equals(NEXT))
        .allMatch(one -> one.blueprint().image().equals("image-1.35"));
  }

  @Test
  void aWorkerThatIsMadeMeanwhileIsAsTheOthersStillAre() {
    Bench bench = made(1);
    bench.silent.add("control-plane-2");
    bench.revise(VersionChangeTest::next);
    bench.resize(2);
    turns(bench, 20);
    Machine worker = bench.machine("worker-2");
    assertThat(worker.blueprint().kubernetesVersion()).isEqualTo("1.34.4");
    assertThat(worker.blueprint().image()).isEqualTo("image");
  }

  @Test
  void nobodyJoinsBeforeEtcdMayBeRaised() {
    Bench bench = made(1);
    bench.etcd.replaceAll(
        one -> one.answering(new EtcdMember.Status(true, "3.5.24", 1, List.of())));
    bench.deeds.clear();
    bench.revise(VersionChangeTest::next);
    turns(bench, 60);
    assertThat(bench.deeds).isEmpty();
    assertThat(bench.cluster.waits().get("version/" + NEXT))
        .extracting(one -> one.reason())
        .asString()
        .contains("3.5.24", "3.5.26");
    assertThat(bench.nodes).extracting(one -> one.name()).noneMatch(one -> one.contains("plane-2"));
  }

  @Test
  void whatIsTakenBackBeforeAnyMemberHasItIsAnnouncedBack() {
    Bench bench = made(1);
    bench.silent.add("control-plane-2");
    ClusterSpec before = bench.cluster.spec();
    bench.revise(VersionChangeTest::next);
    turns(bench, 20);
    assertThat(bench.announced).isEqualTo(NEXT);
    assertThat(problems(bench.cluster, before)).isEmpty();
    bench.revise(_ -> before);
    bench.untilQuiet();
    assertThat(bench.announced).isEqualTo("1.34.4");
    assertThat(bench.cluster.reached()).isTrue();
    bench.silent.clear();
    bench.revise(VersionChangeTest::next);
    bench.untilQuiet();
    assertThat(bench.announced).isEqualTo(NEXT);
    assertThat(bench.cluster.reached()).isTrue();
  }

  @Test
  void nothingIsAnnouncedWhileAMemberOfTheOldVersionMayBeJoining() {
    Bench bench = made(3);
    bench.revise(spec -> spec, "control-plane-1");
    while (!bench.cluster.exists(joining(bench).token())) {
      turn(bench);
    }
    bench.silent.add("control-plane-4");
    bench.deeds.clear();
    bench.revise(VersionChangeTest::next);
    turn(bench);
    assertThat(bench.deeds).doesNotContain("announce " + NEXT);
    turns(bench, 400);
    assertThat(bench.deeds).contains("announce " + NEXT);
    assertThat(bench.cluster.reached()).isTrue();
  }

  @Test
  void noMinorIsLeftOutAndAControlPlaneDoesNotGoBack() {
    Bench bench = made(1);
    assertThat(problems(bench.cluster, bench.cluster.spec().withKubernetes("1.36.0"))).isEmpty();
    assertThat(problems(bench.cluster, bench.cluster.spec().withKubernetes("1.38.0")))
        .anySatisfy(
            one ->
                assertThat(one.toString())
                    .contains("kubernetes_version", "control-plane-1 runs 1.34.4", "1.37 first"));
    assertThat(problems(bench.cluster, bench.cluster.spec().withKubernetes("1.33.9")))
        .singleElement()
        .asString()
        .contains("does not go back to 1.33.9");
    assertThat(problems(bench.cluster, bench.cluster.spec().withKubernetes("1.34.9"))).isEmpty();
  }

  @Test
  void anOldEtcdIsRaisedMemberByMemberBeforeTheNextMinorBringsAnotherOne() {
    Bench bench = made("1.33.13", 3);
    assertThat(etcd(bench)).containsExactly("3.5.24", "3.5.24", "3.5.24");
    bench.deeds.clear();
    bench.revise(spec -> spec.withKubernetes("1.34.4"));
    assertThat(UpgradePath.of(bench.cluster).steps())
        .containsExactly(
            "control plane: Kubernetes 1.33.13 with etcd 3.5.32-0, since members of etcd before"
                + " 3.5.26 must not meet those of 3.6",
            "control plane: Kubernetes 1.34.4",
            "workers: Kubernetes 1.34.4");
    untilReached(bench);
    assertThat(announcements(bench))
        .containsExactly("announce 1.33.13 with etcd 3.5.32-0", "announce 1.34.4");
    assertThat(etcd(bench)).containsExactly("3.6.5", "3.6.5", "3.6.5");
    assertThat(bench.deeds).filteredOn(deed -> deed.startsWith("member")).hasSize(6);
    assertThat(bench.deeds).filteredOn(deed -> deed.contains("-worker-")).hasSize(1);
    assertThat(UpgradePath.of(bench.cluster).steps()).isEmpty();
  }

  @Test
  void whatWasRaisedStaysRaisedWhenTheUpgradeIsTakenBack() {
    Bench bench = made("1.33.13", 1);
    ClusterSpec before = bench.cluster.spec();
    bench.revise(spec -> spec.withKubernetes("1.34.4"));
    while (bench.announcedEtcd.isEmpty()) {
      turn(bench);
    }
    bench.revise(_ -> before);
    untilReached(bench);
    assertThat(etcd(bench)).containsExactly("3.5.32");
    assertThat(bench.announced).isEqualTo("1.33.13");
    bench.revise(spec -> spec.withKubernetes("1.34.4"));
    untilReached(bench);
    assertThat(etcd(bench)).containsExactly("3.6.5");
  }

  @Test
  void theControlPlaneGoesMinorByMinorAndEachWorkerIsReplacedOnce() {
    Bench bench = made("1.33.13", 1);
    bench.deeds.clear();
    bench.revise(VersionChangeTest::next);
    untilReached(bench);
    assertThat(announcements(bench))
        .containsExactly(
            "announce 1.33.13 with etcd 3.5.32-0", "announce 1.34.11", "announce " + NEXT);
    assertThat(bench.deeds).containsSubsequence("add-ons 1.34.11", "announce " + NEXT);
    assertThat(bench.deeds).filteredOn(deed -> deed.contains("-worker-")).hasSize(1);
    assertThat(bench.cluster.machines().values())
        .allMatch(one -> one.blueprint().kubernetesVersion().equals(NEXT));
  }

  @Test
  void workersThatAreTooOldForTheNextMinorGoFirst() {
    Bench bench = made("1.31.14", 1);
    bench.deeds.clear();
    bench.revise(spec -> spec.withKubernetes(NEXT));
    assertThat(UpgradePath.of(bench.cluster).steps())
        .containsExactly(
            "control plane: Kubernetes 1.32.13",
            "control plane: Kubernetes 1.33.13 with etcd 3.5.32-0",
            "control plane: Kubernetes 1.34.11",
            "workers that are too old for what follows: Kubernetes 1.34.11",
            "control plane: Kubernetes " + NEXT,
            "workers: Kubernetes " + NEXT);
    untilReached(bench);
    assertThat(bench.deeds).filteredOn(deed -> deed.contains("-worker-")).hasSize(2);
    assertThat(
            bench.deeds.stream()
                .filter(deed -> deed.contains("-worker-") || deed.startsWith("announce"))
                .map(deed -> deed.replaceFirst("server .*worker-", "worker ")))
        .containsExactly(
            "announce 1.32.13",
            "announce 1.33.13 with etcd 3.5.32-0",
            "announce 1.34.11",
            "worker 1",
            "announce " + NEXT,
            "worker 2");
  }

  private static List<String> announcements(Bench bench) {
    return bench.deeds.stream().filter(deed -> deed.startsWith("announce")).toList();
  }

  private static List<String> etcd(Bench bench) {
    return bench.etcd.stream()
        .flatMap(one -> one.status().stream())
        .map(EtcdMember.Status::version)
        .toList();
  }

  private static void untilReached(Bench bench) {
    for (int turn = 0; turn < 2000 && !bench.cluster.reached(); turn++) {
      turn(bench);
    }
    assertThat(bench.cluster.reached()).as("%s", bench.cluster.waits()).isTrue();
  }

  private static Machine joining(Bench bench) {
    return bench.cluster.machinesOf("control-plane").getLast();
  }

  private static List<Problem> problems(Cluster cluster, ClusterSpec next) {
    return RevisionRules.problems(cluster, next);
  }

  /** Workers with a version that not every member of the control plane has. */
  private static List<Machine> newerWorkers(Bench bench) {
    boolean all =
        bench.cluster.machines().values().stream()
            .filter(one -> one.role() == Role.CONTROL_PLANE && one.state().keeps())
            .allMatch(one -> one.blueprint().kubernetesVersion().equals(NEXT));
    return bench.cluster.machinesOf("worker").stream()
        .filter(one -> !all && one.blueprint().kubernetesVersion().equals(NEXT))
        .toList();
  }

  private static ClusterSpec next(ClusterSpec spec) {
    ClusterSpec changed = spec.withKubernetes(NEXT);
    for (NodeGroup group : spec.groups()) {
      changed = changed.with(group.madeOf(group.flavor(), "image-1.35"));
    }
    return changed;
  }

  private static Bench made(String version, int members) {
    Bench bench = new Bench(members, 1);
    bench.announced = version;
    bench.playsEtcd = true;
    bench.revise(spec -> spec.withKubernetes(version));
    bench.untilQuiet();
    return bench;
  }

  private static Bench made(int members) {
    Bench bench = new Bench(members, 1);
    bench.playsEtcd = true;
    bench.untilQuiet();
    return bench;
  }

  private static void turns(Bench bench, int turns) {
    IntStream.range(0, turns).forEach(_ -> turn(bench));
  }

  private static void turn(Bench bench) {
    bench.turn();
    bench.pass(Duration.ofSeconds(1));
  }
}
