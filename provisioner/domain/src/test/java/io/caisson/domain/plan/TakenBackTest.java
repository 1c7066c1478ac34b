package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who leaves first when a change is taken back, and whatever follows that. */
class TakenBackTest {
  @Test
  void anotherNumberOfMachinesDoesNotTurnTheOrderOfARollback() {
    Bench bench = rolled("worker", "next");
    goBack(bench, 1);
    while (bench.cluster.grants().isEmpty()) {
      bench.turn();
    }
    bench.resize(4);
    assertThat(leave(bench, "worker")).containsExactly(6, 5, 4);
    assertThat(images(bench, "worker")).containsOnly("image").hasSize(4);
  }

  @Test
  void whatWasTakenBackLeavesBeforeWhatWasThereBefore() {
    Bench bench = made();
    ask(bench, image(bench, "worker", "next"), Optional.empty());
    while (images(bench, "worker").stream().filter("next"::equals).count() < 2) {
      bench.turn();
    }
    goBack(bench, 1);
    ask(bench, image(bench, "worker", "third"), Optional.empty());
    List<Integer> order = leave(bench, "worker");
    assertThat(order.subList(order.indexOf(5), order.size())).containsExactly(5, 4, 2, 3);
    assertThat(images(bench, "worker")).containsOnly("third").hasSize(3);
  }

  @Test
  void whatIsWantedAgainIsTakenBackNoMore() {
    Bench bench = rolled("worker", "next");
    goBack(bench, 1);
    ask(bench, image(bench, "worker", "next"), Optional.empty());
    bench.untilQuiet();
    ask(bench, image(bench, "worker", "third"), Optional.empty());
    assertThat(leave(bench, "worker")).containsExactly(4, 5, 6);
  }

  @Test
  void theControlPlaneGoesBackInTheSameOrder() {
    Bench bench = rolled("control-plane", "next");
    goBack(bench, 1);
    assertThat(leave(bench, "control-plane")).containsExactly(6, 5, 4);
    assertThat(images(bench, "control-plane")).containsOnly("image").hasSize(3);
    assertThat(bench.cluster.reached()).isTrue();
  }

  private static Bench made() {
    Bench bench = new Bench(3, 3);
    bench.playsEtcd = true;
    bench.untilQuiet();
    return bench;
  }

  private static Bench rolled(String group, String image) {
    Bench bench = made();
    ask(bench, image(bench, group, image), Optional.empty());
    leave(bench, group);
    assertThat(bench.cluster.reached()).isTrue();
    return bench;
  }

  private static ClusterSpec image(Bench bench, String group, String image) {
    NodeGroup old = bench.cluster.spec().group(group).orElseThrow();
    return bench.cluster.spec().with(old.madeOf(old.flavor(), image));
  }

  private static void goBack(Bench bench, int to) {
    ClusterSpec restored =
        bench.cluster.revisions().stream()
            .filter(one -> one.number() == to)
            .findFirst()
            .orElseThrow()
            .spec();
    ask(bench, restored, Optional.of(to));
  }

  private static void ask(Bench bench, ClusterSpec spec, Optional<Integer> restores) {
    int number = bench.cluster.revision().number() + 1;
    bench.commit(
        List.of(
            new ClusterRecord.Revised(
                new Revision(
                    number, spec, "tester", bench.now, Pace.DEFAULT, restores, Optional.empty()))));
  }

  /** The numbers of those that leave, in the order in which they begin to. */
  private static List<Integer> leave(Bench bench, String group) {
    List<Integer> order = new ArrayList<>();
    for (int turn = 0; turn < 300; turn++) {
      bench.turn();
      bench.cluster.machinesOf(group).stream()
          .filter(one -> !one.state().stays() && !order.contains(one.id().number()))
          .forEach(one -> order.add(one.id().number()));
    }
    return order;
  }

  private static List<String> images(Bench bench, String group) {
    return bench.cluster.machinesOf(group).stream().map(one -> one.blueprint().image()).toList();
  }
}
