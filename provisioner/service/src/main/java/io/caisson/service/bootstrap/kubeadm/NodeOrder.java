package io.caisson.service.bootstrap.kubeadm;

import io.caisson.spi.kubernetes.KubernetesApi.BootstrapToken;

/** What kubeadm is to make of a machine. */
public sealed interface NodeOrder {
  KubernetesVersion version();

  NodeRegistration node();

  /**
   * The cluster's first machine.
   *
   * @param unusedToken a token that nobody is told: without one in its configuration, kubeadm mints
   *     one that lives for a day and may join any machine
   */
  record Init(ClusterSettings cluster, NodeRegistration node, BootstrapToken unusedToken)
      implements NodeOrder {
    @Override
    public KubernetesVersion version() {
      return cluster.version();
    }
  }

  /** A machine that runs pods of the cluster's users. */
  record JoinWorker(KubernetesVersion version, NodeRegistration node, Discovery discovery)
      implements NodeOrder {}

  /**
   * A further member of the control plane; the cluster's keys are in its bundle.
   *
   * @param apiServer the same as the first member's
   */
  record JoinControlPlane(
      KubernetesVersion version,
      NodeRegistration node,
      Discovery discovery,
      ApiServerSettings apiServer)
      implements NodeOrder {
    public JoinControlPlane(KubernetesVersion version, NodeRegistration node, Discovery discovery) {
      this(version, node, discovery, ApiServerSettings.PLAIN);
    }
  }
}
