package io.caisson.service.api;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.service.tenancy.ClusterSecrets;
import java.nio.charset.StandardCharsets;

/** What the fixture's store keeps of a cluster's secrets, which the fixture does not seal. */
record ClusterStoreSecrets(ApiFixture api, ClusterId id) {
  private byte[] bytes() {
    return api.store.secrets(id).orElseThrow().sealed();
  }

  String inTheClear() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  ClusterSecrets opened() {
    return ClusterSecrets.ofBytes(bytes());
  }

  Cluster cluster() {
    return api.store.load(id).orElseThrow();
  }
}
