package io.caisson.contract.etcd;

import io.caisson.spi.kubernetes.EtcdMembers;

/** The etcd of a cluster with three control planes, all of them well, that nobody else changes. */
public interface EtcdUnderTest extends AutoCloseable {
  /** By an adapter. */
  EtcdMembers members();

  /** The same for somebody whose certificate another authority has signed. */
  EtcdMembers forStrangers();

  /**
   * Adds a learner, as kubeadm does before it starts one.
   *
   * @throws IllegalStateException with etcd's words if it refuses
   */
  void announce(String peerUrl);

  /** A node that may be disturbed for a while: the API is still reached. */
  String expendable();

  /** Its machine stands still; its connections stay open. */
  void freeze(String node);

  void thaw(String node);

  /** etcd ends there, and nobody starts it again. */
  void stop(String node);

  void start(String node);

  @Override
  void close();
}
