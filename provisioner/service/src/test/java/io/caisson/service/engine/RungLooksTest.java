package io.caisson.service.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.plan.Policy;
import io.caisson.service.meters.Meters;
import io.caisson.service.store.ClusterStore.SealedSecrets;
import io.caisson.service.store.SampleClusters;
import io.caisson.service.store.memory.MemoryClusterStore;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.kubernetes.ApiWatch;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cluster whose next look is due in days, but for its own API. */
@Timeout(60)
class RungLooksTest {
  private static final Policy PATIENT =
      new Policy(
          Policy.DEFAULT.callLimit(),
          Policy.DEFAULT.listLag(),
          Policy.DEFAULT.cleanLooks(),
          Policy.DEFAULT.openEffects(),
          Policy.DEFAULT.stages(),
          Duration.ofHours(100),
          Duration.ofHours(100));

  private final MemoryClusterStore store = new MemoryClusterStore(InstantSource.system());
  private final Cluster cluster = SampleClusters.cluster("project-1");
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger forgotten = new AtomicInteger();
  private final CountDownLatch never = new CountDownLatch(1);
  private volatile boolean ready = true;
  private volatile @Nullable Runnable bell;
  private final Engine engine =
      new Engine(
          new Engine.Settings(
              "a", PATIENT, Engine.Settings.shortestLease(PATIENT), Clock.systemUTC()),
          store,
          port(ClusterAccess.class),
          Meters.unread());

  @BeforeEach
  void aClusterWhoseApiIsReached() {
    store.create(cluster, new SealedSecrets(new byte[0]));
    store.commit(
        store.load(cluster.id()).orElseThrow(),
        Optional.empty(),
        List.of(
            new ClusterRecord.ResourceSeen(
                new ResourceKey(ResourceKey.Kind.FLOATING_IP, "api"),
                "address-1",
                Optional.of("203.0.113.7"),
                SampleClusters.NOW),
            new ClusterRecord.CreationCompleted(SampleClusters.NOW)));
  }

  @AfterEach
  void end() {
    never.countDown();
    engine.close();
  }

  @Test
  void aClustersOwnApiCallsForALookAtOnce() {
    engine.start();
    await().until(() -> bell != null);
    for (int ring = 1; ring <= 3; ring++) {
      int before = looks.get();
      ring();
      await().until(() -> looks.get() > before);
    }
  }

  @Test
  void anApiThatIsNotReadyIsNotListenedTo() {
    ready = false;
    engine.start();
    await().until(() -> looks.get() > 0);

    engine.close();

    await().until(() -> forgotten.get() == 1);
    assertThat(bell).isNull();
  }

  @Test
  void whoGivesAClusterUpListensNoLonger() {
    engine.start();
    await().until(() -> bell != null);

    engine.close();

    await().until(() -> closed.get() == 1);
  }

  private void ring() {
    Runnable told = bell;
    if (told != null) {
      told.run();
    }
  }

  private @Nullable Object answer(Method method, Object @Nullable [] arguments)
      throws InterruptedException {
    Class<?> type = method.getReturnType();
    if (method.getName().equals("servers")) {
      looks.incrementAndGet();
    }
    if (method.getName().equals("watch") && arguments != null) {
      bell = (Runnable) arguments[0];
      return new Watch();
    }
    if (type == List.class && method.getDeclaringClass() == KubernetesApi.class) {
      return List.of();
    }
    if (type == List.class) {
      throw new CloudException(new CloudFault.Unreachable(false, "nobody there"));
    }
    if (method.getName().equals("forget")) {
      forgotten.incrementAndGet();
    }
    if (type == boolean.class) {
      return method.getName().equals("ready") && ready;
    }
    if (type == Cloud.class || type == KubernetesApi.class || type.getName().contains(".cloud.")) {
      return port(type);
    }
    if (type == void.class && method.getDeclaringClass() != KubernetesApi.class) {
      return null;
    }
    never.await();
    throw new KubernetesException(KubernetesException.Kind.UNREACHABLE, "no answer");
  }

  private <T> T port(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> answer(method, arguments)));
  }

  private final class Watch implements ApiWatch {
    @Override
    public boolean listens() {
      return closed.get() == 0;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
