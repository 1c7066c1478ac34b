package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.Machine.Stage;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.Wait;
import io.caisson.spi.kubernetes.KubernetesApi.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverdueTest {
  private static final MachineId FIRST = new MachineId("control-plane", 1);
  private Bench bench = new Bench(0);

  @ParameterizedTest
  @CsvSource({
    "NONE, 5, to reach Caisson's guest listener",
    "BOOTED, 2, to ask for its bundle",
    "BUNDLE_HANDED_OUT, 2, its bundle has arrived",
    "BUNDLE_RECEIVED, 10, to prepare the machine",
    "KUBEADM_STARTED, 14, kubeadm to make a Node"
  })
  void aMachineIsNamedWithinTheLimitOfItsStage(Stage stage, int minutes, String waits) {
    stuckAt(stage);
    go(Duration.ofMinutes(minutes).minusSeconds(20));
    assertThat(first().state()).isEqualTo(MachineState.BOOTING);
    assertThat(bench.consolesRead).isZero();
    go(Duration.ofSeconds(40));
    assertThat(first().state()).isEqualTo(MachineState.FAILED);
    assertThat(first().reason()).contains(minutes + " minutes", waits);
    assertThat(bench.hold("machine/control-plane-1").reason()).contains(waits);
  }

  @Test
  void theConsoleOfASilentMachineIsReadOnceAndSaysWhy() {
    bench.console = "[  12.3] cloud-init: Failed to get metadata\r\n\u001b[1;32mlogin:\u001b[0m \n";
    stuckAt(Stage.NONE);
    go(Duration.ofMinutes(20));
    assertThat(bench.consolesRead).isEqualTo(1);
    assertThat(first().reason())
        .endsWith("its console:\n[  12.3] cloud-init: Failed to get metadata\nlogin:");
  }

  @Test
  void anEmptyConsoleIsSaidToBeEmpty() {
    stuckAt(Stage.NONE);
    go(Duration.ofMinutes(6));
    assertThat(first().reason()).endsWith("its console shows nothing");
  }

  @Test
  void withoutItsConsoleNoMachineFails() {
    stuckAt(Stage.NONE);
    bench.pass(Duration.ofMinutes(10));
    Sight early = bench.sight(bench.cluster.version(), bench.now.minus(Duration.ofMinutes(9)));
    bench.decideOn(early);
    assertThat(first().state()).isEqualTo(MachineState.BOOTING);
  }

  @Test
  void aStageThatIsReachedBeginsAnew() {
    stuckAt(Stage.BOOTED);
    go(Duration.ofSeconds(100));
    bench.tell(FIRST, Stage.BUNDLE_HANDED_OUT);
    go(Duration.ofSeconds(100));
    assertThat(first().state()).isEqualTo(MachineState.BOOTING);
  }

  @Test
  void itsWaitHasTheDeadlineOfItsStage() {
    stuckAt(Stage.BUNDLE_RECEIVED);
    bench.decide();
    Wait wait = Optional.ofNullable(bench.cluster.waits().get("control-plane-1")).orElseThrow();
    assertThat(wait.reason()).contains("prepare the machine");
    assertThat(Duration.between(wait.since(), wait.deadline())).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void aJoiningMachineIsNotBlamedForAnApiThatDoesNotAnswer() {
    bench = new Bench(1);
    bench.silent.add("worker-1");
    bench.untilQuiet();
    bench.tell(new MachineId("worker", 1), Stage.KUBEADM_STARTED);
    bench.apiAnswers = false;
    go(Duration.ofMinutes(30));
    assertThat(bench.machine("worker-1").state()).isEqualTo(MachineState.BOOTING);
    bench.apiAnswers = true;
    go(Duration.ofSeconds(10));
    assertThat(bench.machine("worker-1").state()).isEqualTo(MachineState.FAILED);
  }

  @Test
  void anApiThatOnlyTheServiceCannotReachIsAHoldThatCanBeLifted() {
    stuckAt(Stage.KUBEADM_DONE);
    go(Duration.ofMinutes(6));
    assertThat(bench.hold("slow/control-plane-1").reason())
        .contains("5 minutes", "does not answer the service at 203.0.113.5 (connection refused)");
    assertThat(first().state()).isEqualTo(MachineState.BOOTING);
    bench.silent.clear();
    bench.untilQuiet();
    assertThat(bench.cluster.completed()).isPresent();
    assertThat(bench.cluster.holds()).isEmpty();
  }

  @Test
  void aNodeThatDoesNotBecomeReadyIsNamed() {
    stuckAt(Stage.KUBEADM_DONE);
    bench.apiAnswers = true;
    bench.nodes.add(
        new Node(first().name(), "uid", false, "v1.34.4", "", List.of(first().address())));
    go(Duration.ofMinutes(6));
    assertThat(bench.hold("slow/control-plane-1").reason()).contains("to become Ready");
    assertThat(bench.hold("slow/control-plane-1").fatal()).isFalse();
  }

  private Machine first() {
    return bench.machine("control-plane-1");
  }

  /** The first machine's server runs, and its guest says no more than this. */
  private void stuckAt(Stage stage) {
    bench.silent.add("control-plane-1");
    turn(Duration.ofMillis(1));
    while (!bench.cluster.present(first().server()) || first().state() != MachineState.BOOTING) {
      turn(Duration.ofMillis(1));
    }
    if (stage != Stage.NONE) {
      bench.tell(FIRST, stage);
    }
  }

  private void go(Duration time) {
    for (long second = 0; second < time.toSeconds(); second += 10) {
      turn(Duration.ofSeconds(10));
    }
  }

  private void turn(Duration pause) {
    for (Effect effect : bench.decide()) {
      boolean add = effect.order() instanceof Order.ApplyAddOn;
      bench.settle(
          effect,
          add
              ? new Outcome.Failed(Outcome.Retry.SOON, "503")
              : new Outcome.Done(bench.carryOut(effect)));
    }
    bench.pass(pause);
  }
}
