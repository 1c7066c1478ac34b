package io.caisson.service.workload.etcd;

import java.net.Socket;
import java.util.List;
import java.util.Optional;

/** The pods that a cluster's etcd runs in. Throws {@code KubernetesException} only. */
public interface EtcdPods {
  /** Those that run, as far as the API knows. */
  List<Pod> running();

  /** Opens a connection to etcd's port of the pod; does not wait until it leads there. */
  Forward forward(Pod pod);

  /**
   * One of them.
   *
   * @param node which kubeadm also makes the member's name, and a name in its certificate
   */
  record Pod(String name, String node) {}

  /** One connection, which no other program of this machine can use. */
  interface Forward extends AutoCloseable {
    Socket socket();

    /** Why it has ended, if something is wrong on the way. */
    Optional<String> failure();

    @Override
    void close();
  }
}
