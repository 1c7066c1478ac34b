package io.caisson.simulator.guest.kubeadm;

import io.caisson.simulator.kubeapi.KubernetesVersion;

/**
 * Which CoreDNS a kubeadm brings.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.4/cmd/kubeadm/app/constants/constants.go">CoreDNSVersion</a>
 */
final class CoreDnsVersion {
  private CoreDnsVersion() {}

  static String of(KubernetesVersion kubernetes) {
    return switch (kubernetes.minor()) {
      case 31, 32 -> "v1.11.3";
      case 33 -> "v1.12.0";
      case 35 -> "v1.13.1";
      case 36 -> "v1.14.2";
      default -> "v1.12.1";
    };
  }
}
