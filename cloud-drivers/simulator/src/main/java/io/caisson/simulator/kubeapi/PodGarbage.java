package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Ends the pods whose node is gone. The real collector waits up to a minute for a node to come
 * back; this one does not.
 */
final class PodGarbage implements Controller {
  private final ClusterClient client;

  PodGarbage(ClusterClient client) {
    this.client = client;
  }

  @Override
  public List<String> follows() {
    return List.of("pods", "nodes");
  }

  @Override
  public Optional<Duration> look() {
    Set<String> nodes = client.list("nodes").stream().map(Things::name).collect(Collectors.toSet());
    for (ObjectNode pod : client.list("pods")) {
      String node = pod.path("spec").path("nodeName").asText();
      boolean unbound = node.isEmpty() && Things.isDying(pod);
      boolean ended = Things.isDying(pod) && Kubelets.graceOf(pod) == 0;
      if (unbound || (!node.isEmpty() && !nodes.contains(node) && !ended)) {
        client.delete(
            new ClusterClient.Named("pods", Things.space(pod), Things.name(pod)),
            Json.object().put("gracePeriodSeconds", 0));
      }
    }
    return Optional.empty();
  }
}
