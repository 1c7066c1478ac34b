package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Optional;
import java.util.function.Function;

/**
 * JSON merge patches of Nodes. Each names the {@code resourceVersion} that was read; a Node that
 * was changed meanwhile, as kubelet and controllers do all the time, is read again.
 */
final class NodePatches {
  private final KubernetesClient client;

  NodePatches(KubernetesClient client) {
    this.client = client;
  }

  /**
   * @param change the patch; empty if the Node is so already
   * @throws KubernetesException NOT_FOUND if there is no such Node
   */
  void patch(String name, Function<Node, Optional<String>> change) {
    Conflicts.again(
        () ->
            patch(
                read(name)
                    .orElseThrow(() -> new KubernetesException(Kind.NOT_FOUND, "no Node " + name)),
                change));
  }

  /**
   * The same, and nothing if there is no such Node.
   *
   * @param change the patch; empty if the Node is so already
   */
  void patchIfThere(String name, Function<Node, Optional<String>> change) {
    Conflicts.again(() -> read(name).ifPresent(node -> patch(node, change)));
  }

  private Optional<Node> read(String name) {
    return Optional.ofNullable(Faults.told(() -> client.nodes().withName(name).get()));
  }

  private void patch(Node node, Function<Node, Optional<String>> change) {
    change
        .apply(node)
        .ifPresent(
            patch ->
                Faults.told(
                    () ->
                        client
                            .nodes()
                            .withName(node.getMetadata().getName())
                            .patch(PatchContext.of(PatchType.JSON_MERGE), patch)));
  }
}
