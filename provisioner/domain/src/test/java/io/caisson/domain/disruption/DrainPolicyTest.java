package io.caisson.domain.disruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.caisson.domain.disruption.DrainPolicy.Behaviour;
import io.caisson.domain.disruption.DrainPolicy.Late;
import io.caisson.spi.kubernetes.LabelSelector;
import io.caisson.spi.kubernetes.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrainPolicyTest {
  @Test
  void aClusterThatSaysNothingWaitsAndEvictsAll() {
    DrainPolicy policy = DrainPolicy.of(Map.of());
    assertThat(policy).isEqualTo(DrainPolicy.USUAL);
    assertThat(policy.rule(pod(Map.of())).behaviour()).isEqualTo(Behaviour.DRAIN);
    assertThat(policy.rule(pod(Map.of())).order()).isZero();
  }

  @Test
  void theFirstRuleThatSelectsAPodCounts() {
    DrainPolicy policy =
        DrainPolicy.of(
            Map.of(
                "drain_deadline", "2h",
                "drain_late", "override",
                "drain_rules",
                    "skip:app=agent | wait-completed:queue=train&tier=gpu | -5:app=web |"
                        + " 10:app=web"));
    assertThat(policy.deadline()).isEqualTo(Duration.ofHours(2));
    assertThat(policy.late()).isEqualTo(Late.OVERRIDE);
    assertThat(policy.rule(pod(Map.of("app", "agent"))).behaviour()).isEqualTo(Behaviour.SKIP);
    assertThat(policy.rule(pod(Map.of("queue", "train"))).behaviour()).isEqualTo(Behaviour.DRAIN);
    assertThat(policy.rule(pod(Map.of("queue", "train", "tier", "gpu"))).behaviour())
        .isEqualTo(Behaviour.WAIT_COMPLETED);
    assertThat(policy.rule(pod(Map.of("app", "web"))).order()).isEqualTo(-5);
  }

  @Test
  void aPodsOwnLabelCountsBeforeAllRules() {
    DrainPolicy policy = DrainPolicy.of(Map.of("drain_rules", "10:app=web"));
    assertThat(policy.rule(pod(Map.of("app", "web", "cluster.x-k8s.io/drain", "skip"))).behaviour())
        .isEqualTo(Behaviour.SKIP);
    assertThat(policy.rule(pod(Map.of("caisson.io/drain", "wait-completed"))).behaviour())
        .isEqualTo(Behaviour.WAIT_COMPLETED);
    assertThat(policy.rule(pod(Map.of("app", "web", "caisson.io/drain", "what"))).order())
        .as("a word that nobody knows says nothing")
        .isEqualTo(10);
  }

  @Test
  void podsThatAreToCompleteAreFoundByWhatSelectsThem() {
    DrainPolicy policy =
        DrainPolicy.of(Map.of("drain_rules", "skip:app=agent | wait-completed:queue=train"));
    assertThat(policy.completing())
        .containsExactly(
            LabelSelector.of(Map.of("caisson.io/drain", "wait-completed")),
            LabelSelector.of(Map.of("cluster.x-k8s.io/drain", "wait-completed")),
            LabelSelector.of(Map.of("queue", "train")));
    assertThat(DrainPolicy.USUAL.completing()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "drain_deadline, 30",
    "drain_deadline, 0m",
    "drain_late, never",
    "drain_rules, app=web",
    "drain_rules, keep:app=web",
    "drain_rules, skip:app"
  })
  void whatCannotBeReadIsRefused(String label, String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> DrainPolicy.of(Map.of(label, value)));
    assertThat(DrainPolicy.ofKnown(Map.of(label, value))).isEqualTo(DrainPolicy.USUAL);
  }

  private static Pod pod(Map<String, String> labels) {
    return new Pod(
        new Pod.Ref("default", "p", "u"),
        "ReplicaSet",
        false,
        Pod.State.READY,
        Optional.empty(),
        labels,
        List.of());
  }
}
