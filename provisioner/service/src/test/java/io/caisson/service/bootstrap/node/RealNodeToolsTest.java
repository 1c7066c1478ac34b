package io.caisson.service.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caisson.service.bootstrap.ForeignTool;
import io.caisson.service.bootstrap.Samples;
import io.caisson.service.bootstrap.node.VirtualAddress.Keeper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the programs that read our files what they think of them. */
class RealNodeToolsTest {
  private static final String CONTAINERD =
      System.getenv().getOrDefault("CAISSON_CONTAINERD", "containerd");
  private static final String KEEPALIVED =
      System.getenv().getOrDefault("CAISSON_KEEPALIVED", "keepalived");

  @TempDir private Path folder;

  @Test
  void containerdTakesTheConfigurationOfItsRelease() throws Exception {
    assumeTrue(
        ForeignTool.present(CONTAINERD), "no containerd on the PATH or in CAISSON_CONTAINERD");
    boolean old = ForeignTool.run(CONTAINERD, "--version").text().matches("(?s).* v?1\\..*");
    Path file = folder.resolve("config.toml");
    Files.writeString(file, written(old ? ContainerdFiles.VERSION_2 : ContainerdFiles.VERSION_3));

    ForeignTool.Outcome outcome =
        ForeignTool.run(CONTAINERD, "--config", file.toString(), "config", "dump");

    assertThat(outcome.exit()).as(outcome.text()).isZero();
    assertThat(outcome.text())
        .containsPattern("SystemdCgroup = true")
        .containsPattern("config_path = ['\"]/etc/containerd/certs.d['\"]")
        .containsPattern("(sandbox|sandbox_image) = ['\"]registry.example/kubernetes/pause:3.10.1");
  }

  @Test
  void keepalivedTakesItsConfiguration() throws Exception {
    assumeTrue(
        ForeignTool.present(KEEPALIVED), "no keepalived on the PATH or in CAISSON_KEEPALIVED");
    Path file = keepalived("");

    ForeignTool.Outcome outcome = ForeignTool.run(KEEPALIVED, "-t", "-f", file.toString());

    assertThat(outcome.text()).doesNotContain("nknown keyword").doesNotContain("nvalid");
  }

  @Test
  void keepalivedWouldFindAMistake() throws Exception {
    assumeTrue(
        ForeignTool.present(KEEPALIVED), "no keepalived on the PATH or in CAISSON_KEEPALIVED");
    Path file = keepalived("vrrp_instance other {\n  prio 100\n}\n");

    assertThat(ForeignTool.run(KEEPALIVED, "-t", "-f", file.toString()).text())
        .contains("Unknown keyword 'prio'");
  }

  private static String written(String path) {
    return NodeFilesTest.content(
        NodeSamples.files(
            Samples.worker("1.34.4"), "debian-12", NodeSamples.around(NodeSamples.PACKAGES)),
        path);
  }

  private Path keepalived(String more) throws Exception {
    Surroundings around = Surroundings.PLAIN.with(NodeSamples.endpoint(Keeper.KEEPALIVED));
    List<NodeFile> files = NodeSamples.files(Samples.member("1.34.4"), "debian-12", around);
    Path interfaces = folder.resolve("interface.conf");
    Files.writeString(interfaces, "$INTERFACE=lo\n");
    String text =
        NodeFilesTest.content(files, Keepalived.FILE)
            .replace("/" + Keepalived.INTERFACE_FILE, interfaces.toString());
    return Files.writeString(folder.resolve("keepalived.conf"), text + more);
  }
}
