package io.caisson.service.bootstrap.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caisson.service.bootstrap.ForeignTool;
import io.caisson.service.bootstrap.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Asks kubeadms what they think of our documents for their release: {@code CAISSON_KUBEADM}, or all
 * that the Kubernetes bed has built ({@code KBED_HOME}), or the PATH's.
 */
class RealKubeadmTest {
  static Stream<String> kubeadms() throws Exception {
    String named = System.getenv("CAISSON_KUBEADM");
    List<String> built = named == null ? built() : List.of(named);
    return built.isEmpty() ? Stream.of("kubeadm") : built.stream();
  }

  @ParameterizedTest
  @MethodSource("kubeadms")
  void kubeadmTakesTheDocumentsOfItsReleaseWithoutAWarning(String kubeadm, @TempDir Path folder)
      throws Exception {
    String version = version(kubeadm);
    for (NodeOrder order : orders(version)) {
      for (ControlGroups groups : ControlGroups.values()) {
        Path file = file(folder, text(order, groups));
        ForeignTool.Outcome outcome = validate(kubeadm, file);
        assertThat(outcome.text()).as("%s %s", order, groups).isEqualToIgnoringWhitespace("ok");
        assertThat(outcome.exit()).isZero();
      }
    }
  }

  /** They read it until 1.36, with the releases of their time only. */
  @ParameterizedTest
  @MethodSource("kubeadms")
  void kubeadmStillReadsTheDialectBefore(String kubeadm, @TempDir Path folder) throws Exception {
    String version = version(kubeadm);
    assumeTrue(KubernetesVersion.parse(version).minor() <= 36, "v1beta3 went with 1.37");
    for (NodeOrder order : orders("1.30.14")) {
      String text = text(order, ControlGroups.V2).replace("v1.30.14", "v" + version);
      assertThat(validate(kubeadm, file(folder, text)).exit()).as("%s", order).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("kubeadms")
  void kubeadmTakesWhatTheSettingsOfTheMinorBeforeBecome(String kubeadm, @TempDir Path folder)
      throws Exception {
    String version = version(kubeadm);
    String before = "1.%d.0".formatted(KubernetesVersion.parse(version).minor() - 1);
    NextRelease next = NextRelease.of(version);
    String text =
        next.clusterConfiguration(NextReleaseTest.document(before, "ClusterConfiguration"))
            + "---\n"
            + next.kubeletConfiguration(NextReleaseTest.document(before, "KubeletConfiguration"))
            + "---\n"
            + next.proxyConfiguration(NextReleaseTest.document(before, "KubeProxyConfiguration"));
    assertThat(text).contains("kubernetesVersion: v" + version);
    ForeignTool.Outcome outcome =
        validate(kubeadm, Files.writeString(folder.resolve("kubeadm.yaml"), text));
    assertThat(outcome.text()).isEqualToIgnoringWhitespace("ok");
    assertThat(outcome.exit()).isZero();
  }

  @ParameterizedTest
  @MethodSource("kubeadms")
  void kubeadmWouldFindAMistake(String kubeadm, @TempDir Path folder) throws Exception {
    String text = text(Samples.init(version(kubeadm)), ControlGroups.V2);
    Path file = folder.resolve("kubeadm.yaml");
    Files.writeString(file, text.replace("podSubnet:", "podSubnets:"));
    ForeignTool.Outcome outcome = validate(kubeadm, file);
    assertThat(outcome.text()).contains("unknown field").contains("podSubnets");
    assertThat(outcome.exit()).isNotZero();
  }

  /** kubeadm insists that the file with the cluster's authority is there. */
  private static Path file(Path folder, String text) throws IOException {
    Discovery discovery = Samples.worker("1.34.4").discovery();
    Path found = Files.writeString(folder.resolve("cluster-info.yaml"), discovery.clusterInfo());
    return Files.writeString(
        folder.resolve("kubeadm.yaml"), text.replace(Discovery.FILE, found.toString()));
  }

  private static List<NodeOrder> orders(String version) {
    return List.of(
        Samples.init(version),
        Samples.fullInit(version),
        Samples.worker(version),
        Samples.member(version));
  }

  private static String text(NodeOrder order, ControlGroups groups) {
    return KubeadmDialect.of(order.version()).configuration(order, groups);
  }

  private static ForeignTool.Outcome validate(String kubeadm, Path file) throws Exception {
    return ForeignTool.run(kubeadm, "config", "validate", "--config", file.toString());
  }

  private static String version(String kubeadm) throws Exception {
    assumeTrue(
        ForeignTool.present(kubeadm), "no kubeadm in CAISSON_KUBEADM, in the bed or on the PATH");
    return ForeignTool.run(kubeadm, "version", "-o", "short").text().strip().substring(1);
  }

  private static List<String> built() throws Exception {
    String home = System.getenv("KBED_HOME");
    Path bed =
        home == null
            ? Path.of(System.getProperty("user.home"), ".cache/caisson/kubernetes-bed")
            : Path.of(home);
    if (!Files.isDirectory(bed.resolve("bin"))) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(bed.resolve("bin"))) {
      return folders
          .filter(folder -> folder.getFileName().toString().startsWith("k8s-"))
          .map(folder -> folder.resolve("kubeadm"))
          .filter(Files::isExecutable)
          .map(Path::toString)
          .sorted()
          .toList();
    }
  }
}
