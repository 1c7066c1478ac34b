package io.caisson.service.bootstrap.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.service.bootstrap.Golden;
import io.caisson.service.bootstrap.Samples;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class KubeadmDialectsTest {
  @ParameterizedTest
  @ValueSource(strings = {"1.18.20", "1.21.14", "1.24.17", "1.28.15", "1.31.14", "1.36.4"})
  void everyOrderIsExactlyThisInItsReleasesDialect(String version) {
    Golden.assertEqual(
        "kubeadm/init-" + version + ".yaml",
        text(Samples.fullInit(version), ControlGroups.MAYBE_V1));
    Golden.assertEqual(
        "kubeadm/join-" + version + ".yaml",
        text(Samples.worker(version), ControlGroups.MAYBE_V1)
            + "---\n"
            + text(Samples.fullMember(version), ControlGroups.MAYBE_V1));
  }

  @ParameterizedTest
  @CsvSource({
    "1.15.9, v1beta2",
    "1.21.14, v1beta2",
    "1.22.0, v1beta3",
    "1.30.14, v1beta3",
    "1.31.0, v1beta4",
    "1.36.4, v1beta4"
  })
  void theReleaseDecidesTheDialect(String version, String dialect) {
    assertThat(text(Samples.worker(version), ControlGroups.V2))
        .startsWith("apiVersion: kubeadm.k8s.io/" + dialect + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "1.18.20, v1beta2",
    "1.21.14, v1beta2",
    "1.24.17, v1beta3",
    "1.28.15, v1beta3",
    "1.30.14, v1beta3"
  })
  void strictReadersOfOldDialectsFindNothingWrong(String version, String dialect)
      throws IOException {
    StrictFields fields = new StrictFields(dialect);
    for (NodeOrder order : orders(version)) {
      assertThat(fields.problems(text(order, ControlGroups.MAYBE_V1))).isEmpty();
    }
  }

  @Test
  void strictReadersWouldFindWhatIsWrong() throws IOException {
    String newer = text(Samples.fullInit("1.34.4"), ControlGroups.V2);
    assertThat(new StrictFields("v1beta3").problems(newer))
        .contains(
            "unknown field InitConfiguration.timeouts",
            "ClusterConfiguration.apiServer.extraArgs is not of type {}string");
    String old = text(Samples.worker("1.24.17"), ControlGroups.V2);
    assertThat(new StrictFields("v1beta2").problems(old))
        .containsExactly("unknown field JoinConfiguration.nodeRegistration.imagePullPolicy");
  }

  @ParameterizedTest
  @CsvSource({"1.23.17, master", "1.24.17, master+control-plane", "1.25.16, control-plane"})
  void controlPlanesAreTaintedByTheNamesOfTheirTime(String version, String names) {
    String text = text(Samples.member(version), ControlGroups.V2);
    for (String name : List.of("master", "control-plane")) {
      boolean wanted = List.of(names.split("\\+", -1)).contains(name);
      assertThat(text.contains("key: node-role.kubernetes.io/" + name + "\n")).isEqualTo(wanted);
    }
  }

  @ParameterizedTest
  @CsvSource({"1.30.14, false, false", "1.34.4, true, false", "1.35.4, true, true"})
  void oldControlGroupsAreAllowedWhereTheyWouldBeRefused(
      String version, boolean kubelet, boolean kubeadm) {
    String text = text(Samples.init(version), ControlGroups.MAYBE_V1);
    assertThat(text.contains("failCgroupV1: false")).isEqualTo(kubelet);
    assertThat(text.contains("- SystemVerification")).isEqualTo(kubeadm);
    assertThat(text(Samples.init(version), ControlGroups.V2))
        .doesNotContain("failCgroupV1", "SystemVerification");
  }

  /** The key itself stands in the member's own file only. */
  @Test
  void noDocumentForKubeadmHoldsTheEncryptionKey() {
    NodeOrder.Init order = Samples.fullInit("1.34.4");
    ApiServerSettings settings = order.cluster().features().apiServer();
    String key = settings.encryption().orElseThrow().base64();
    assertThat(text(order, ControlGroups.V2)).doesNotContain(key);
    assertThat(settings.toString()).doesNotContain(key);
    assertThat(settings.files().get("/etc/kubernetes/encryption.yaml")).contains(key);
  }

  @Test
  void theApiServersFilesAreExactlyThese() {
    StringBuilder text = new StringBuilder();
    Samples.fullMember("1.34.4")
        .apiServer()
        .files()
        .forEach((path, content) -> text.append("# ").append(path).append('\n').append(content));
    Golden.assertEqual("api-server-files.yaml", text.toString());
  }

  @Test
  void everyFileThatTheApiServerIsToldOfIsMounted() {
    for (Object document : new Yaml().loadAll(text(Samples.fullInit("1.34.4"), ControlGroups.V2))) {
      if (document instanceof Map<?, ?> map && "ClusterConfiguration".equals(map.get("kind"))) {
        assertThat(String.valueOf(map.get("apiServer")))
            .contains("hostPath=/etc/kubernetes/audit-policy.yaml")
            .contains("hostPath=/etc/kubernetes/encryption.yaml")
            .contains("hostPath=/var/log/kubernetes/audit");
        return;
      }
    }
    throw new AssertionError("no ClusterConfiguration");
  }

  private static List<NodeOrder> orders(String version) {
    return List.of(
        Samples.init(version),
        Samples.fullInit(version),
        Samples.worker(version),
        Samples.fullMember(version));
  }

  private static String text(NodeOrder order, ControlGroups groups) {
    return KubeadmDialect.of(order.version()).configuration(order, groups);
  }
}
