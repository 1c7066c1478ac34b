package io.caisson.service.bootstrap.kubeadm;

/** Which version of Linux' control groups a machine has. */
public enum ControlGroups {
  V2,
  /**
   * Perhaps version 1: kubelets refuse it since 1.35, and kubeadm with them, unless told otherwise.
   *
   * @see <a href="https://kubernetes.io/docs/concepts/architecture/cgroups/">cgroup v2</a>
   */
  MAYBE_V1;

  private static final int FIELD_SINCE = 31;
  private static final int REFUSED_SINCE = 35;

  /** Whether the kubelet is to be told not to refuse. */
  boolean mustBeAllowed(KubernetesVersion version) {
    return this == MAYBE_V1 && version.minor() >= FIELD_SINCE;
  }

  /** Whether kubeadm's check of the system would stop it. */
  boolean stopKubeadm(KubernetesVersion version) {
    return this == MAYBE_V1 && version.minor() >= REFUSED_SINCE;
  }
}
