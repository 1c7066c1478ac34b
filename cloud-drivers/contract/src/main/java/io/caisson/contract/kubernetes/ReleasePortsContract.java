package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.spi.kubernetes.ClusterRelease;
import io.caisson.spi.kubernetes.ClusterRelease.Versions;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * kubeadm's settings through our ports. What the cluster has of them is put aside for as long as a
 * case takes.
 */
public interface ReleasePortsContract extends PortsUnderTest {
  /** What {@code kubeadm init} of 1.34.4 leaves, with overrides of somebody who had a reason. */
  String CLUSTER =
      """
      apiServer: {}
      apiVersion: kubeadm.k8s.io/v1beta4
      controllerManager:
        extraArgs:
        - name: feature-gates
          value: AllowOverwriteTerminationGracePeriodSeconds=true,APIServerIdentity=true
      dns: {}
      etcd:
        local:
          dataDir: /var/lib/etcd
          imageTag: 3.6.9-0
      featureGates:
        WaitForAllControlPlaneComponents: true
      imageRepository: registry.example/kubernetes
      kind: ClusterConfiguration
      kubernetesVersion: v1.34.4
      networking:
        podSubnet: 10.244.0.0/16
      proxy: {}
      scheduler: {}
      """;

  @Test
  default void theVersionsOfAClusterAreRead(Bench bench) {
    SystemState.put(bench, CLUSTER);

    assertThat(release(bench).versions())
        .isEqualTo(
            new Versions(
                "1.34.4",
                Optional.of("registry.example/kubernetes/kube-proxy:v1.34.4"),
                Optional.of("registry.example/dns/coredns:v1.12.1")));
  }

  @Test
  default void anAnnouncedVersionIsWhatJoiningMachinesRead(Bench bench) {
    SystemState.put(bench, CLUSTER);

    release(bench).announce("1.35.4");

    assertThat(SystemState.text(bench, "kubeadm-config", "ClusterConfiguration"))
        .isEqualTo(
            Doc.of(
                CLUSTER
                    .replace("v1.34.4", "v1.35.4")
                    .replace("featureGates:\n  WaitForAllControlPlaneComponents: true\n", "")
                    .replace("AllowOverwriteTerminationGracePeriodSeconds=true,", "")));
    assertThat(SystemState.text(bench, "kubelet-config", "kubelet"))
        .isEqualTo(
            Doc.of("{cgroupDriver: systemd, kind: KubeletConfiguration, staticPodPath: /x}"));
    assertThat(release(bench).versions().announced()).isEqualTo("1.35.4");
    assertThat(release(bench).versions().kubeProxy().orElseThrow()).endsWith(":v1.34.4");
    assertThat(map(bench, "kubeadm-config").at("/data/other").asText()).isEqualTo("stays");
  }

  @Test
  default void anAnnouncementMayBeRepeated(Bench bench) {
    SystemState.put(bench, CLUSTER);
    release(bench).announce("1.35.4");
    String cluster = version(bench, "kubeadm-config");
    String kubelet = version(bench, "kubelet-config");

    release(bench).announce("1.35.4");

    assertThat(version(bench, "kubeadm-config")).isEqualTo(cluster);
    assertThat(version(bench, "kubelet-config")).isEqualTo(kubelet);
  }

  @Test
  default void aClusterGoesToTheNextMinorOnly(Bench bench) {
    SystemState.put(bench, CLUSTER);
    String kubelet = version(bench, "kubelet-config");
    ClusterRelease release = release(bench);

    refused(() -> release.announce("1.36.4"), "no minor is left out");
    refused(() -> release.announce("1.32.13"), "not to 1.32.13");
    refused(() -> release.upgradeAddOns("1.35.4"), "told to be of 1.34.4");

    assertThat(release.versions().announced()).isEqualTo("1.34.4");
    assertThat(version(bench, "kubelet-config")).isEqualTo(kubelet);
  }

  @Test
  default void anAnnouncementIsTakenBackWhileNoApiServerIsNewer(Bench bench) {
    SystemState.put(bench, CLUSTER);
    SystemState.apiServer(bench, "v1.34.4");
    ClusterRelease release = release(bench);
    release.announce("1.35.4");

    release.announce("1.34.4");
    assertThat(release.versions().announced()).isEqualTo("1.34.4");

    release.announce("1.35.4");
    SystemState.apiServer(bench, "v1.35.4");
    refused(() -> release.announce("1.34.4"), "does not go back to 1.34.4");
    assertThat(release.versions().announced()).isEqualTo("1.35.4");
  }

  @Test
  default void whatKubeadmHasNotWrittenIsNotThere(Bench bench) {
    SystemState.put(bench, CLUSTER);
    ClusterRelease release = release(bench);
    bench.admin().delete(SystemState.MAPS + "/kubeadm-config").expect(200);

    assertThatExceptionOfType(KubernetesException.class)
        .isThrownBy(release::versions)
        .withMessageContaining("no ConfigMap kubeadm-config")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
  }

  @Test
  default void addOnsGetTheImagesOfTheAnnouncedVersion(Bench bench) {
    SystemState.put(bench, CLUSTER);
    release(bench).announce("1.35.4");

    release(bench).upgradeAddOns("1.35.4");
    String proxy = bench.admin().get(SystemState.PROXY).text("/metadata/generation");
    release(bench).upgradeAddOns("1.35.4");

    assertThat(release(bench).versions())
        .isEqualTo(
            new Versions(
                "1.35.4",
                Optional.of("registry.example/kubernetes/kube-proxy:v1.35.4"),
                Optional.of("registry.example/dns/coredns:v1.13.1")));
    Answer daemon = bench.admin().get(SystemState.PROXY);
    assertThat(daemon.text("/metadata/generation")).as("written once").isEqualTo(proxy);
    assertThat(daemon.at("/spec/template/spec/containers")).hasSize(2);
    assertThat(daemon.text("/spec/template/spec/containers/0/command/0")).isEqualTo("run");
    assertThat(SystemState.text(bench, "kube-proxy", "config.conf"))
        .isEqualTo(Doc.of("{kind: KubeProxyConfiguration, mode: iptables}"));
  }

  @Test
  default void anAddOnThatIsNewerOrNotThereIsLeftAlone(Bench bench) {
    SystemState.put(bench, CLUSTER);
    SystemState.image(bench, SystemState.DNS, "coredns", "registry.example/dns/coredns:v1.14.2");
    bench.admin().delete(SystemState.PROXY).expect(200);

    release(bench).upgradeAddOns("1.34.4");

    assertThat(release(bench).versions())
        .isEqualTo(
            new Versions(
                "1.34.4", Optional.empty(), Optional.of("registry.example/dns/coredns:v1.14.2")));
  }

  @Test
  default void theTagForCoreDnsThatTheSettingsNameIsTaken(Bench bench) {
    SystemState.put(bench, CLUSTER.replace("dns: {}", "dns: {imageTag: v1.12.4}"));

    release(bench).upgradeAddOns("1.34.4");

    assertThat(release(bench).versions().coreDns().orElseThrow()).endsWith(":v1.12.4");
  }

  @Test
  default void etcdIsRaisedInTheSettingsAndFollowsItsReleaseAgain(Bench bench) {
    SystemState.put(
        bench, CLUSTER.replace("v1.34.4", "v1.33.13").replace("    imageTag: 3.6.9-0\n", ""));

    release(bench).announce("1.33.13", Optional.of("3.5.32-0"));

    assertThat(release(bench).versions().announced()).isEqualTo("1.33.13");
    assertThat(configuration(bench)).contains("3.5.32-0").doesNotContain("3.6.9");
    release(bench).announce("1.34.4");
    assertThat(configuration(bench)).contains("v1.34.4").doesNotContain("imageTag");
  }

  private static String configuration(Bench bench) {
    return bench.admin().get(SystemState.MAPS + "/kubeadm-config").expect(200).text();
  }

  /** As kubeadm lets machines read them with the token of their join. */
  @Test
  default void whoeverJoinsMayStillReadThem(Bench bench) {
    SystemState.put(bench, CLUSTER);
    SystemState.readable(bench);
    Caller joining = bench.user("joining", "system:bootstrappers:kubeadm:default-node-token");

    release(bench).announce("1.35.4");

    bench.eventually(
        () -> joining.get(SystemState.MAPS + "/kubeadm-config").text().contains("v1.35.4"));
    joining.get(SystemState.MAPS + "/kubelet-config").expect(200);
  }

  private static void refused(Runnable call, String why) {
    assertThatExceptionOfType(KubernetesException.class)
        .isThrownBy(call::run)
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
  }

  private ClusterRelease release(Bench bench) {
    return api(bench).release();
  }

  private static JsonNode map(Bench bench, String name) {
    return bench.admin().get(SystemState.MAPS + "/" + name).expect(200).json();
  }

  private static String version(Bench bench, String name) {
    return map(bench, name).at("/metadata/resourceVersion").asText();
  }
}
