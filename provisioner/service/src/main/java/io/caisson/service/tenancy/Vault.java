package io.caisson.service.tenancy;

import io.caisson.domain.cluster.ClusterId;
import io.caisson.service.store.ClusterStore;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The secrets of clusters that live, opened once per cluster and process. They never change in a
 * cluster's life.
 */
public final class Vault {
  private final ClusterStore store;
  private final SecretBox box;
  private final ConcurrentHashMap<ClusterId, ClusterSecrets> opened = new ConcurrentHashMap<>();

  public Vault(ClusterStore store, SecretBox box) {
    this.store = store;
    this.box = box;
  }

  ClusterStore.SealedSecrets seal(ClusterId cluster, ClusterSecrets secrets) {
    return box.seal(cluster, secrets.toBytes());
  }

  /** Empty if the cluster has none, as when it is gone. */
  public Optional<ClusterSecrets> secrets(ClusterId cluster) {
    ClusterSecrets known = opened.get(cluster);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<ClusterSecrets> found =
        store.secrets(cluster).map(kept -> ClusterSecrets.ofBytes(box.open(cluster, kept)));
    found.ifPresent(secrets -> opened.put(cluster, secrets));
    return found;
  }

  /** To be called when a cluster is gone. */
  public void forget(ClusterId cluster) {
    opened.remove(cluster);
  }
}
