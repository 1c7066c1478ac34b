package io.caisson.service.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.plan.Policy;
import io.caisson.service.meters.Meters;
import io.caisson.service.store.ClusterStore.SealedSecrets;
import io.caisson.service.store.SampleClusters;
import io.caisson.service.store.memory.MemoryClusterStore;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.kubernetes.EtcdMembers;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesApi.BootstrapToken;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LooksBesideTurnsTest {
  private static final Policy HASTY =
      new Policy(
          Policy.DEFAULT.callLimit(),
          Policy.DEFAULT.listLag(),
          Policy.DEFAULT.cleanLooks(),
          Policy.DEFAULT.openEffects(),
          Policy.DEFAULT.stages(),
          Duration.ofMillis(10),
          Duration.ofMillis(10));

  private final MemoryClusterStore store = new MemoryClusterStore(InstantSource.system());
  private final Cluster cluster = SampleClusters.cluster("project-1");
  private final Slow outside = new Slow();
  private final Engine engine =
      new Engine(
          new Engine.Settings("a", HASTY, Engine.Settings.shortestLease(HASTY), Clock.systemUTC()),
          store,
          outside,
          Meters.unread());

  @AfterEach
  void end() {
    outside.look.countDown();
    outside.call.countDown();
    engine.close();
  }

  @Test
  void whatSettlesWhileALookIsUnderWayIsCommittedBeforeItEnds() throws InterruptedException {
    store.create(cluster, new SealedSecrets(new byte[0]));
    engine.start();
    outside.second.await();
    assertThat(groups()).isNotEmpty().noneMatch(Resource::present);

    outside.call.countDown();

    await().until(() -> groups().stream().allMatch(Resource::present));
    assertThat(outside.looks).hasValue(2);
  }

  @Test
  void nothingIsDecidedBeforeTheFirstLook() throws InterruptedException {
    store.create(cluster, new SealedSecrets(new byte[0]));
    long made = now().version();
    outside.before = () -> outside.machines = now().machines().size();
    engine.start();
    outside.second.await();

    assertThat(outside.machines).isZero();
    assertThat(now().version()).isGreaterThan(made);
  }

  private Cluster now() {
    return store.load(cluster.id()).orElseThrow();
  }

  private List<Resource> groups() {
    return now().resources().values().stream()
        .filter(one -> one.key().kind() == ResourceKey.Kind.SECURITY_GROUP)
        .toList();
  }

  /** A cloud with nothing in it whose second look does not end, nor any call. */
  private static final class Slow implements ClusterAccess {
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();
    private final CountDownLatch second = new CountDownLatch(1);
    private final CountDownLatch look = new CountDownLatch(1);
    private final CountDownLatch call = new CountDownLatch(1);
    private Runnable before = () -> {};
    private int machines = -1;

    @SuppressWarnings("unchecked")
    private <T> T port(Class<T> type) {
      return (T)
          Proxy.newProxyInstance(
              type.getClassLoader(), new Class<?>[] {type}, (_, method, _) -> answer(method));
    }

    private Object answer(Method method) throws InterruptedException {
      if (method.getName().equals("servers")) {
        looked();
      }
      if (method.getReturnType() == List.class) {
        return List.of();
      }
      if (method.getReturnType() == String.class) {
        call.await();
        return "made-" + made.incrementAndGet();
      }
      return port(method.getReturnType());
    }

    private void looked() throws InterruptedException {
      if (looks.incrementAndGet() == 1) {
        before.run();
      } else {
        second.countDown();
        look.await();
      }
    }

    @Override
    public Cloud cloud(Cluster of) {
      return port(Cloud.class);
    }

    @Override
    public KubernetesApi kubernetes(Cluster of, String host) {
      throw new IllegalStateException("it has none");
    }

    @Override
    public EtcdMembers etcd(Cluster of, String host) {
      throw new IllegalStateException("it has none");
    }

    @Override
    public String userData(Cluster of, MachineId machine, int attempt) {
      return "";
    }

    @Override
    public BootstrapToken token(Cluster of, String name) {
      throw new IllegalStateException("nobody joins");
    }

    @Override
    public List<Map<String, Object>> addOn(Cluster of, String name) {
      return List.of();
    }

    @Override
    public void deleteCredential(Cluster of, String credentialId) {}

    @Override
    public void forget(ClusterId of) {}
  }
}
