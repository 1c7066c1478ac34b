package io.caisson.service.bootstrap.node;

import io.caisson.service.bootstrap.node.Software.Downloads;
import java.util.List;
import java.util.stream.Collectors;

/** The list of single files that a machine fetches and checks, and the kubelet's unit. */
final class DownloadFiles {
  static final String WANTED = "run/caisson/downloads";
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
        NodeFile.file(UNIT, 0644, Script.read("kubelet.service")));
  }
}
