package io.caisson.service.store.memory;

import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.ClusterStoreContract;
import io.caisson.service.store.SampleClusters;
import java.time.Duration;
import java.time.Instant;

class MemoryClusterStoreTest implements ClusterStoreContract {
  private Instant now = SampleClusters.NOW;
  private final ClusterStore store = new MemoryClusterStore(() -> now);

  @Override
  public ClusterStore store() {
    return store;
  }

  @Override
  public void timePasses(Duration time) {
    now = now.plus(time);
  }
}
