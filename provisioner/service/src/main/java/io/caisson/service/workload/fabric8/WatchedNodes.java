package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.KubernetesApi;
import java.util.HashMap;
import java.util.Map;

/**
 * Nodes as a watch has told of them. A kubelet writes its Node every few minutes, and whenever one
 * of many things changes: most of it no look would see.
 */
final class WatchedNodes {
  private final Map<String, KubernetesApi.Node> known = new HashMap<>();

  /** Whether a look would see what this event tells. */
  boolean news(String type, KubernetesApi.Node node) {
    return type.equals("DELETED")
        ? known.remove(node.name()) != null
        : !node.equals(known.put(node.name(), node));
  }
}
