package io.caisson.service.bootstrap.kubeadm;

import io.caisson.service.bootstrap.Fields;

/** The configurations that {@code kubeadm init} uploads for all nodes to read. */
final class SharedComponents {
  private SharedComponents() {}

  /**
   * Serving certificates come from the cluster, by requests that the service approves.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/">KubeletConfiguration</a>
   */
  static Fields kubelet(ClusterSettings cluster, ControlGroups groups) {
    Fields document =
        new Fields()
            .put("apiVersion", "kubelet.config.k8s.io/v1beta1")
            .put("kind", "KubeletConfiguration")
            .put("cgroupDriver", "systemd")
            .put("rotateCertificates", true)
            .put("serverTLSBootstrap", true);
    if (groups.mustBeAllowed(cluster.version())) {
      document.put("failCgroupV1", false);
    }
    return document.putAll(gates(cluster));
  }

  /** The mode is stated, since its default is about to change (warned about since 1.37). */
  static Fields proxy(ClusterSettings cluster) {
    return new Fields()
        .put("apiVersion", "kubeproxy.config.k8s.io/v1alpha1")
        .put("kind", "KubeProxyConfiguration")
        .put("mode", "iptables")
        .putAll(gates(cluster));
  }

  private static Fields gates(ClusterSettings cluster) {
    FeatureGates gates = cluster.features().gates();
    return gates.isEmpty() ? new Fields() : new Fields().put("featureGates", gates.settings());
  }
}
