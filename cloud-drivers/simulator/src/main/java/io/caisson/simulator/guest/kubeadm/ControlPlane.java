package io.caisson.simulator.guest.kubeadm;

import io.caisson.simulator.kubeapi.Cluster;
import io.caisson.simulator.kubeapi.ServingIdentity;

/**
 * One machine's part of a control plane.
 *
 * @param member the name of its etcd member, which is that of its node
 * @param identity what its API server shows
 * @param port where it listens, on all of the machine's addresses
 */
public record ControlPlane(Cluster cluster, String member, ServingIdentity identity, int port) {
  /** Whether the API server on this machine can read and write. */
  public boolean hasEtcd() {
    return cluster.etcd().serves(member);
  }
}
