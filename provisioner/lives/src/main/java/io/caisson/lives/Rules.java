package io.caisson.lives;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.plan.Heard;
import io.caisson.domain.plan.Sight;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.ClusterStore.Ownership;
import io.caisson.spi.kubernetes.EtcdMembers;
import io.caisson.spi.kubernetes.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The places between the parts of the product where a rule of it could be broken from outside. As
 * it stands none is; whoever breaks one sees whether the oracle notices.
 */
interface Rules {
  /** The product as it is. */
  Rules KEPT = new Rules() {};

  /** What was heard of effects and guests. */
  default Heard heard(Heard heard) {
    return heard;
  }

  /** What was seen outside. */
  default Sight sight(Sight sight, Cluster cluster, Instant now) {
    return sight;
  }

  /** What is decided about. */
  default Cluster cluster(Cluster cluster) {
    return cluster;
  }

  /** In which ownership it is decided. */
  default long epoch(long epoch) {
    return epoch;
  }

  /** The pods of a node. */
  default List<Pod> pods(List<Pod> pods) {
    return pods;
  }

  /** The cluster's etcd as the product sees it. */
  default EtcdMembers etcd(EtcdMembers real) {
    return real;
  }

  /** Whether a call may begin that ends then at the latest. */
  default boolean mayStillSend(Instant end, Instant leaseEnds) {
    return !end.isAfter(leaseEnds);
  }

  /** Throws {@code StaleCluster} as the store does. */
  default Cluster commit(
      ClusterStore store, Cluster cluster, Ownership mine, List<ClusterRecord> records) {
    return store.commit(cluster, Optional.of(mine), records);
  }
}
