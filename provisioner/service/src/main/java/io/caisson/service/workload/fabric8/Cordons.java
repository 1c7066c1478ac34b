package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.Optional;

/**
 * Makes Nodes unschedulable, with a note that it was us: kubectl's cordon looks the same, and what
 * an operator has cordoned is not ours to undo. Each patch is about the version that was read; a
 * Node that was changed meanwhile, as kubelet and controllers do all the time, is read again.
 */
final class Cordons {
  private static final String OURS = "caisson.io/cordoned";

  private final KubernetesClient client;

  Cordons(KubernetesClient client) {
    this.client = client;
  }

  void cordon(String name) {
    Conflicts.again(
        () -> {
          Node node =
              read(name)
                  .orElseThrow(() -> new KubernetesException(Kind.NOT_FOUND, "no Node " + name));
          if (!cordoned(node)) {
            patch(node, "\"true\"", "true");
          }
        });
  }

  void uncordon(String name) {
    Conflicts.again(
        () ->
            read(name)
                .filter(node -> cordoned(node) && annotations(node).containsKey(OURS))
                .ifPresent(node -> patch(node, "null", "null")));
  }

  private Optional<Node> read(String name) {
    return Optional.ofNullable(Faults.told(() -> client.nodes().withName(name).get()));
  }

  private static boolean cordoned(Node node) {
    return Optional.ofNullable(node.getSpec()).map(NodeSpec::getUnschedulable).orElse(false);
  }

  private static Map<String, String> annotations(Node node) {
    return Optional.ofNullable(node.getMetadata().getAnnotations()).orElse(Map.of());
  }

  private void patch(Node node, String mark, String unschedulable) {
    String change =
        "{\"metadata\":{\"resourceVersion\":\"%s\",\"annotations\":{\"%s\":%s}},\"spec\":{\"unschedulable\":%s}}"
            .formatted(node.getMetadata().getResourceVersion(), OURS, mark, unschedulable);
    Faults.told(
        () ->
            client
                .nodes()
                .withName(node.getMetadata().getName())
                .patch(PatchContext.of(PatchType.JSON_MERGE), change));
  }
}
