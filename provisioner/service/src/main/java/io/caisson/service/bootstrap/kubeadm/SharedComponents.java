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
  static Fields kubelet() {
    return new Fields()
        .put("apiVersion", "kubelet.config.k8s.io/v1beta1")
        .put("kind", "KubeletConfiguration")
        .put("cgroupDriver", "systemd")
        .put("rotateCertificates", true)
        .put("serverTLSBootstrap", true);
  }

  /** The mode is stated, since its default is about to change (warned about since 1.37). */
  static Fields proxy() {
    return new Fields()
        .put("apiVersion", "kubeproxy.config.k8s.io/v1alpha1")
        .put("kind", "KubeProxyConfiguration")
        .put("mode", "iptables");
  }
}
