package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What a call left behind whose answer was lost, and that nobody wants any more. */
class TracesTest {
  private final Bench bench = new Bench(3);

  @Test
  void aTokenThatWasPerhapsMadeGoesWithItsMachine() {
    bench.untilQuiet();
    bench.resize(4);
    turns(20, effect -> effect.order() instanceof Order.PutBootstrapToken);
    assertThat(bench.cluster.resources().keySet().toString()).contains("token/worker-4");

    bench.resize(3, "worker-4");
    bench.untilQuiet();

    assertThat(bench.cluster.machines().keySet().toString()).doesNotContain("worker-4");
    assertThat(bench.cluster.reached()).isTrue();
  }

  @Test
  void aNodeThatWasPerhapsCordonedTakesPodsAgain() {
    bench.untilQuiet();
    MachineId worker = new MachineId("worker", 1);
    bench.commit(List.of(new ClusterRecord.MachineMarked(worker, Mark.DRAIN, "tester", bench.now)));
    turns(5, effect -> effect.order() instanceof Order.Cordon);
    assertThat(bench.cordoned).hasSize(1);

    bench.commit(List.of(new ClusterRecord.MarkRemoved(worker, "tester", bench.now)));
    bench.untilQuiet();

    assertThat(bench.cordoned).isEmpty();
  }

  /** Such calls are carried out, and nobody knows; a second cordon is said to have failed. */
  private void turns(int number, Predicate<Effect> lost) {
    for (int turn = 0; turn < number; turn++) {
      for (Effect effect : bench.decide()) {
        Outcome outcome = bench.outcome(effect);
        bench.settle(effect, lost.test(effect) ? answer(effect) : outcome);
      }
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
  }

  private static Outcome answer(Effect effect) {
    return effect.attempt() % 2 == 1 || effect.order() instanceof Order.PutBootstrapToken
        ? new Outcome.InDoubt("time-out")
        : new Outcome.Failed(Outcome.Retry.SOON, "refused");
  }
}
