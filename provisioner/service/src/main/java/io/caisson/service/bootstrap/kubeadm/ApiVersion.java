package io.caisson.service.bootstrap.kubeadm;

import io.caisson.service.bootstrap.Fields;
import java.util.List;
import java.util.Map;

/**
 * The versions of kubeadm's configuration API, and what came with each. A release writes the newest
 * that it knows; no release reads all of them.
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/">kubeadm's
 *     API, with its changes</a>
 */
enum ApiVersion {
  V1BETA2(15),
  /** skipPhases, imagePullPolicy. */
  V1BETA3(22),
  /** Arguments as a list, timeouts, encryptionAlgorithm. */
  V1BETA4(31);

  private final int sinceMinor;

  ApiVersion(int sinceMinor) {
    this.sinceMinor = sinceMinor;
  }

  /**
   * @throws IllegalArgumentException if the release is older than all of them
   */
  static ApiVersion of(KubernetesVersion release) {
    for (ApiVersion version : List.of(V1BETA4, V1BETA3, V1BETA2)) {
      if (release.minor() >= version.sinceMinor) {
        return version;
      }
    }
    throw new IllegalArgumentException(
        "Kubernetes %s cannot be installed: 1.%d is the oldest release that Caisson configures"
            .formatted(release, V1BETA2.sinceMinor));
  }

  boolean atLeast(ApiVersion other) {
    return compareTo(other) >= 0;
  }

  Fields document(String kind) {
    return new Fields()
        .put("apiVersion", "kubeadm.k8s.io/" + name().toLowerCase(java.util.Locale.ROOT))
        .put("kind", kind);
  }

  /** Arguments of a component, in this version's form. */
  Object arguments(Map<String, String> arguments) {
    return atLeast(V1BETA4)
        ? arguments.entrySet().stream()
            .map(e -> new Fields().put("name", e.getKey()).put("value", e.getValue()).map())
            .toList()
        : arguments;
  }
}
