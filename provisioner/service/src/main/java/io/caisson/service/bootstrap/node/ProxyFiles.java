package io.caisson.service.bootstrap.node;

import java.util.List;
import java.util.stream.Collectors;

/** What makes the runtime, and whoever fetches packages, use a proxy. */
final class ProxyFiles {
  static final String FOR_FETCHING = "run/caisson/proxy";
  private static final String FOLDER = "etc/systemd/system/containerd.service.d/";

  private ProxyFiles() {}

  static List<NodeFile> of(Proxies proxies) {
    String lines = String.join("\n", proxies.variables()) + "\n";
    return List.of(
        NodeFile.folder(FOLDER, 0755),
        NodeFile.file(FOLDER + "caisson-proxy.conf", 0600, unit(proxies)),
        NodeFile.file(FOR_FETCHING, 0600, lines));
  }

  /** In a unit a percent sign begins a specifier ({@code systemd.unit(5)}). */
  private static String unit(Proxies proxies) {
    return proxies.variables().stream()
        .map(variable -> "Environment=\"%s\"\n".formatted(variable.replace("%", "%%")))
        .collect(Collectors.joining("", "[Service]\n", ""));
  }
}
