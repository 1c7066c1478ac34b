package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All nodes with the pods that are on them, for one round of the scheduler. */
final class Crowd {
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

  private final List<ObjectNode> nodes;
  private final Map<String, List<ObjectNode>> pods = new TreeMap<>();

  Crowd(List<ObjectNode> nodes, List<ObjectNode> all) {
    this.nodes = nodes;
    for (ObjectNode pod : all) {
      String node = pod.path("spec").path("nodeName").asText();
      if (!node.isEmpty() && !Things.isOver(pod)) {
        add(pod, node);
      }
    }
  }

  void add(ObjectNode pod, String node) {
    pods.computeIfAbsent(node, n -> new ArrayList<>()).add(pod);
  }

  List<ObjectNode> nodes() {
    return nodes;
  }

  int podsOn(JsonNode node) {
    return on(Things.name(node)).size();
  }

  private List<ObjectNode> on(String node) {
    return pods.getOrDefault(node, List.of());
  }

  /** Why the pod cannot go there, in the scheduler's words. */
  Optional<String> against(JsonNode pod, JsonNode node) {
    if (node.path("spec").path("unschedulable").asBoolean()
        && !Placement.tolerates(pod, taint("node.kubernetes.io/unschedulable"))) {
      return Optional.of("node(s) were unschedulable");
    }
    for (JsonNode taint : node.path("spec").path("taints")) {
      boolean hard = !taint.path("effect").asText().equals("PreferNoSchedule");
      if (hard && !Placement.tolerates(pod, taint)) {
        return Optional.of(
            "node(s) had untolerated taint {%s: %s}"
                .formatted(taint.path("key").asText(), taint.path("value").asText()));
      }
    }
    if (!Placement.allowsNode(pod, node)) {
      return Optional.of("node(s) didn't match Pod's node affinity/selector");
    }
    return crowded(pod, node).or(() -> neighbours(pod, node)).or(() -> spread(pod, node));
  }

  /** How many taints say that the pod had better go elsewhere. */
  static long dislikes(JsonNode pod, JsonNode node) {
    return Json.each(node.path("spec").path("taints"))
        .filter(taint -> taint.path("effect").asText().equals("PreferNoSchedule"))
        .filter(taint -> !Placement.tolerates(pod, taint))
        .count();
  }

  private static ObjectNode taint(String key) {
    return Json.object().put("key", key).put("effect", "NoSchedule");
  }

  private Optional<String> crowded(JsonNode pod, JsonNode node) {
    JsonNode room = node.path("status").path("allocatable");
    List<ObjectNode> there = on(Things.name(node));
    if (room.has("pods") && there.size() + 1 > room.path("pods").asInt()) {
      return Optional.of("Too many pods");
    }
    Resources all = Resources.requested(pod);
    for (ObjectNode other : there) {
      all = all.plus(Resources.requested(other));
    }
    return all.missing(room).map(what -> "Insufficient " + what);
  }

  private Optional<String> neighbours(JsonNode pod, JsonNode node) {
    JsonNode affinity = pod.path("spec").path("affinity");
    for (JsonNode term : affinity.path("podAntiAffinity").path(REQUIRED)) {
      if (domain(term, node).anyMatch(other -> isMeant(term, pod, other))) {
        return Optional.of("node(s) didn't match pod anti-affinity rules");
      }
    }
    for (JsonNode term : affinity.path("podAffinity").path(REQUIRED)) {
      boolean near = domain(term, node).anyMatch(other -> isMeant(term, pod, other));
      boolean first =
          pods.values().stream().flatMap(List::stream).noneMatch(o -> isMeant(term, pod, o));
      if (!near && !(first && isMeant(term, pod, pod))) {
        return Optional.of("node(s) didn't match pod affinity rules");
      }
    }
    return Optional.empty();
  }

  private java.util.stream.Stream<ObjectNode> domain(JsonNode term, JsonNode node) {
    String key = term.path("topologyKey").asText();
    String value = Workload.label(node, key);
    return nodes.stream()
        .filter(other -> Workload.label(other, key).equals(value) && !value.isEmpty())
        .flatMap(other -> on(Things.name(other)).stream());
  }

  private static boolean isMeant(JsonNode term, JsonNode pod, JsonNode other) {
    JsonNode spaces = term.path("namespaces");
    boolean here =
        spaces.isEmpty()
            ? Things.space(pod).equals(Things.space(other))
            : Json.each(spaces).anyMatch(s -> s.asText().equals(Things.space(other)));
    return here && LabelSelector.of(term.path("labelSelector")).test(other);
  }

  private Optional<String> spread(JsonNode pod, JsonNode node) {
    for (JsonNode rule : pod.path("spec").path("topologySpreadConstraints")) {
      if (rule.path("whenUnsatisfiable").asText().equals("DoNotSchedule")
          && skew(rule, pod, node) > rule.path("maxSkew").asInt(1)) {
        return Optional.of("node(s) didn't match pod topology spread constraints");
      }
    }
    return Optional.empty();
  }

  private long skew(JsonNode rule, JsonNode pod, JsonNode node) {
    String key = rule.path("topologyKey").asText();
    Map<String, Long> counts = new TreeMap<>();
    for (ObjectNode other : nodes) {
      String value = Workload.label(other, key);
      if (!value.isEmpty() && Placement.allowsNode(pod, other)) {
        long there = on(Things.name(other)).stream().filter(o -> isMeant(rule, pod, o)).count();
        counts.merge(value, there, Long::sum);
      }
    }
    String own = Workload.label(node, key);
    if (!counts.containsKey(own)) {
      return Long.MAX_VALUE;
    }
    long least = counts.values().stream().mapToLong(Long::longValue).min().orElse(0);
    return counts.get(own) + 1 - least;
  }
}
