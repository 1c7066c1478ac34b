package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.operation.ClusterStatus;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LatenessTest {
  @Test
  void byOverrideTheServerGoesAtTheDeadlineAndNotBefore() {
    Bench bench = blocked("override");
    bench.untilQuiet();
    assertThat(bench.machine("worker-2").state()).isEqualTo(MachineState.LEAVING);

    bench.pass(Duration.ofMinutes(10));
    bench.untilQuiet();
    assertThat(bench.cluster.machines().keySet().toString()).doesNotContain("worker-2");
    assertThat(bench.servers).hasSize(2);
    assertThat(bench.cluster.holds()).isEmpty();
  }

  @Test
  void byFailTheNodeIsGivenBackAndTheChangeHasFailed() {
    Bench bench = blocked("fail");
    bench.untilQuiet();
    assertThat(bench.cordoned).hasSize(1);

    bench.pass(Duration.ofMinutes(10));
    bench.untilQuiet();
    assertThat(bench.hold("drain/worker-2").fatal()).isTrue();
    assertThat(bench.hold("drain/worker-2").reason())
        .contains("10 minutes", "PodDisruptionBudget web", "ask for the change again");
    assertThat(bench.cordoned).as("its Node takes pods again").isEmpty();
    assertThat(bench.servers).as("nothing goes").hasSize(3);
    assertThat(ClusterStatus.of(bench.cluster, bench.now).state())
        .isEqualTo(ClusterStatus.State.UPDATE_FAILED);
  }

  @Test
  void whoAsksAgainGivesItItsTimeOnceMore() {
    Bench bench = blocked("fail");
    bench.untilQuiet();
    bench.pass(Duration.ofMinutes(10));
    bench.untilQuiet();

    bench.resize(1);
    bench.untilQuiet();
    assertThat(bench.cordoned).as("it is drained again").hasSize(1);
    assertThat(bench.cluster.holds()).isEmpty();

    bench.full.clear();
    bench.untilQuiet();
    assertThat(bench.servers).hasSize(2);
    assertThat(bench.cluster.reached()).isTrue();
  }

  /** Whoever asks again while the Node is being given back must not find it open to new pods. */
  @Test
  void aNodeWhoseCordonMayBeUndoneIsCordonedAnewBeforeItIsDrained() {
    Bench bench = blocked("fail");
    bench.untilQuiet();
    bench.pass(Duration.ofMinutes(10));
    Effect undo = untilUndone(bench);

    bench.cordoned.clear();
    bench.settle(undo, new Outcome.Failed(Outcome.Retry.SOON, "no answer"));
    bench.resize(1);
    bench.full.clear();
    bench.untilQuiet();

    assertThat(bench.servers).as("the bench drains no Node that takes pods").hasSize(2);
    assertThat(bench.cluster.reached()).isTrue();
  }

  /** Plays on until the cordon is taken back; that effect is not carried out. */
  private static Effect untilUndone(Bench bench) {
    for (int turn = 0; turn < 100; turn++) {
      List<Effect> effects = bench.decide();
      for (Effect effect : effects) {
        if (effect.key().kind() == ResourceKey.Kind.CORDON) {
          return effect;
        }
        bench.settle(effect, bench.outcome(effect));
      }
      bench.pass(Duration.ofSeconds(1));
    }
    throw new AssertionError("the Node is not given back");
  }

  @Test
  void aClusterThatIsDeletedHoldsNoDrainAgainstItself() {
    Bench bench = blocked("wait");
    bench.untilQuiet();
    bench.pass(Duration.ofMinutes(10));
    bench.untilQuiet();
    assertThat(bench.hold("drain/worker-2").fatal()).isFalse();

    bench.commit(List.of(new ClusterRecord.DeletionRequested("tester", bench.now)));
    bench.decide();
    assertThat(bench.cluster.holds()).doesNotContainKey("drain/worker-2");
  }

  /** A cluster one of whose two workers is to leave, and cannot. */
  private static Bench blocked(String late) {
    Bench bench = ResizeTest.made(2);
    SortedMap<String, String> labels = new TreeMap<>(bench.cluster.spec().labels());
    labels.put("drain_late", late);
    labels.put("drain_deadline", "10m");
    bench.revise(spec -> Bench.labelled(spec, labels));
    bench.untilQuiet();
    bench.full.add(bench.machine("worker-2").name());
    bench.resize(1);
    return bench;
  }
}
