package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges nodes by their leases.
 *
 * <ol>
 *   <li>A node whose kubelet has been silent for the grace period, counted from when this loop
 *       first saw its last sign, has all its conditions Unknown.
 *   <li>Taints follow conditions: not-ready, unreachable, unschedulable; with NoExecute for the
 *       first two.
 *   <li>If no node at all is Ready, nothing is known about any of them, and no NoExecute taint is
 *       set: full disruption.
 * </ol>
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/controller/nodelifecycle/node_lifecycle_controller.go">node_lifecycle_controller.go</a>
 */
final class NodeLifecycle implements Controller {
  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final String PREFIX = "node.kubernetes.io/";
  private static final String READY = "Ready";
  private static final String EXECUTE = "NoExecute";
  private static final Set<String> CONDITIONS =
      Set.of("MemoryPressure", "DiskPressure", "PIDPressure", READY);

  private final ClusterClient client;
  private final Timeline timeline;
  private final Duration grace;
  private final Map<String, Sign> signs = new HashMap<>();

  NodeLifecycle(ClusterClient client, Timeline timeline, Duration grace) {
    this.client = client;
    this.timeline = timeline;
    this.grace = grace;
  }

  @Override
  public List<String> follows() {
    return List.of("nodes");
  }

  @Override
  public Optional<Duration> look() {
    Instant now = timeline.now();
    List<ObjectNode> nodes = client.list("nodes");
    signs.keySet().retainAll(nodes.stream().map(Things::uid).toList());
    for (ObjectNode node : nodes) {
      if (!ready(node).equals("Unknown") && isSilent(node, now)) {
        callUnknown(Things.name(node), now);
      }
    }
    List<ObjectNode> judged = client.list("nodes");
    boolean disrupted = judged.stream().noneMatch(node -> ready(node).equals("True"));
    judged.forEach(node -> taint(node, disrupted, now));
    return nodes.isEmpty() ? Optional.empty() : Optional.of(PERIOD);
  }

  /** By this control plane's clock: it remembers when it first saw each renewal. */
  private boolean isSilent(JsonNode node, Instant now) {
    String mark =
        client
                .find("leases", "kube-node-lease", Things.name(node))
                .map(lease -> lease.path("spec").path("renewTime").asText())
                .orElse("")
            + Things.condition(node, READY)
                .map(c -> c.path("lastHeartbeatTime").asText())
                .orElse("");
    Sign sign = signs.get(Things.uid(node));
    if (sign == null || !sign.mark().equals(mark)) {
      signs.put(Things.uid(node), new Sign(mark, now));
      return false;
    }
    return sign.seen().plus(grace).isBefore(now);
  }

  private void callUnknown(String name, Instant now) {
    client.changeThrough(
        "status",
        new ClusterClient.Named("nodes", "", name),
        before -> {
          ObjectNode after = before.deepCopy();
          for (String type : CONDITIONS.stream().sorted().toList()) {
            boolean known = Things.condition(after, type).isPresent();
            ObjectNode condition =
                Things.condition(after, type)
                    .map(c -> (ObjectNode) c.deepCopy())
                    .orElseGet(() -> Json.object().put("type", type));
            condition
                .put("status", "Unknown")
                .put("reason", known ? "NodeStatusUnknown" : "NodeStatusNeverUpdated")
                .put(
                    "message",
                    known
                        ? "Kubelet stopped posting node status."
                        : "Kubelet never posted node status.");
            Things.put(after, condition, now);
          }
          return after;
        });
    client.list("pods").stream()
        .filter(pod -> pod.path("spec").path("nodeName").asText().equals(name))
        .filter(Things::isReady)
        .forEach(pod -> callUnready(pod, now));
  }

  private void callUnready(JsonNode pod, Instant now) {
    client.changeThrough(
        "status",
        new ClusterClient.Named("pods", Things.space(pod), Things.name(pod)),
        before -> {
          ObjectNode after = before.deepCopy();
          Things.put(after, Json.object().put("type", READY).put("status", "False"), now);
          return after;
        });
  }

  private void taint(ObjectNode node, boolean disrupted, Instant now) {
    ArrayNode wanted = Json.array();
    List<String[]> ours = ours(node, disrupted);
    JsonNode there = node.path("spec").path("taints");
    for (JsonNode taint : there) {
      boolean managed = isManaged(taint);
      if (!managed || ours.removeIf(own -> isSame(own, taint))) {
        wanted.add(taint);
      }
    }
    for (String[] own : ours) {
      ObjectNode taint = wanted.addObject().put("key", own[0]).put("effect", own[1]);
      taint.put("timeAdded", Things.seconds(now));
    }
    if (!wanted.equals(there) && !(wanted.isEmpty() && there.isMissingNode())) {
      client.change("nodes", "", Things.name(node), before -> with(before, wanted));
    }
  }

  private static ObjectNode with(ObjectNode before, ArrayNode taints) {
    ObjectNode after = before.deepCopy();
    ObjectNode spec = Json.child(after, "spec");
    spec.remove("taints");
    if (!taints.isEmpty()) {
      spec.set("taints", taints);
    }
    return after;
  }

  private static List<String[]> ours(JsonNode node, boolean disrupted) {
    List<String[]> taints = new ArrayList<>();
    String key =
        switch (ready(node)) {
          case "True" -> "";
          case "Unknown" -> PREFIX + "unreachable";
          default -> PREFIX + "not-ready";
        };
    if (!key.isEmpty()) {
      taints.add(new String[] {key, "NoSchedule"});
    }
    if (!key.isEmpty() && !disrupted && !ready(node).isEmpty()) {
      taints.add(new String[] {key, EXECUTE});
    }
    if (node.path("spec").path("unschedulable").asBoolean()) {
      taints.add(new String[] {PREFIX + "unschedulable", "NoSchedule"});
    }
    return taints;
  }

  private static boolean isManaged(JsonNode taint) {
    return Set.of(PREFIX + "unreachable", PREFIX + "not-ready", PREFIX + "unschedulable")
        .contains(taint.path("key").asText());
  }

  private static boolean isSame(String[] own, JsonNode taint) {
    return own[0].equals(taint.path("key").asText())
        && own[1].equals(taint.path("effect").asText());
  }

  private static String ready(JsonNode node) {
    return Things.condition(node, READY).map(c -> c.path("status").asText()).orElse("");
  }

  /** The last renewal, and when it was first seen. */
  private record Sign(String mark, Instant seen) {}
}
