package io.caisson.service.store.memory;

import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.SampleClusters;
import io.caisson.service.store.TemplateStore;
import io.caisson.service.store.TemplateStoreContract;

class MemoryTemplateStoreTest implements TemplateStoreContract {
  private final ClusterStore clusters = new MemoryClusterStore(() -> SampleClusters.NOW);
  private final TemplateStore store = new MemoryTemplateStore(clusters);

  @Override
  public TemplateStore store() {
    return store;
  }

  @Override
  public ClusterStore clusters() {
    return clusters;
  }
}
