package io.caisson.simulator.guest.kubeadm;

import io.caisson.simulator.etcd.EtcdServer;
import io.caisson.simulator.kubeapi.Cluster;
import io.caisson.simulator.kubeapi.ServingIdentity;

/**
 * One machine's part of a control plane.
 *
 * @param etcd its member of etcd
 * @param identity what its API server shows
 * @param port where it listens, on all of the machine's addresses
 */
public record ControlPlane(Cluster cluster, EtcdServer etcd, ServingIdentity identity, int port) {
  /** Whether the API server on this machine can read and write. */
  public boolean hasEtcd() {
    return cluster.etcd().serves(etcd.member());
  }
}
