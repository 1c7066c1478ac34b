package io.caisson.service.app;

import io.caisson.domain.cluster.ClusterId;
import io.caisson.service.store.ClusterStore.SealedSecrets;
import io.caisson.service.store.secrets.SecretSeal;
import io.caisson.service.tenancy.SecretBox;

/** Lets the tenants' part seal by the store's means without knowing them. */
record SealedBox(SecretSeal seal) implements SecretBox {
  @Override
  public SealedSecrets seal(ClusterId cluster, byte[] secrets) {
    return seal.seal(cluster, secrets);
  }

  @Override
  public byte[] open(ClusterId cluster, SealedSecrets sealed) {
    return seal.open(cluster, sealed);
  }
}
