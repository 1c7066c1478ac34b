package io.caisson.service.bootstrap.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.caisson.service.bootstrap.Samples;
import io.caisson.service.bootstrap.YamlObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextReleaseTest {
  private static final String OF_1_34 =
      """
      apiVersion: kubeadm.k8s.io/v1beta4
      kind: ClusterConfiguration
      kubernetesVersion: v1.34.4
      imageRepository: registry.example/kubernetes
      dns: {imageTag: v1.12.9}
      etcd: {local: {dataDir: /var/lib/etcd, imageTag: 3.5.26-0}}
      controllerManager: {extraArgs: [{name: v, value: '4'}]}
      scheduler: {}
      """;

  @Test
  void theVersionIsAnotherAndAllElseStays() {
    String next = NextRelease.of("1.35.4").clusterConfiguration(OF_1_34);

    Map<String, Object> expected = YamlObject.read(OF_1_34);
    expected.put("kubernetesVersion", "v1.35.4");
    assertThat(YamlObject.read(next)).isEqualTo(expected);
    assertThat(NextRelease.announced(next)).hasToString("1.35.4");
  }

  @Test
  void whatIsSoAlreadyIsTheSameText() {
    assertThat(NextRelease.of("1.34.4").clusterConfiguration(OF_1_34)).isEqualTo(OF_1_34);
    String kubelet = "kind: KubeletConfiguration\nfeatureGates: {APIServerIdentity: true}\n";
    assertThat(NextRelease.of("1.35.4").kubeletConfiguration(kubelet)).isEqualTo(kubelet);
  }

  @Test
  void etcdIsRaisedUnlessItIsNewerOrSomebodysOwn() {
    assertThat(etcd(raised("{dataDir: /d}"))).containsEntry("imageTag", "3.5.32-0");
    assertThat(etcd(raised("{imageTag: 3.5.24-0}"))).containsEntry("imageTag", "3.5.32-0");
    assertThat(etcd(raised("{imageTag: 3.5.35-0}"))).containsEntry("imageTag", "3.5.35-0");
    assertThat(etcd(raised("{imageTag: ours}"))).containsEntry("imageTag", "ours");
  }

  @Test
  void whatEtcdWasRaisedToGoesWhenItsNextMinorComes() {
    String raised = raised("{dataDir: /d}");

    assertThat(etcd(NextRelease.of("1.34.4").clusterConfiguration(raised)))
        .containsOnlyKeys("dataDir");
    assertThat(etcd(NextRelease.of("1.34.4").clusterConfiguration(raised("{imageTag: 3.5.35-0}"))))
        .containsEntry("imageTag", "3.5.35-0");
  }

  @Test
  void whatIsNoVersionOfEtcdIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NextRelease.of("1.33.13").withEtcd(Optional.of("newest")));
  }

  private static String raised(String local) {
    return NextRelease.of("1.33.13")
        .withEtcd(Optional.of("3.5.32-0"))
        .clusterConfiguration(
            """
            apiVersion: kubeadm.k8s.io/v1beta4
            kind: ClusterConfiguration
            kubernetesVersion: v1.33.13
            etcd: {local: %s}
            """
                .formatted(local));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> etcd(String configuration) {
    return (Map<String, Object>)
        ((Map<String, Object>) YamlObject.read(configuration).get("etcd")).get("local");
  }

  /** The tenant's subnets and names are the same in both, so a new cluster shows what is due. */
  @ParameterizedTest
  @CsvSource({
    "1.27.16, 1.28.15",
    "1.30.14, 1.31.14",
    "1.32.13, 1.33.13",
    "1.34.4, 1.35.4",
    "1.35.4, 1.36.4"
  })
  void aClusterThatWentOnHasWhatANewOneWouldHave(String from, String to) {
    String next = NextRelease.of(to).clusterConfiguration(document(from, "ClusterConfiguration"));

    Map<String, Object> expected = YamlObject.read(document(to, "ClusterConfiguration"));
    if (!from.startsWith("1.3") || from.startsWith("1.30")) {
      // keys that are there already are RSA
      expected.remove("encryptionAlgorithm");
    }
    assertThat(YamlObject.read(next)).isEqualTo(expected);
  }

  @Test
  void strictReadersOfTheDialectBetweenFindNothingWrong() throws IOException {
    String next =
        NextRelease.of("1.22.17")
            .clusterConfiguration(
                "dns: {type: CoreDNS}\nuseHyperKubeImage: false\n"
                    + document("1.21.14", "ClusterConfiguration"));
    assertThat(new StrictFields("v1beta3").problems(next)).isEmpty();
    assertThat(next).contains("kubeadm.k8s.io/v1beta3").contains("v1.22.17");
  }

  @Test
  void gatesThatTheReleaseDoesNotLetBeSetGo() {
    NextRelease next = NextRelease.of("1.34.4");
    String cluster =
        """
        apiVersion: kubeadm.k8s.io/v1beta4
        kubernetesVersion: v1.33.13
        apiServer: {extraArgs: [{name: feature-gates, value: 'NodeSwap=true,APIServerIdentity=true'}]}
        scheduler: {extraArgs: [{name: feature-gates, value: NodeSwap=true}, {name: v, value: '2'}]}
        featureGates: {WaitForAllControlPlaneComponents: true, EtcdLearnerMode: true}
        """;
    assertThat(next.clusterConfiguration(cluster))
        .contains("APIServerIdentity=true", "WaitForAllControlPlaneComponents: true", "name: v")
        .doesNotContain("NodeSwap", "EtcdLearnerMode");
    assertThat(next.kubeletConfiguration("featureGates: {NodeSwap: true, Own: true}"))
        .isEqualTo("featureGates:\n  Own: true\n");
    assertThat(next.proxyConfiguration("mode: iptables\nfeatureGates: {NodeSwap: true}"))
        .isEqualTo("mode: iptables\n");
  }

  @Test
  void anAnnouncementCanBeTakenBack() {
    String announced = NextRelease.of("1.35.4").clusterConfiguration(OF_1_34);
    assertThat(YamlObject.read(NextRelease.of("1.34.4").clusterConfiguration(announced)))
        .isEqualTo(YamlObject.read(OF_1_34));
  }

  @Test
  void aDialectThatTheReleaseBeforeDoesNotReadIsNotTakenBack() {
    String announced =
        NextRelease.of("1.31.14").clusterConfiguration(document("1.30.14", "ClusterConfiguration"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NextRelease.of("1.30.14").clusterConfiguration(announced))
        .withMessageContaining("v1beta4, which kubeadm of that release does not read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.36.4 | it is of 1.34.4, and cannot go to 1.36.4 before it was of 1.35: no minor is left"
            + " out",
        "1.32.13 | machines are told to be of 1.34.4; that is taken back to a version of 1.33, not"
            + " to 1.32.13"
      })
  void whatIsNoNextReleaseIsRefused(String version, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NextRelease.of(version).clusterConfiguration(OF_1_34))
        .withMessage(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'kubernetesVersion: v1.34.4' | it is of apiVersion null, which Caisson does not know",
        "'apiVersion: kubeadm.k8s.io/v1beta4' | not a Kubernetes version such as 1.34.4: null",
        "'- a list' | it is no object of YAML"
      })
  void whatCannotBeReadIsRefused(String text, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NextRelease.of("1.35.4").clusterConfiguration(text))
        .withMessage(why);
  }

  @Test
  void coreDnsIsTheReleasesUnlessTheSettingsNameIt() {
    NextRelease next = NextRelease.of("1.35.4");
    assertThat(next.dnsTag("kind: ClusterConfiguration")).contains("v1.13.1");
    assertThat(next.dnsTag("dns: {}")).contains("v1.13.1");
    assertThat(next.dnsTag(OF_1_34)).contains("v1.12.9");
    assertThat(next.dnsTag("dns: {disabled: true}")).isEmpty();
    assertThat(next.proxyTag(OF_1_34)).contains("v1.35.4");
    assertThat(next.proxyTag("proxy: {disabled: true}")).isEmpty();
  }

  /** One of those that a release's first machine gets. */
  static String document(String version, String kind) {
    String all =
        KubeadmDialect.of(KubernetesVersion.parse(version))
            .configuration(Samples.fullInit(version), ControlGroups.V2);
    return Arrays.stream(all.split("---\n", -1))
        .filter(one -> one.contains("kind: " + kind + "\n"))
        .findFirst()
        .orElseThrow();
  }
}
