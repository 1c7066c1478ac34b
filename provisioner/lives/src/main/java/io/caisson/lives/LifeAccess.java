package io.caisson.lives;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.MachineId;
import io.caisson.service.engine.ClusterAccess;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.kubernetes.EtcdMembers;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesApi.BootstrapToken;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The outside of the one cluster of a life. */
final class LifeAccess implements ClusterAccess {
  private static final int DIGITS = 36;
  private static final long TOKENS = 2_176_782_336L;

  private final Cloud cloud;
  private final LifeKubernetes kubernetes;
  private final EtcdMembers etcd;
  private boolean credentialThere = true;

  LifeAccess(Cloud cloud, LifeKubernetes kubernetes, EtcdMembers etcd) {
    this.cloud = cloud;
    this.kubernetes = kubernetes;
    this.etcd = etcd;
  }

  boolean credentialThere() {
    return credentialThere;
  }

  @Override
  public Cloud cloud(Cluster cluster) {
    return cloud;
  }

  @Override
  public KubernetesApi kubernetes(Cluster cluster, String host) {
    return kubernetes;
  }

  @Override
  public EtcdMembers etcd(Cluster cluster, String host) {
    return etcd;
  }

  @Override
  public String userData(Cluster cluster, MachineId machine, int attempt) {
    return new LifeUserData(machine, attempt).text();
  }

  @Override
  public BootstrapToken token(Cluster cluster, String name) {
    return new BootstrapToken(token(name), "0123456789abcdef", name, Instant.EPOCH);
  }

  @Override
  public List<Map<String, Object>> addOn(Cluster cluster, String name) {
    return List.of(Map.of("kind", "Namespace"), Map.of("kind", "DaemonSet"));
  }

  @Override
  public void deleteCredential(Cluster cluster, String credentialId) {
    credentialThere = false;
  }

  @Override
  public void forget(ClusterId cluster) {}

  static String token(MachineId machine) {
    return token(machine.toString());
  }

  /**
   * Six characters for each machine, other ones for each of thousands.
   *
   * @param name of the token's key
   */
  static String token(String name) {
    long number = Math.floorMod((long) name.hashCode(), TOKENS);
    return "%6s".formatted(Long.toString(number, DIGITS)).replace(' ', '0');
  }
}
