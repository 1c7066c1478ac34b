package io.caisson.service.bootstrap.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.caisson.service.bootstrap.Golden;
import io.caisson.service.bootstrap.Samples;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeadmConfigurationTest {
  @Test
  void theFirstControlPlaneIsToldSo() {
    Golden.assertEqual("kubeadm-init.yaml", configuration(Samples.init("1.34.4")));
  }

  @Test
  void aWorkerIsToldSo() {
    Golden.assertEqual("kubeadm-join-worker.yaml", configuration(Samples.worker("1.34.4")));
  }

  @Test
  void aFurtherControlPlaneIsToldSo() {
    Golden.assertEqual("kubeadm-join-control-plane.yaml", configuration(Samples.member("1.34.4")));
  }

  /** Its keys are in its bundle: they are never uploaded to the cluster's Secret kubeadm-certs. */
  @Test
  void aFurtherControlPlaneNeedsNoCertificateKey() {
    assertThat(configuration(Samples.init("1.34.4"))).doesNotContain("certificateKey");
    assertThat(configuration(Samples.member("1.34.4")))
        .doesNotContain("certificateKey")
        .contains("controlPlane:");
  }

  @Test
  void onlyOldReleasesAreToldToUseTheirOwnApiServer() {
    assertThat(configuration(Samples.init("1.32.0")))
        .contains("ControlPlaneKubeletLocalMode: true");
    assertThat(configuration(Samples.init("1.36.3"))).doesNotContain("ControlPlaneKubelet");
  }

  @Test
  void aReleaseWithoutADialectIsRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KubeadmDialect.of(KubernetesVersion.parse("v1.14.10")))
        .withMessage(
            "Kubernetes 1.14.10 cannot be installed: 1.15 is the oldest release that Caisson"
                + " configures");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.34", "2.0.0", "1.34.4-rc.1", "1.34.x", "1.34.4\n", "1.99999.1"})
  void whatIsNoVersionIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> KubernetesVersion.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"node-role.kubernetes.io/worker", "kubernetes.io/x", "a.k8s.io/b"})
  void aLabelThatAKubeletMayNotSetIsRefused(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> node("n1", Map.of(key, "")))
        .withMessageContaining(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "N1", "n1.x", "-n", "n-", "n\n1", "n1; reboot"})
  void whatIsNoNodeNameIsRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> node(name, Map.of()));
  }

  @Test
  void ipv6EndpointsStandInBrackets() {
    assertThat(new Endpoint("2001:db8::1", 6443).text()).isEqualTo("[2001:db8::1]:6443");
  }

  @Test
  void aJoinMustKnowAnAuthority() {
    var token = Samples.worker("1.34.4").discovery().token();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Discovery(Samples.ENDPOINT, token, ""));
  }

  @Test
  void mintedTokensHaveTheFormOfKubernetesAndDiffer() {
    BootstrapTokens tokens = new BootstrapTokens(new SecureRandom());
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      seen.add(tokens.mint("m", Samples.NOW).text());
    }
    assertThat(seen).hasSize(1_000).allMatch(t -> t.matches("[a-z0-9]{6}\\.[a-z0-9]{16}"));
  }

  private static NodeRegistration node(String name, Map<String, String> labels) {
    return new NodeRegistration(name, "10.0.0.1", Optional.empty(), "unix:///x", labels, List.of());
  }

  private static String configuration(NodeOrder order) {
    return KubeadmDialect.of(order.version()).configuration(order, ControlGroups.V2);
  }
}
