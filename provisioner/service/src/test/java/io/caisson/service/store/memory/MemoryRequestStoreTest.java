package io.caisson.service.store.memory;

import io.caisson.service.store.RequestStore;
import io.caisson.service.store.RequestStoreContract;

class MemoryRequestStoreTest implements RequestStoreContract {
  private final RequestStore store = new MemoryRequestStore();

  @Override
  public RequestStore store() {
    return store;
  }
}
