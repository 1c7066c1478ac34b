package io.caisson.simulator.guest.kubeadm;

import io.caisson.simulator.kubeapi.Cluster;
import io.caisson.simulator.kubeapi.ServingIdentity;

/**
 * One machine's part of a control plane.
 *
 * @param identity what its API server shows
 * @param port where it listens, on all of the machine's addresses
 */
public record ControlPlane(Cluster cluster, ServingIdentity identity, int port) {}
