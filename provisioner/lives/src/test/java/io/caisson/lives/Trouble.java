package io.caisson.lives;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.MachineId;
import io.caisson.service.engine.ClusterAccess;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.Compute;
import io.caisson.spi.cloud.Facts;
import io.caisson.spi.cloud.Network;
import io.caisson.spi.cloud.Volumes;
import io.caisson.spi.kubernetes.ClusterRelease;
import io.caisson.spi.kubernetes.EtcdMembers;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesApi.BootstrapToken;
import io.caisson.spi.kubernetes.Pods;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** A cluster's outside on which chosen calls fail, before or after they are carried out. */
final class Trouble implements ClusterAccess {
  private static final Set<Class<?>> PORTS =
      Set.of(
          Compute.class,
          Network.class,
          Volumes.class,
          Facts.class,
          Pods.class,
          ClusterRelease.class);

  private final ClusterAccess access;
  private final List<Rule> rules = new ArrayList<>();
  private int hits;

  Trouble(ClusterAccess access) {
    this.access = access;
  }

  /** The one call that is not behind a port. */
  private interface Credentials {
    void deleteCredential(String id);
  }

  private record Rule(Predicate<String> call, Way way) {}

  /** What becomes of a call. */
  private interface Way {
    Object go(Call call) throws Throwable;
  }

  private interface Call {
    Object carryOut() throws Throwable;
  }

  /**
   * It is not carried out.
   *
   * @param call by the name of the port's method
   */
  void refuse(Predicate<String> call, RuntimeException fault) {
    rules.add(
        new Rule(
            call,
            _ -> {
              throw fault;
            }));
  }

  /** It is done, and the answer is lost. */
  void lose(Predicate<String> call, RuntimeException fault) {
    rules.add(
        new Rule(
            call,
            inner -> {
              inner.carryOut();
              throw fault;
            }));
  }

  /** It is answered with this. */
  void answer(Predicate<String> call, Object value) {
    rules.add(new Rule(call, _ -> value));
  }

  void mend() {
    rules.clear();
    hits = 0;
  }

  /** How many calls have met a trouble since the last mending. */
  int hits() {
    return hits;
  }

  @SuppressWarnings("unchecked")
  private <T> T guarded(Class<T> port, T inner) {
    return (T)
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, values) -> {
              Class<?> type = method.getReturnType();
              return PORTS.contains(type)
                  ? guarded((Class<Object>) type, called(method, inner, values))
                  : ruled(method, inner, values);
            });
  }

  private Object ruled(Method method, Object inner, Object[] values) throws Throwable {
    for (Rule rule : List.copyOf(rules)) {
      if (rule.call().test(method.getName())) {
        hits++;
        return rule.way().go(() -> called(method, inner, values));
      }
    }
    return called(method, inner, values);
  }

  private static Object called(Method method, Object inner, Object[] values) throws Throwable {
    try {
      return method.invoke(inner, values);
    } catch (InvocationTargetException refused) {
      throw Objects.requireNonNull(refused.getCause());
    }
  }

  @Override
  public Cloud cloud(Cluster cluster) {
    return guarded(Cloud.class, access.cloud(cluster));
  }

  @Override
  public KubernetesApi kubernetes(Cluster cluster, String host) {
    return guarded(KubernetesApi.class, access.kubernetes(cluster, host));
  }

  @Override
  public EtcdMembers etcd(Cluster cluster, String host) {
    return guarded(EtcdMembers.class, access.etcd(cluster, host));
  }

  @Override
  public String userData(Cluster cluster, MachineId machine, int attempt) {
    return access.userData(cluster, machine, attempt);
  }

  @Override
  public BootstrapToken token(Cluster cluster, String name) {
    return access.token(cluster, name);
  }

  @Override
  public List<Map<String, Object>> addOn(Cluster cluster, String name) {
    return access.addOn(cluster, name);
  }

  @Override
  public void deleteCredential(Cluster cluster, String credentialId) {
    guarded(Credentials.class, gone -> access.deleteCredential(cluster, gone))
        .deleteCredential(credentialId);
  }

  @Override
  public void forget(ClusterId cluster) {
    access.forget(cluster);
  }
}
