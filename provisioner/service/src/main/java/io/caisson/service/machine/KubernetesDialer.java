package io.caisson.service.machine;

import io.caisson.service.bootstrap.pki.Peer;
import io.caisson.service.workload.ClusterLines;
import java.net.URI;
import java.util.function.Supplier;

/** Opens the ways into a cluster, each vouched for by an authority of its own. */
@FunctionalInterface
public interface KubernetesDialer {
  /**
   * @param etcd asked for when etcd is: most clusters are never asked about theirs
   */
  ClusterLines dial(URI endpoint, Peer api, Supplier<Peer> etcd);
}
