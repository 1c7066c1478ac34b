package io.caisson.service.workload.fabric8;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;

/**
 * Makes Nodes unschedulable, with a note that it was us: kubectl's cordon looks the same, and what
 * an operator has cordoned is not ours to undo.
 */
final class Cordons {
  private static final String OURS = "caisson.io/cordoned";

  private final NodePatches nodes;

  Cordons(KubernetesClient client) {
    this.nodes = new NodePatches(client);
  }

  void cordon(String name) {
    nodes.patch(
        name,
        node -> cordoned(node) ? Optional.empty() : Optional.of(patch(node, "\"true\"", "true")));
  }

  void uncordon(String name) {
    nodes.patchIfThere(
        name,
        node ->
            cordoned(node) && annotations(node).containsKey(OURS)
                ? Optional.of(patch(node, "null", "null"))
                : Optional.empty());
  }

  private static boolean cordoned(Node node) {
    return Optional.ofNullable(node.getSpec()).map(NodeSpec::getUnschedulable).orElse(false);
  }

  private static Map<String, String> annotations(Node node) {
    return Optional.ofNullable(node.getMetadata().getAnnotations()).orElse(Map.of());
  }

  private static String patch(Node node, String mark, String unschedulable) {
    return "{\"metadata\":{\"resourceVersion\":\"%s\",\"annotations\":{\"%s\":%s}},\"spec\":{\"unschedulable\":%s}}"
        .formatted(node.getMetadata().getResourceVersion(), OURS, mark, unschedulable);
  }
}
