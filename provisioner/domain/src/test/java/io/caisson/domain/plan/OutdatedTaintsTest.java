package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.domain.cluster.Revision;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OutdatedTaintsTest {
  private final Bench bench = new Bench(3);

  @Test
  void workersThatAreToBeReplacedAreTaintedBeforeTheFirstOfThemIsDrained() {
    bench.untilQuiet();
    roll("worker", "image-2");
    bench.turn();
    assertThat(bench.outdated).hasSize(3).allMatch(name -> name.contains("worker"));
    assertThat(bench.cordoned).isEmpty();
    bench.untilQuiet();
    assertThat(bench.cluster.reached()).isTrue();
    assertNothingIsLeft();
  }

  @Test
  void aMachineThatIsNoMoreOutdatedLosesItsTaint() {
    bench.untilQuiet();
    bench.silent.add("worker-4");
    roll("worker", "bad");
    bench.untilQuiet();
    assertThat(bench.outdated).hasSize(3);
    roll("worker", "image");
    bench.untilQuiet();
    assertThat(bench.cluster.machines().keySet().toString()).contains("worker-1", "worker-3");
    assertNothingIsLeft();
  }

  /** Its answer may have been lost on the way. */
  @Test
  void aTaintWhoseMakingFailedIsTakenOffAllTheSame() {
    bench.untilQuiet();
    bench.silent.add("worker-4");
    roll("worker", "bad");
    for (int turn = 0; turn < 200; turn++) {
      turn(true);
    }
    assertThat(bench.outdated).hasSize(3);
    roll("worker", "image");
    bench.untilQuiet();
    assertNothingIsLeft();
  }

  @Test
  void aRollWaitsForNoTaintAndSaysNothingOfThoseThatFail() {
    bench.untilQuiet();
    roll("worker", "image-2");
    for (int turn = 0; turn < 200; turn++) {
      turn(true);
      assertThat(bench.cluster.waits().keySet().toString()).doesNotContain("taint");
    }
    assertThat(bench.cluster.reached()).isTrue();
    assertThat(bench.cluster.machines().keySet().toString()).doesNotContain("worker-3,");
    assertNothingIsLeft();
  }

  @Test
  void aRollGoesOnWhileCallsAboutTaintsAreNotAnswered() {
    bench.untilQuiet();
    roll("worker", "image-2");
    for (int turn = 0; turn < 200; turn++) {
      List<Effect> effects = bench.decide();
      effects.stream()
          .filter(effect -> effect.key().kind() != Kind.OUTDATED_TAINT)
          .forEach(effect -> bench.settle(effect, bench.outcome(effect)));
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(bench.cluster.reached()).isTrue();
  }

  @Test
  void aFewAtATimeLeaveTheRoomToOthers() {
    Bench many = new Bench(40);
    many.untilQuiet();
    revise(many, "worker", "image-2");
    List<Effect> effects = many.decide();
    assertThat(effects).filteredOn(OutdatedTaintsTest::isTaint).hasSize(8);
    assertThat(many.decide()).noneMatch(OutdatedTaintsTest::isTaint);
    effects.forEach(effect -> many.settle(effect, many.outcome(effect)));
    assertThat(many.decide()).filteredOn(OutdatedTaintsTest::isTaint).hasSize(8);
  }

  @Test
  void membersOfTheControlPlaneAreNotTainted() {
    bench.playsEtcd = true;
    bench.untilQuiet();
    roll("control-plane", "image-2");
    for (int turn = 0; turn < 100; turn++) {
      bench.turn();
      assertThat(bench.outdated).isEmpty();
    }
  }

  @Test
  void aTaintStaysWhileTheApiIsSilent() {
    bench.untilQuiet();
    bench.silent.add("worker-4");
    roll("worker", "bad");
    bench.untilQuiet();
    bench.apiCut = true;
    bench.untilQuiet();
    assertThat(bench.outdated).hasSize(3);
  }

  /** Each call about a taint is carried out, and its answer is lost. */
  private void turn(boolean lost) {
    for (Effect effect : bench.decide()) {
      Outcome outcome = bench.outcome(effect);
      bench.settle(
          effect,
          lost && isTaint(effect)
              ? new Outcome.Failed(Outcome.Retry.LATER, "connection reset")
              : outcome);
    }
    bench.play();
    bench.pass(Duration.ofSeconds(1));
  }

  private static boolean isTaint(Effect effect) {
    return effect.order() instanceof Order.TaintOutdated;
  }

  private void assertNothingIsLeft() {
    assertThat(bench.outdated).isEmpty();
    assertThat(new TreeSet<>(bench.cluster.resources().keySet()).toString())
        .doesNotContain("taint");
  }

  private void roll(String group, String image) {
    revise(bench, group, image);
  }

  private static void revise(Bench bench, String group, String image) {
    NodeGroup old = bench.cluster.spec().group(group).orElseThrow();
    Revision revision =
        new Revision(
            bench.cluster.revision().number() + 1,
            bench.cluster.spec().with(old.madeOf(old.flavor(), image)),
            "tester",
            bench.now,
            Pace.DEFAULT);
    bench.commit(List.of(new ClusterRecord.Revised(revision)));
  }
}
