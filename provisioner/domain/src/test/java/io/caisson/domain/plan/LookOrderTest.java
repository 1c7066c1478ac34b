package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LookOrderTest {
  private static final Resource SERVER =
      Resource.given(ResourceKey.parse("server/worker-1"), "server-1");
  private static final LookOrder LEAST =
      new LookOrder(false, false, Set.of(), List.of(), Optional.empty(), false, List.of());
  private static final LookOrder MOST =
      new LookOrder(
          true,
          true,
          Set.of(Kind.VOLUME),
          List.of(SERVER),
          Optional.of("203.0.113.7"),
          true,
          List.of(SERVER));

  @Test
  void whatAsksForAllAnswersWhatAsksForLess() {
    assertThat(MOST.covers(MOST)).isTrue();
    assertThat(MOST.covers(LEAST)).isTrue();
    assertThat(LEAST.covers(LEAST)).isTrue();
  }

  @Test
  void whateverMoreIsAskedForIsLacking() {
    List<LookOrder> more =
        List.of(
            new LookOrder(true, false, Set.of(), List.of(), Optional.empty(), false, List.of()),
            new LookOrder(false, true, Set.of(), List.of(), Optional.empty(), false, List.of()),
            new LookOrder(
                false, false, Set.of(Kind.VOLUME), List.of(), Optional.empty(), false, List.of()),
            new LookOrder(
                false, false, Set.of(), List.of(SERVER), Optional.empty(), false, List.of()),
            new LookOrder(
                false, false, Set.of(), List.of(), Optional.of("203.0.113.7"), false, List.of()),
            new LookOrder(false, false, Set.of(), List.of(), Optional.empty(), true, List.of()),
            new LookOrder(
                false, false, Set.of(), List.of(), Optional.empty(), false, List.of(SERVER)));
    assertThat(more).noneMatch(LEAST::covers).allMatch(MOST::covers);
  }

  @Test
  void anotherPlaceOfTheApiIsAnotherQuestion() {
    LookOrder moved =
        new LookOrder(
            false, false, Set.of(), List.of(), Optional.of("203.0.113.8"), false, List.of());
    assertThat(MOST.covers(moved)).isFalse();
  }

  @Test
  void whatWasToldOfNeedNotBeAskedOfAClusterAtRest() {
    Bench bench = new Bench(2);
    bench.untilQuiet();
    assertThat(asked(bench, false)).as("nobody tells").isPresent();
    assertThat(asked(bench, true)).as("it rests").isEmpty();
    bench.commit(
        List.of(
            new ClusterRecord.MachineMoved(
                MachineId.parse("worker-1"), MachineState.JOINED, "", bench.now)));
    assertThat(asked(bench, true)).as("a machine is not Ready").isPresent();
  }

  @Test
  void anApiThatHasToldOfAllIsAskedWhenAMachineIsToGo() {
    Bench bench = new Bench(2);
    bench.untilQuiet();
    bench.commit(
        List.of(
            new ClusterRecord.MachineMarked(
                MachineId.parse("worker-1"), Mark.REPLACE, "somebody", bench.now)));
    assertThat(asked(bench, true)).isPresent();
  }

  @Test
  void aMachineThatIsToStayAsksForNothing() {
    Bench bench = new Bench(2);
    bench.untilQuiet();
    bench.commit(
        List.of(
            new ClusterRecord.MachineMarked(
                MachineId.parse("worker-1"), Mark.PROTECT, "somebody", bench.now)));
    assertThat(asked(bench, true)).isEmpty();
  }

  @Test
  void aClusterAtRestIsAskedForItsServersAlone() {
    Bench bench = new Bench(2);
    assertThat(LookOrder.of(bench.cluster, bench.policy, bench.now, true).isLeast()).isFalse();
    bench.untilQuiet();
    assertThat(LookOrder.of(bench.cluster, bench.policy, bench.now, true).isLeast()).isTrue();
    assertThat(order(bench).isLeast()).isFalse();
    assertThat(MOST.isLeast()).isFalse();
  }

  @Test
  void timeHasNoPartInDecisionsAboutAClusterAtRest() {
    Bench bench = new Bench(2);
    assertThat(Planner.isTimeless(bench.cluster, bench.now)).as("it is made").isFalse();
    bench.untilQuiet();
    Instant later = bench.now.plus(Duration.ofHours(1));
    assertThat(Planner.isTimeless(bench.cluster, later)).isTrue();
    bench.commit(
        List.of(new ClusterRecord.HoldPlaced(new Hold("zone/a", "full", false, bench.now))));
    assertThat(Planner.isTimeless(bench.cluster, later)).as("a hold may be lifted").isFalse();
  }

  private static Optional<String> asked(Bench bench, boolean told) {
    return LookOrder.of(bench.cluster, bench.policy, bench.now, told).api();
  }

  @Test
  void whatChangesOnlyWhileWeActIsNotListedWhileServersBoot() {
    Bench bench = new Bench(2);
    assertThat(order(bench).ports()).as("addresses of others may be taken").isTrue();
    bench.untilQuiet();
    ResourceKey server = bench.machine("worker-1").server();
    ResourceKey group = new ResourceKey(Kind.SERVER_GROUP, "worker");
    bench.commit(List.of(new ClusterRecord.ResourceSeen(group, "g", Optional.empty(), bench.now)));
    bench.commit(
        List.of(
            new ClusterRecord.MachineMoved(
                MachineId.parse("worker-1"), MachineState.CREATING, "", bench.now)));
    assertThat(order(bench).ports()).as("it boots").isFalse();
    assertThat(order(bench).accessories()).isEmpty();
    bench.commit(List.of(new ClusterRecord.ResourceAbsent(server, "", bench.now)));
    assertThat(order(bench).ports()).as("it is to be made").isTrue();
    assertThat(order(bench).accessories()).containsExactly(Kind.SERVER_GROUP);
  }

  @Test
  void whatWasMissedOnceIsListedAgain() {
    Bench bench = new Bench(2);
    bench.untilQuiet();
    assertThat(order(bench).ports()).isFalse();
    ResourceKey port = new ResourceKey(Kind.PORT, "worker-1");
    bench.commit(List.of(new ClusterRecord.ResourceMissed(port)));
    assertThat(order(bench).ports()).isTrue();
  }

  private static LookOrder order(Bench bench) {
    return LookOrder.of(bench.cluster, bench.policy, bench.now);
  }
}
