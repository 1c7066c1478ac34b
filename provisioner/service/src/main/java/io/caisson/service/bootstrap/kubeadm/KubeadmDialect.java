package io.caisson.service.bootstrap.kubeadm;

/** One version of kubeadm's configuration API. */
public interface KubeadmDialect {
  /** The text of the file for {@code kubeadm init|join --config}. */
  String configuration(NodeOrder order);

  /**
   * The dialect in which this release is configured. v1beta4 came with 1.31; older releases would
   * need v1beta3 or v1beta2.
   *
   * @throws IllegalArgumentException if there is none yet
   */
  static KubeadmDialect of(KubernetesVersion version) {
    if (version.minor() < V1Beta4.SINCE_MINOR) {
      throw new IllegalArgumentException(
          "Kubernetes %s cannot be installed: 1.%d is the oldest release that Caisson configures"
              .formatted(version, V1Beta4.SINCE_MINOR));
    }
    return new V1Beta4();
  }
}
