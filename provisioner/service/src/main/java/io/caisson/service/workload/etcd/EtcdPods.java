package io.caisson.service.workload.etcd;

import java.util.List;
import java.util.Optional;

/** The pods that a cluster's etcd runs in. Throws {@code KubernetesException} only. */
public interface EtcdPods {
  /** Those that run, as far as the API knows. */
  List<Pod> running();

  /** Forwards a port of this machine to etcd's port of the pod; does not wait. */
  Forward forward(Pod pod);

  /**
   * One of them.
   *
   * @param node which kubeadm also makes the member's name, and a name in its certificate
   */
  record Pod(String name, String node) {}

  /** A port on loopback, for as long as it is open. */
  interface Forward extends AutoCloseable {
    int localPort();

    /** Why connections to it end, if something is wrong on the way. */
    Optional<String> failure();

    @Override
    void close();
  }
}
