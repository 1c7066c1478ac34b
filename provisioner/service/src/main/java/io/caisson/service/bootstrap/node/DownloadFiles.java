package io.caisson.service.bootstrap.node;

import io.caisson.service.bootstrap.node.Software.Downloads;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The list of single files that a machine fetches and checks, the kubelet's unit, and the place of
 * the runtime's configuration, which Flatcar's unit takes from a variable since its own is
 * read-only.
 */
final class DownloadFiles {
  static final String WANTED = "run/caisson/downloads";
  private static final String RUNTIME =
      "etc/systemd/system/containerd.service.d/caisson-configuration.conf";
  private static final String UNIT = "etc/systemd/system/kubelet.service";

  private DownloadFiles() {}

  /** Lines of SHA-256, target and address. */
  static List<NodeFile> of(Downloads software) {
    String lines =
        software.files().stream()
            .map(file -> "%s %s %s\n".formatted(file.sha256(), file.target(), file.uri()))
            .collect(Collectors.joining());
    return List.of(
        NodeFile.file(WANTED, 0644, lines),
        NodeFile.file(UNIT, 0644, Script.read("kubelet.service")),
        NodeFile.file(
            RUNTIME,
            0644,
            "[Service]\nEnvironment=CONTAINERD_CONFIG=/etc/containerd/config.toml\n"));
  }
}
