package io.caisson.simulator.guest.kubelet;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.caisson.simulator.kubeapi.KubernetesVersion;
import io.caisson.simulator.model.BootedInstance;
import java.util.Map;

/**
 * As what a kubelet registers its machine.
 *
 * @param address the InternalIP
 * @param providerId empty if nobody gave one
 * @param labels those of {@code --node-labels}
 * @param taints those of {@code --register-with-taints}
 */
public record NodeOrder(
    String name,
    String address,
    String providerId,
    Map<String, String> labels,
    ArrayNode taints,
    KubernetesVersion version,
    BootedInstance.Hardware hardware) {
  public NodeOrder {
    labels = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(labels));
  }
}
