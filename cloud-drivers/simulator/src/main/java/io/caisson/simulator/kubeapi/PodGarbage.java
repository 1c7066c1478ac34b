package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Ends pods: those whose node is gone, as the garbage collector does, and those that were told to
 * end on a node that still answers, as its kubelet does.
 */
final class PodGarbage {
  private final ClusterClient client;
  private final Timeline timeline;

  PodGarbage(ClusterClient client, Timeline timeline) {
    this.client = client;
    this.timeline = timeline;
  }

  void look() {
    Set<String> nodes =
        client.list("nodes").stream().map(Metadata::name).collect(Collectors.toSet());
    for (ObjectNode pod : client.list("pods")) {
      String node = pod.path("spec").path("nodeName").asText();
      boolean orphaned = !node.isEmpty() && !nodes.contains(node);
      if (orphaned || (isEnding(pod) && answers(node))) {
        client.remove("pods", pod.path("metadata").path("namespace").asText(), Metadata.name(pod));
      }
    }
  }

  private static boolean isEnding(JsonNode pod) {
    JsonNode metadata = pod.path("metadata");
    return metadata.has("deletionTimestamp") && metadata.path("finalizers").isEmpty();
  }

  private boolean answers(String node) {
    return client
        .find("leases", "kube-node-lease", node)
        .map(lease -> Instant.parse(lease.path("spec").path("renewTime").asText()))
        .filter(renewed -> renewed.plus(NodeLifecycle.GRACE).isAfter(timeline.now()))
        .isPresent();
  }
}
