package io.caisson.service.store.postgres;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Clusters as they were read or committed last, so that what has not changed is not read and parsed
 * again. It is never asked what a cluster is now, only what it was at a version that the database
 * has just named; and since every change raises the version, one version is one state. The clusters
 * are those that the engine holds anyway, so that most of them cost nothing more.
 *
 * <p>Bounded by the number of parts that all clusters have together; those that nobody has asked
 * for longest go first.
 */
final class ClusterCache {
  private final int bound;
  private final LinkedHashMap<ClusterId, Cluster> known = new LinkedHashMap<>(64, 0.75f, true);
  private int parts;

  /**
   * @param bound how many clusters, machines and resources in all; 0 keeps nothing
   */
  ClusterCache(int bound) {
    this.bound = bound;
  }

  /** Whether any version of it is known. */
  synchronized boolean knows(ClusterId id) {
    return known.containsKey(id);
  }

  /** The cluster as it is at this version, if that is known. */
  synchronized Optional<Cluster> at(ClusterId id, long version) {
    return Optional.ofNullable(known.get(id)).filter(one -> one.version() == version);
  }

  /**
   * Keeps what the database has said, also in the place of a newer version: that one is read again
   * if it is still there, and it is not if the database was restored. A tombstone is not kept.
   */
  synchronized void keep(Cluster cluster) {
    forget(cluster.id());
    if (cluster.gone().isEmpty() && parts(cluster) <= bound) {
      known.put(cluster.id(), cluster);
      parts += parts(cluster);
      shrink();
    }
  }

  private void forget(ClusterId id) {
    Cluster before = known.remove(id);
    parts -= before == null ? 0 : parts(before);
  }

  private void shrink() {
    while (parts > bound) {
      forget(known.firstEntry().getKey());
    }
  }

  private static int parts(Cluster cluster) {
    return 1 + cluster.machines().size() + cluster.resources().size();
  }
}
