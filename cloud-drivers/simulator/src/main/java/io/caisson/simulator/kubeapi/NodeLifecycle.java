package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Calls a node Unknown whose kubelet has not renewed its lease for the grace period, and taints it.
 *
 * @see <a href="https://kubernetes.io/docs/reference/node/node-status/">Node status</a>
 */
final class NodeLifecycle {
  static final Duration PERIOD = Duration.ofSeconds(5);
  static final Duration GRACE = Duration.ofSeconds(50);
  private static final String UNREACHABLE = "node.kubernetes.io/unreachable";
  private static final List<String> CONDITIONS =
      List.of("MemoryPressure", "DiskPressure", "PIDPressure", "Ready");

  private final ClusterClient client;
  private final Timeline timeline;

  NodeLifecycle(ClusterClient client, Timeline timeline) {
    this.client = client;
    this.timeline = timeline;
  }

  void look() {
    Instant now = timeline.now();
    for (ObjectNode node : client.list("nodes")) {
      boolean unknown = status(node, "Ready").equals("Unknown");
      if (!unknown && lastSign(node).plus(GRACE).isBefore(now)) {
        callUnknown(Metadata.name(node), now);
      } else if (!unknown && isTainted(node)) {
        taint(Metadata.name(node), false, now);
      }
    }
  }

  private Instant lastSign(JsonNode node) {
    return client
        .find("leases", "kube-node-lease", Metadata.name(node))
        .map(lease -> lease.path("spec").path("renewTime").asText())
        .or(() -> java.util.Optional.of(node.path("metadata").path("creationTimestamp").asText()))
        .map(Instant::parse)
        .orElseThrow();
  }

  private void callUnknown(String name, Instant now) {
    client.changeThrough(
        "status",
        new ClusterClient.Named("nodes", "", name),
        before -> {
          ObjectNode after = before.deepCopy();
          ArrayNode conditions = Json.child(after, "status").withArray("conditions");
          for (JsonNode condition : conditions) {
            if (CONDITIONS.contains(condition.path("type").asText())
                && condition instanceof ObjectNode known) {
              known
                  .put("status", "Unknown")
                  .put("lastTransitionTime", Registry.seconds(now))
                  .put("reason", "NodeStatusUnknown")
                  .put("message", "Kubelet stopped posting node status.");
            }
          }
          return after;
        });
    taint(name, true, now);
  }

  private void taint(String name, boolean unreachable, Instant now) {
    client.change(
        "nodes",
        "",
        name,
        before -> {
          ObjectNode after = before.deepCopy();
          ArrayNode kept = Json.array();
          for (JsonNode taint : before.path("spec").path("taints")) {
            if (!taint.path("key").asText().equals(UNREACHABLE)) {
              kept.add(taint);
            }
          }
          if (unreachable) {
            for (String effect : List.of("NoSchedule", "NoExecute")) {
              kept.addObject()
                  .put("key", UNREACHABLE)
                  .put("effect", effect)
                  .put("timeAdded", Registry.seconds(now));
            }
          }
          ObjectNode spec = Json.child(after, "spec");
          spec.remove("taints");
          if (!kept.isEmpty()) {
            spec.set("taints", kept);
          }
          return after;
        });
  }

  private static boolean isTainted(JsonNode node) {
    return Json.each(node.path("spec").path("taints"))
        .anyMatch(taint -> taint.path("key").asText().equals(UNREACHABLE));
  }

  private static String status(JsonNode node, String type) {
    return Json.each(node.path("status").path("conditions"))
        .filter(c -> c.path("type").asText().equals(type))
        .map(c -> c.path("status").asText())
        .findFirst()
        .orElse("");
  }
}
