package io.caisson.service.machine;

import io.caisson.service.bootstrap.pki.Peer;
import io.caisson.service.workload.ClusterLines;
import java.net.URI;

/** Opens the ways into a cluster, each vouched for by an authority of its own. */
@FunctionalInterface
public interface KubernetesDialer {
  ClusterLines dial(URI endpoint, Peer api, Peer etcd);
}
