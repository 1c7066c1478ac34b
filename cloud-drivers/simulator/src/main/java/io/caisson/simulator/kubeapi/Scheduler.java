package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Binds pods to nodes: taints, selectors, required affinity to nodes and pods, hard topology
 * spread, requested resources. Of the nodes that are left one with the fewest taints that only ask
 * to be preferred less, and are not tolerated, is taken; of these the one with the fewest pods,
 * then the first by name. Nothing is preempted.
 */
final class Scheduler implements Controller {
  private final ClusterClient client;
  private final Timeline timeline;

  Scheduler(ClusterClient client, Timeline timeline) {
    this.client = client;
    this.timeline = timeline;
  }

  @Override
  public List<String> follows() {
    return List.of("pods", "nodes");
  }

  @Override
  public Optional<Duration> look() {
    List<ObjectNode> pods = client.list("pods");
    List<ObjectNode> waiting = pods.stream().filter(Scheduler::waits).toList();
    if (!waiting.isEmpty()) {
      Crowd crowd = new Crowd(client.list("nodes"), pods);
      waiting.forEach(pod -> place(pod, crowd));
    }
    return Optional.empty();
  }

  private static boolean waits(JsonNode pod) {
    return Things.isActive(pod)
        && pod.path("spec").path("nodeName").asText().isEmpty()
        && pod.path("spec").path("schedulerName").asText().equals("default-scheduler")
        && pod.path("spec").path("schedulingGates").isEmpty();
  }

  private void place(ObjectNode pod, Crowd crowd) {
    Map<String, Integer> reasons = new TreeMap<>();
    List<ObjectNode> fit = new ArrayList<>();
    for (ObjectNode node : crowd.nodes()) {
      Optional<String> why = crowd.against(pod, node);
      if (why.isEmpty()) {
        fit.add(node);
      } else {
        reasons.merge(why.get(), 1, Integer::sum);
      }
    }
    Optional<ObjectNode> best =
        fit.stream()
            .min(
                Comparator.comparingLong((ObjectNode node) -> Crowd.dislikes(pod, node))
                    .thenComparingInt(crowd::podsOn)
                    .thenComparing(Things::name));
    if (best.isPresent()) {
      bind(pod, Things.name(best.get()));
      crowd.add(pod, Things.name(best.get()));
    } else {
      giveUp(pod, crowd.nodes().size(), reasons);
    }
  }

  private void bind(ObjectNode pod, String node) {
    client.change(
        "pods",
        Things.space(pod),
        Things.name(pod),
        before -> {
          ObjectNode after = before.deepCopy();
          Json.child(after, "spec").put("nodeName", node);
          return after;
        });
    condition(pod, Json.object().put("type", "PodScheduled").put("status", "True"));
  }

  private void giveUp(ObjectNode pod, int nodes, Map<String, Integer> reasons) {
    String why =
        reasons.entrySet().stream()
            .map(r -> r.getValue() + " " + r.getKey())
            .collect(Collectors.joining(", "));
    String text =
        nodes == 0
            ? "no nodes available to schedule pods"
            : "0/%d nodes are available: %s.".formatted(nodes, why);
    boolean said =
        Things.condition(pod, "PodScheduled")
            .filter(c -> c.path("message").asText().equals(text))
            .isPresent();
    if (!said) {
      condition(pod, Things.condition("PodScheduled", false, "Unschedulable", text));
    }
  }

  private void condition(ObjectNode pod, ObjectNode condition) {
    client.changeThrough(
        "status",
        new ClusterClient.Named("pods", Things.space(pod), Things.name(pod)),
        before -> {
          ObjectNode after = before.deepCopy();
          Things.put(after, condition.putNull("lastProbeTime"), timeline.now());
          return after;
        });
  }
}
