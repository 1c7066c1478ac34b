package io.caisson.service.bootstrap.node;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * What containerd is told of registries. It reads these files at each pull.
 *
 * @see <a href="https://github.com/containerd/containerd/blob/main/docs/hosts.md">hosts.toml</a>
 */
final class RegistryFiles {
  static final String FOLDER = "etc/containerd/certs.d/";

  private RegistryFiles() {}

  static List<NodeFile> of(List<Registry> registries) {
    List<NodeFile> files = new ArrayList<>();
    if (!registries.isEmpty()) {
      files.add(NodeFile.folder("etc/containerd/", 0755));
      files.add(NodeFile.folder(FOLDER, 0755));
      registries.forEach(registry -> files.addAll(of(registry)));
    }
    return files;
  }

  private static List<NodeFile> of(Registry registry) {
    String folder = FOLDER + registry.host() + "/";
    List<NodeFile> files = new ArrayList<>();
    files.add(NodeFile.folder(folder, 0755));
    files.add(NodeFile.file(folder + "hosts.toml", 0644, hosts(registry, folder)));
    registry.authority().ifPresent(pem -> files.add(NodeFile.file(folder + "ca.crt", 0644, pem)));
    return files;
  }

  private static String hosts(Registry registry, String folder) {
    String server = "https://" + nameOfServer(registry.host());
    StringBuilder text = new StringBuilder("server = \"%s\"\n".formatted(server));
    List<URI> hosts =
        registry.mirrors().isEmpty() ? List.of(URI.create(server)) : registry.mirrors();
    for (URI host : hosts) {
      text.append("\n[host.\"%s\"]\n".formatted(host));
      text.append("  capabilities = [\"pull\", \"resolve\"]\n");
      if (registry.authority().isPresent()) {
        text.append("  ca = \"/%sca.crt\"\n".formatted(folder));
      }
      if (!host.getPath().isEmpty()) {
        text.append("  override_path = true\n");
      }
    }
    return text.toString();
  }

  /** Docker's images are named after a host that serves none. */
  private static String nameOfServer(String host) {
    return host.equals("docker.io") ? "registry-1.docker.io" : host;
  }
}
