package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One pod on each node that it tolerates. Each pod is bound to its node by affinity; the scheduler
 * does the rest. Pods of an older template are replaced one by one.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/controller/daemon/daemon_controller.go">daemon_controller.go</a>
 */
final class DaemonSets implements Controller {
  private static final String PLURAL = "daemonsets";
  private static final String REVISION = "controller-revision-hash";
  private static final Map<String, String> TOLERATED =
      new TreeMap<>(
          Map.of(
              "node.kubernetes.io/not-ready", "NoExecute",
              "node.kubernetes.io/unreachable", "NoExecute",
              "node.kubernetes.io/disk-pressure", "NoSchedule",
              "node.kubernetes.io/memory-pressure", "NoSchedule",
              "node.kubernetes.io/pid-pressure", "NoSchedule",
              "node.kubernetes.io/unschedulable", "NoSchedule"));

  private final ClusterClient client;
  private final Workload workload;

  DaemonSets(ClusterClient client) {
    this.client = client;
    this.workload = new Workload(client);
  }

  @Override
  public List<String> follows() {
    return List.of(PLURAL, "pods", "nodes");
  }

  @Override
  public Optional<Duration> look() {
    for (ObjectNode set : client.list(PLURAL)) {
      if (!Things.isDying(set)) {
        step(set);
      }
    }
    return Optional.empty();
  }

  private void step(ObjectNode set) {
    String hash = Workload.hash(set.path("spec").path("template"));
    List<ObjectNode> pods = workload.podsOf(set);
    Map<String, ObjectNode> byNode = new TreeMap<>();
    pods.stream().filter(pod -> !Things.isOver(pod)).forEach(pod -> byNode.put(nodeOf(pod), pod));
    Set<String> wanted =
        client.list("nodes").stream()
            .filter(node -> mayRun(set, node))
            .map(Things::name)
            .collect(Collectors.toSet());
    pods.stream()
        .filter(pod -> !Things.isDying(pod))
        .filter(pod -> Things.isOver(pod) || !wanted.contains(nodeOf(pod)))
        .forEach(workload::delete);
    wanted.stream()
        .filter(node -> !byNode.containsKey(node))
        .sorted()
        .forEach(node -> client.create(podFor(set, node, hash)));
    replace(set, byNode, hash);
    report(set, wanted, byNode, hash);
  }

  static String nodeOf(JsonNode pod) {
    String bound = pod.path("spec").path("nodeName").asText();
    return bound.isEmpty()
        ? pod.path("spec")
            .path("affinity")
            .path("nodeAffinity")
            .path("requiredDuringSchedulingIgnoredDuringExecution")
            .path("nodeSelectorTerms")
            .path(0)
            .path("matchFields")
            .path(0)
            .path("values")
            .path(0)
            .asText()
        : bound;
  }

  /** Taints against scheduling keep it away, taints against running drive it away. */
  private static boolean mayRun(JsonNode set, JsonNode node) {
    ObjectNode pod = podFor(set, Things.name(node), "");
    return Placement.allowsNode(pod, node)
        && Json.each(node.path("spec").path("taints"))
            .filter(taint -> !taint.path("effect").asText().equals("PreferNoSchedule"))
            .allMatch(taint -> Placement.tolerates(pod, taint));
  }

  private static ObjectNode podFor(JsonNode set, String node, String hash) {
    ObjectNode pod = Workload.labelled(Workload.pod(set), REVISION, hash);
    Workload.labelled(pod, "pod-template-generation", Long.toString(Things.generation(set)));
    Json.child(pod, "metadata").put("generateName", Things.name(set) + "-");
    ObjectNode spec = Json.child(pod, "spec");
    ObjectNode required =
        Json.child(
            Json.child(Json.child(spec, "affinity"), "nodeAffinity"),
            "requiredDuringSchedulingIgnoredDuringExecution");
    ArrayNode terms = required.withArray("nodeSelectorTerms");
    if (terms.isEmpty()) {
      terms.addObject();
    }
    for (JsonNode term : terms) {
      ArrayNode fields = ((ObjectNode) term).putArray("matchFields");
      ObjectNode field = fields.addObject().put("key", "metadata.name").put("operator", "In");
      field.putArray("values").add(node);
    }
    TOLERATED.forEach(
        (key, effect) ->
            spec.withArray("tolerations")
                .addObject()
                .put("key", key)
                .put("operator", "Exists")
                .put("effect", effect));
    if (spec.path("hostNetwork").asBoolean()) {
      spec.withArray("tolerations")
          .addObject()
          .put("key", "node.kubernetes.io/network-unavailable")
          .put("operator", "Exists")
          .put("effect", "NoSchedule");
    }
    return pod;
  }

  private void replace(ObjectNode set, Map<String, ObjectNode> byNode, String hash) {
    if (set.path("spec").path("updateStrategy").path("type").asText().equals("OnDelete")) {
      return;
    }
    boolean quiet =
        byNode.values().stream().allMatch(pod -> Things.isReady(pod) && !Things.isDying(pod));
    byNode.values().stream()
        .filter(pod -> !Workload.label(pod, REVISION).equals(hash) && !Things.isDying(pod))
        .filter(pod -> quiet || !Things.isReady(pod))
        .findFirst()
        .ifPresent(workload::delete);
  }

  private void report(
      ObjectNode set, Set<String> wanted, Map<String, ObjectNode> byNode, String hash) {
    long current = byNode.keySet().stream().filter(wanted::contains).count();
    long ready = byNode.values().stream().filter(Things::isReady).count();
    long updated =
        byNode.values().stream().filter(pod -> Workload.label(pod, REVISION).equals(hash)).count();
    ObjectNode status =
        Json.object()
            .put("currentNumberScheduled", (int) current)
            .put("numberMisscheduled", byNode.size() - (int) current)
            .put("desiredNumberScheduled", wanted.size())
            .put("numberReady", (int) ready)
            .put("observedGeneration", Things.generation(set))
            .put("updatedNumberScheduled", (int) updated)
            .put("numberAvailable", (int) ready);
    if (wanted.size() > ready) {
      status.put("numberUnavailable", wanted.size() - (int) ready);
    }
    workload.report(PLURAL, set, status);
  }
}
