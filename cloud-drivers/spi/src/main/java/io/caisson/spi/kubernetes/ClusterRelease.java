package io.caisson.spi.kubernetes;

import java.util.Optional;

/**
 * Which release of Kubernetes kubeadm's settings in a cluster are for. A machine that joins the
 * control plane runs what they say, not what is installed on it: one of 1.35 that joins before 1.35
 * is announced runs the API server of 1.34 beside a newer kubelet, and nobody complains. Blocks;
 * throws {@link KubernetesException} only. Each call may be repeated: what is so already is not
 * written again.
 */
public interface ClusterRelease {
  /** What the cluster says now. */
  Versions versions();

  /**
   * Rewrites the settings that kubeadm reads when a machine joins (ConfigMaps {@code
   * kubelet-config} and, last, {@code kubeadm-config}) into those of another release: the version,
   * what that release's kubeadm does not read any more, feature gates that its components would not
   * start with. All else stays as it is, overridden images among it. Nothing that runs is changed.
   *
   * @param version such as {@code 1.35.4}: of the announced minor or of the next; or of the one
   *     before, which takes an announcement back as long as no API server is newer than that
   * @param etcd the tag of the image that members of etcd run from now on, such as {@code
   *     3.5.32-0}; what the settings name stays if it is newer. Empty for what the release brings,
   *     unless somebody has set another one
   * @throws KubernetesException CONFLICT if the cluster cannot go from what it is to that, its
   *     settings cannot be read, or others keep writing them; NOT_FOUND if it has none
   */
  void announce(String version, Optional<String> etcd);

  /** The same with the etcd that the release brings. */
  default void announce(String version) {
    announce(version, Optional.empty());
  }

  /**
   * Gives kube-proxy and CoreDNS the images of this release, where they are of an older one: those
   * that are newer, of no version that can be read, or not there at all are left alone. Their
   * registry stays, as does the tag for CoreDNS that kubeadm's settings name, and its Corefile.
   * Kubernetes rolls the pods afterwards. To be called when the whole control plane is of this
   * release: kube-proxy must not be newer than an API server.
   *
   * @param version such as {@code 1.35.4}
   * @throws KubernetesException CONFLICT if this is not the version that is announced
   */
  void upgradeAddOns(String version);

  /**
   * @param announced such as {@code 1.34.4}: what a machine that joins the control plane now runs
   * @param kubeProxy its image; empty if there is none of that name
   * @param coreDns its image; empty if there is none of that name
   */
  record Versions(String announced, Optional<String> kubeProxy, Optional<String> coreDns) {}
}
