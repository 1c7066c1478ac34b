package io.caisson.simulator.etcd;

import io.caisson.simulator.kubeapi.KubernetesVersion;

/**
 * Which etcd a kubeadm brings.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.4/cmd/kubeadm/app/constants/constants.go">SupportedEtcdVersion</a>
 */
public final class EtcdVersion {
  private EtcdVersion() {}

  public static String of(KubernetesVersion kubernetes) {
    return switch (kubernetes.toString().replaceFirst("^v?1\\.(\\d+)\\..*$", "$1")) {
      case "34" -> "3.6.5";
      case "35" -> "3.6.6";
      case "36" -> "3.6.8";
      default -> "3.5.24";
    };
  }
}
