package io.caisson.simulator.guest.kubeadm;

import io.caisson.simulator.kubeapi.Cluster;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The clusters of this data centre by the uid of their ConfigMap kubeadm-config: what a joining
 * machine read through the API leads it to the etcd that it becomes a part of.
 */
public final class Clusters {
  private final Map<String, Cluster> byConfig = new ConcurrentHashMap<>();

  void add(Cluster cluster) {
    byConfig.put(uid(cluster), cluster);
  }

  Optional<Cluster> withConfig(String uid) {
    return Optional.ofNullable(byConfig.get(uid));
  }

  /** It lost its last member. */
  public void remove(Cluster cluster) {
    byConfig.values().remove(cluster);
  }

  private static String uid(Cluster cluster) {
    return cluster
        .client("kubeadm")
        .get("configmaps", "kube-system", "kubeadm-config")
        .path("metadata")
        .path("uid")
        .asText();
  }
}
