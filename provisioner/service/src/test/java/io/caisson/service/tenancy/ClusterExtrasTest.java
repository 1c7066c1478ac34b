package io.caisson.service.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterExtrasTest {
  @Test
  void noLabelAsksForNothing() {
    ClusterExtras extras = ClusterExtras.of(Map.of());
    assertThat(extras.images().prefix()).isEmpty();
    assertThat(extras.backend().text()).isEqualTo("vxlan");
    assertThat(extras.gates().settings()).isEmpty();
    assertThat(extras.audit()).isFalse();
    assertThat(extras.encryption()).isFalse();
    assertThat(extras.certificateNames()).isEmpty();
  }

  @Test
  void labelsAskForExtras() {
    ClusterExtras extras =
        ClusterExtras.of(
            Map.of(
                "container_infra_prefix", "registry.example/k8s/",
                "feature_gates", "HPAScaleToZero=true",
                "audit_enabled", "True",
                "encryption_at_rest_enabled", "true",
                "certificate_names", "api.example, 192.0.2.7"));
    assertThat(extras.images().prefix()).contains("registry.example/k8s");
    assertThat(extras.gates().settings()).containsEntry("HPAScaleToZero", true);
    assertThat(extras.audit()).isTrue();
    assertThat(extras.encryption()).isTrue();
    assertThat(extras.certificateNames()).containsExactly("api.example", "192.0.2.7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "container_infra_prefix | http://registry.example | not a registry with a path",
        "flannel_backend | udp | 'udp' is none of flannel's backends here: [vxlan, host-gw]",
        "feature_gates | Warp=true | Kubernetes 1.34.4 has no feature gate 'Warp'",
        "feature_gates | NodeSwap | 'NodeSwap' is no feature gate such as",
        "audit_enabled | yes | 'yes' is neither true nor false",
        "encryption_at_rest_enabled | 1 | '1' is neither true nor false",
        "min_ready_seconds | 2m | '2m' is no number of seconds from 0 to 3600",
        "certificate_names | api.example,a b | 'a b' is no name or address"
      })
  void whatIsWrongIsToldWithItsLabel(String label, String value, String text) {
    List<Problem> problems = ClusterExtras.problems(Map.of(label, value), "1.34.4");
    assertThat(problems.stream().map(Problem::path)).containsExactly("labels." + label);
    assertThat(problems.getFirst().text()).contains(text);
  }

  @Test
  void gatesOfAVersionThatIsNoneAreNotJudgedTwice() {
    assertThat(ClusterExtras.problems(Map.of("feature_gates", "Warp=true"), "x")).isEmpty();
  }
}
