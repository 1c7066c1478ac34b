package io.caisson.service.tenancy;

import io.caisson.domain.cluster.ClusterId;
import io.caisson.service.store.ClusterStore.SealedSecrets;

/** Seals the secrets of clusters, each bound to its cluster: nobody else's can take its place. */
public interface SecretBox {
  SealedSecrets seal(ClusterId cluster, byte[] secrets);

  /**
   * @throws IllegalStateException if they are another cluster's, were changed, or need a key that
   *     is not on the ring; the message says which
   */
  byte[] open(ClusterId cluster, SealedSecrets sealed);
}
