package io.caisson.service.bootstrap.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureGatesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Warp=true | 1.34.4 | Kubernetes 1.34.4 has no feature gate 'Warp'",
        "InPlacePodVerticalScaling=true | 1.26.15 | feature gate 'InPlacePodVerticalScaling' came"
            + " with Kubernetes 1.27; the cluster is to have 1.26.15",
        "NodeSwap=false | 1.34.4 | feature gate 'NodeSwap' cannot be set since Kubernetes 1.34;"
            + " leave it out for 1.34.4"
      })
  void aGateThatTheReleaseDoesNotLetBeSetIsRefusedBySayingWhy(
      String text, String version, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeatureGates.parse(text).check(KubernetesVersion.parse(version)))
        .withMessage(problem);
  }

  @Test
  void aGateThatTheReleaseHasPasses() {
    FeatureGates gates = FeatureGates.parse("NodeSwap=true, InPlacePodVerticalScaling=false");
    assertThatCode(() -> gates.check(KubernetesVersion.parse("1.33.13")))
        .doesNotThrowAnyException();
    assertThat(gates.argument()).isEqualTo("InPlacePodVerticalScaling=false,NodeSwap=true");
  }

  @Test
  void noGateIsNothing() {
    assertThat(FeatureGates.parse(" ")).isEqualTo(FeatureGates.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"NodeSwap", "NodeSwap=yes", "=true", "A=true,", "A B=true", "A=true=false"})
  void whatIsNoGateIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> FeatureGates.parse(text));
  }

  @Test
  void everyKnownGateHasAPlausibleLife() {
    assertThat(KnownGates.ALL).hasSizeGreaterThan(200);
    assertThat(KnownGates.ALL.values())
        .allMatch(gate -> gate.fixedSince().map(fixed -> fixed >= gate.since()).orElse(true));
  }
}
