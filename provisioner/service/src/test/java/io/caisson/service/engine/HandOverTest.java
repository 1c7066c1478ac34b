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
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.ClusterStore.Holder;
import io.caisson.service.store.ClusterStore.SealedSecrets;
import io.caisson.service.store.ClusterStore.Standing;
import io.caisson.service.store.SampleClusters;
import io.caisson.service.store.memory.MemoryClusterStore;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.kubernetes.EtcdMembers;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesApi.BootstrapToken;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HandOverTest {
  private final MemoryClusterStore store = new MemoryClusterStore(InstantSource.system());
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);
  private final AtomicInteger created = new AtomicInteger();

  @Test
  void aCallThatIsUnderWayWhenAReplicaEndsIsNotInDoubtForTheNextOne() throws InterruptedException {
    Cluster cluster = SampleClusters.cluster("project-1");
    store.create(cluster, new SealedSecrets(new byte[0]));
    Policy policy = Policy.DEFAULT;
    Engine engine =
        new Engine(
            new Engine.Settings(
                "a", policy, Engine.Settings.shortestLease(policy), Clock.systemUTC()),
            store,
            new SlowGroups(),
            Meters.unread());
    engine.start();
    asked.await();

    Thread ending = Thread.ofVirtual().start(engine::close);
    while (ending.getState() == Thread.State.NEW || ending.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
    answer.countDown();
    ending.join();

    assertThat(store.standings("b")).extracting(Standing::holder).containsExactly(Holder.NOBODY);
    assertThat(groups(cluster)).isNotEmpty().allMatch(one -> one.attempts() == 1 && one.present());
    assertThat(created).hasValue(groups(cluster).size());
  }

  @Test
  @Timeout(60)
  void anErrorInATurnLosesNoCallThatIsUnderWay() {
    Cluster cluster = SampleClusters.cluster("project-1");
    store.create(cluster, new SealedSecrets(new byte[0]));
    Policy policy = Policy.DEFAULT;
    CountDownLatch broken = new CountDownLatch(1);
    try (Engine engine =
        new Engine(
            new Engine.Settings(
                "a", policy, Engine.Settings.shortestLease(policy), Clock.systemUTC()),
            breakingAtTheSecondCommit(broken),
            new SlowGroups(),
            Meters.unread())) {
      engine.start();
      await().until(() -> asked.getCount() == 0);
      answer.countDown();
      await().until(() -> broken.getCount() == 0);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> groups(cluster).stream().allMatch(Resource::present));
    }
    assertThat(groups(cluster)).isNotEmpty().allMatch(one -> one.attempts() == 1);
  }

  private List<Resource> groups(Cluster cluster) {
    return store.load(cluster.id()).orElseThrow().resources().values().stream()
        .filter(one -> one.key().kind() == ResourceKey.Kind.SECURITY_GROUP)
        .toList();
  }

  private ClusterStore breakingAtTheSecondCommit(CountDownLatch broken) {
    AtomicInteger commits = new AtomicInteger();
    return (ClusterStore)
        Proxy.newProxyInstance(
            ClusterStore.class.getClassLoader(),
            new Class<?>[] {ClusterStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("commit") && commits.incrementAndGet() == 2) {
                broken.countDown();
                throw new LinkageError("a class that does not fit");
              }
              return method.invoke(store, arguments);
            });
  }

  /** A cloud in which a security group takes long, and nothing else is answered. */
  private final class SlowGroups implements ClusterAccess {
    private static CloudException silent() {
      return new CloudException(new CloudFault.Unreachable(false, "nobody there"));
    }

    @SuppressWarnings("unchecked")
    private <T> T port(Class<T> type) {
      return (T)
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (_, method, _) -> {
                if (method.getReturnType().isInterface()
                    && method.getReturnType().getPackage().equals(Cloud.class.getPackage())) {
                  return port(method.getReturnType());
                }
                if (!method.getName().equals("createSecurityGroup")) {
                  throw silent();
                }
                asked.countDown();
                answer.await();
                return "group-" + created.incrementAndGet();
              });
    }

    @Override
    public Cloud cloud(Cluster cluster) {
      return port(Cloud.class);
    }

    @Override
    public KubernetesApi kubernetes(Cluster cluster, String host) {
      throw silent();
    }

    @Override
    public EtcdMembers etcd(Cluster cluster, String host) {
      throw silent();
    }

    @Override
    public String userData(Cluster cluster, MachineId machine, int attempt) {
      throw silent();
    }

    @Override
    public BootstrapToken token(Cluster cluster, String name) {
      throw silent();
    }

    @Override
    public List<Map<String, Object>> addOn(Cluster cluster, String name) {
      throw silent();
    }

    @Override
    public void deleteCredential(Cluster cluster, String credentialId) {
      throw silent();
    }

    @Override
    public void forget(ClusterId cluster) {}
  }
}
