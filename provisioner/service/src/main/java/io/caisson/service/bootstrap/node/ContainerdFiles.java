package io.caisson.service.bootstrap.node;

import io.caisson.service.bootstrap.kubeadm.KubernetesVersion;
import io.caisson.service.bootstrap.kubeadm.PauseImage;
import java.util.List;

/**
 * containerd's configuration, in the two forms that exist: releases 1.x read version 2, releases
 * 2.x have moved what concerns Kubernetes to other places (version 3). The machine takes the one
 * for the release that it has. An image that holds Kubernetes has a configuration already, which
 * stays.
 *
 * @see <a href="https://github.com/containerd/containerd/blob/main/docs/cri/config.md">containerd's
 *     configuration for Kubernetes</a>
 */
final class ContainerdFiles {
  static final String VERSION_2 = "run/caisson/containerd-1.toml";
  static final String VERSION_3 = "run/caisson/containerd-2.toml";

  private static final String CRI = "plugins.\"io.containerd.grpc.v1.cri\"";
  private static final String IMAGES = "plugins.\"io.containerd.cri.v1.images\"";
  private static final String RUNTIME = "plugins.\"io.containerd.cri.v1.runtime\"";

  private ContainerdFiles() {}

  /**
   * @param repository where kubeadm's images come from
   */
  static List<NodeFile> of(KubernetesVersion version, String repository) {
    String pause = repository + "/pause:" + PauseImage.tag(version);
    return List.of(
        NodeFile.file(VERSION_2, 0644, version2(pause)),
        NodeFile.file(VERSION_3, 0644, version3(pause)));
  }

  private static String version2(String pause) {
    return """
    version = 2
    imports = ["/etc/containerd/conf.d/*.toml"]

    [%1$s]
    sandbox_image = "%2$s"

    [%1$s.registry]
    config_path = "/etc/containerd/certs.d"

    [%1$s.cni]
    bin_dir = "/opt/cni/bin"
    conf_dir = "/etc/cni/net.d"

    [%1$s.containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"

    [%1$s.containerd.runtimes.runc.options]
    SystemdCgroup = true
    """
        .formatted(CRI, pause);
  }

  private static String version3(String pause) {
    return """
    version = 3
    imports = ["/etc/containerd/conf.d/*.toml"]

    [%1$s.pinned_images]
    sandbox = "%3$s"

    [%1$s.registry]
    config_path = "/etc/containerd/certs.d"

    [%2$s.containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"

    [%2$s.containerd.runtimes.runc.options]
    SystemdCgroup = true
    """
        .formatted(IMAGES, RUNTIME, pause);
  }
}
