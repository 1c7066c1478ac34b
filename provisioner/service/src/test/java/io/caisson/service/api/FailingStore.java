package io.caisson.service.api;

import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.memory.MemoryClusterStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A memory store whose next creation fails if a test says so. */
public final class FailingStore {
  private final ClusterStore memory = new MemoryClusterStore(InstantSource.system());
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final ClusterStore store =
      (ClusterStore)
          Proxy.newProxyInstance(
              ClusterStore.class.getClassLoader(),
              new Class<?>[] {ClusterStore.class},
              (_, method, values) -> call(method, values));

  public ClusterStore store() {
    return store;
  }

  public void failNextCreation(RuntimeException with) {
    failure.set(with);
  }

  private @Nullable Object call(Method method, Object[] values) throws Throwable {
    RuntimeException planned = method.getName().equals("create") ? failure.getAndSet(null) : null;
    if (planned != null) {
      throw planned;
    }
    try {
      return method.invoke(memory, values);
    } catch (InvocationTargetException inner) {
      throw Objects.requireNonNull(inner.getCause());
    }
  }
}
