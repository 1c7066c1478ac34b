package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The taint that keeps new pods away from a Node if others have room. Taints are one list, which
 * controllers and operators change too: each patch is about the version that was read, and leaves
 * their taints as they were.
 */
final class OutdatedTaint {
  private static final Taint OURS =
      new TaintBuilder().withKey(KubernetesApi.OUTDATED).withEffect("PreferNoSchedule").build();

  private final KubernetesClient client;

  OutdatedTaint(KubernetesClient client) {
    this.client = client;
  }

  void put(String name) {
    Conflicts.again(
        () -> {
          Node node =
              read(name)
                  .orElseThrow(() -> new KubernetesException(Kind.NOT_FOUND, "no Node " + name));
          if (taints(node).stream().noneMatch(OutdatedTaint::isOurs)) {
            List<Taint> more = new ArrayList<>(taints(node));
            more.add(OURS);
            patch(node, more);
          }
        });
  }

  void take(String name) {
    Conflicts.again(
        () ->
            read(name)
                .filter(node -> taints(node).stream().anyMatch(OutdatedTaint::isOurs))
                .ifPresent(
                    node ->
                        patch(
                            node, taints(node).stream().filter(taint -> !isOurs(taint)).toList())));
  }

  private Optional<Node> read(String name) {
    return Optional.ofNullable(Faults.told(() -> client.nodes().withName(name).get()));
  }

  private static boolean isOurs(Taint taint) {
    return OURS.getKey().equals(taint.getKey()) && OURS.getEffect().equals(taint.getEffect());
  }

  private static List<Taint> taints(Node node) {
    return Optional.ofNullable(node.getSpec()).map(NodeSpec::getTaints).orElse(List.of());
  }

  private void patch(Node node, List<Taint> taints) {
    String change =
        "{\"metadata\":{\"resourceVersion\":\"%s\"},\"spec\":{\"taints\":%s}}"
            .formatted(
                node.getMetadata().getResourceVersion(),
                taints.isEmpty() ? "null" : Serialization.asJson(taints));
    Faults.told(
        () ->
            client
                .nodes()
                .withName(node.getMetadata().getName())
                .patch(PatchContext.of(PatchType.JSON_MERGE), change));
  }
}
