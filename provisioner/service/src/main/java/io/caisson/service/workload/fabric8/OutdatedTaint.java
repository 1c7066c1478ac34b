package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.KubernetesApi;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The taint that keeps new pods away from a Node if others have room. Taints are one list, which
 * controllers and operators change too: their taints stay as they were.
 */
final class OutdatedTaint {
  private static final Taint OURS =
      new TaintBuilder().withKey(KubernetesApi.OUTDATED).withEffect("PreferNoSchedule").build();

  private final NodePatches nodes;

  OutdatedTaint(KubernetesClient client) {
    this.nodes = new NodePatches(client);
  }

  void put(String name) {
    nodes.patch(
        name,
        node -> {
          List<Taint> more = new ArrayList<>(taints(node));
          more.add(OURS);
          return isThere(node) ? Optional.empty() : Optional.of(patch(node, more));
        });
  }

  void take(String name) {
    nodes.patchIfThere(
        name,
        node -> {
          List<Taint> others = taints(node).stream().filter(taint -> !isOurs(taint)).toList();
          return isThere(node) ? Optional.of(patch(node, others)) : Optional.empty();
        });
  }

  private static boolean isThere(Node node) {
    return taints(node).stream().anyMatch(OutdatedTaint::isOurs);
  }

  private static boolean isOurs(Taint taint) {
    return OURS.getKey().equals(taint.getKey()) && OURS.getEffect().equals(taint.getEffect());
  }

  private static List<Taint> taints(Node node) {
    return Optional.ofNullable(node.getSpec()).map(NodeSpec::getTaints).orElse(List.of());
  }

  private static String patch(Node node, List<Taint> taints) {
    return "{\"metadata\":{\"resourceVersion\":\"%s\"},\"spec\":{\"taints\":%s}}"
        .formatted(
            node.getMetadata().getResourceVersion(),
            taints.isEmpty() ? "null" : Serialization.asJson(taints));
  }
}
