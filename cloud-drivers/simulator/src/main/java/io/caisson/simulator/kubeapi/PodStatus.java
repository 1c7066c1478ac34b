package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The status of a pod as its kubelet writes it. */
final class PodStatus {
  private static final Duration USUAL_RUN = Duration.ofSeconds(1);
  private static final int FIRST = 2;

  private final ClusterClient client;

  PodStatus(ClusterClient client) {
    this.client = client;
  }

  /** How long a pod that is to end runs; empty if for ever. Only {@code sleep} is understood. */
  static Optional<Duration> runTime(JsonNode pod) {
    List<String> words =
        Json.each(pod.path("spec").path("containers"))
            .flatMap(
                c ->
                    java.util.stream.Stream.concat(
                        Json.each(c.path("command")), Json.each(c.path("args"))))
            .map(JsonNode::asText)
            .toList();
    int sleep = words.indexOf("sleep");
    if (sleep < 0 || sleep + 1 >= words.size()) {
      return Optional.of(USUAL_RUN);
    }
    String time = words.get(sleep + 1);
    return time.matches("\\d{1,9}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(time)))
        : Optional.empty();
  }

  ObjectNode of(ObjectNode pod, String phase, Instant now) {
    boolean running = phase.equals("Running");
    String time = Things.seconds(now);
    ObjectNode after = pod.deepCopy();
    ObjectNode status = Json.child(after, "status").put("phase", phase);
    for (String type : List.of("Initialized", "Ready", "ContainersReady", "PodScheduled")) {
      boolean is = running || type.equals("Initialized") || type.equals("PodScheduled");
      ObjectNode condition =
          Json.object()
              .put("type", type)
              .put("status", is ? "True" : "False")
              .putNull("lastProbeTime");
      Things.put(after, is ? condition : condition.put("reason", "PodCompleted"), now);
    }
    if (!status.has("podIP")) {
      addresses(pod, status);
    }
    if (!status.has("startTime")) {
      status.put("startTime", time);
    }
    containers(pod, status, running, time);
    return after;
  }

  private static void containers(JsonNode pod, ObjectNode status, boolean running, String time) {
    JsonNode before = status.path("containerStatuses");
    ArrayNode statuses = Json.array();
    int i = 0;
    for (JsonNode container : pod.path("spec").path("containers")) {
      String started =
          before.path(i++).path("state").path("running").path("startedAt").asText(time);
      ObjectNode own = statuses.addObject().put("name", container.path("name").asText());
      ObjectNode state = own.putObject("state");
      if (running) {
        state.putObject("running").put("startedAt", started);
      } else {
        state
            .putObject("terminated")
            .put("exitCode", 0)
            .put("reason", "Completed")
            .put("startedAt", started)
            .put("finishedAt", time);
      }
      own.putObject("lastState");
      own.put("ready", running)
          .put("restartCount", 0)
          .put("image", container.path("image").asText())
          .put("imageID", "")
          .put("started", running);
    }
    status.set("containerStatuses", statuses);
  }

  private void addresses(JsonNode pod, ObjectNode status) {
    String name = pod.path("spec").path("nodeName").asText();
    Optional<ObjectNode> node = client.find("nodes", "", name);
    String host = node.map(PodStatus::internal).orElse("");
    String range = node.map(n -> n.path("spec").path("podCIDR").asText()).orElse("");
    String own = pod.path("spec").path("hostNetwork").asBoolean() ? host : free(name, range);
    if (!host.isEmpty()) {
      status.put("hostIP", host).putArray("hostIPs").addObject().put("ip", host);
    }
    if (!own.isEmpty()) {
      status.put("podIP", own).putArray("podIPs").addObject().put("ip", own);
    }
  }

  private static String internal(JsonNode node) {
    return Json.each(node.path("status").path("addresses"))
        .filter(a -> a.path("type").asText().equals("InternalIP"))
        .map(a -> a.path("address").asText())
        .findFirst()
        .orElse("");
  }

  /** The lowest address of the node's range that no pod of it has. */
  private String free(String node, String range) {
    if (range.isEmpty()) {
      return "";
    }
    Set<String> taken =
        client.list("pods").stream()
            .filter(pod -> pod.path("spec").path("nodeName").asText().equals(node))
            .map(pod -> pod.path("status").path("podIP").asText())
            .collect(Collectors.toSet());
    Cidr cidr = Cidr.parse(range);
    int n = FIRST;
    while (taken.contains(cidr.address(n))) {
      n++;
    }
    return cidr.address(n);
  }
}
