package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Pods with ordinals: made in order, each after the one before is ready, and replaced from the last
 * down, one at a time.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/controller/statefulset/stateful_set_control.go">stateful_set_control.go</a>
 */
final class StatefulSets implements Controller {
  private static final String PLURAL = "statefulsets";
  private static final String REVISION = "controller-revision-hash";
  private static final String INDEX = "apps.kubernetes.io/pod-index";

  private final ClusterClient client;
  private final Workload workload;
  private final Timeline timeline;

  StatefulSets(ClusterClient client, Timeline timeline) {
    this.client = client;
    this.workload = new Workload(client);
    this.timeline = timeline;
  }

  @Override
  public List<String> follows() {
    return List.of(PLURAL, "pods");
  }

  @Override
  public Optional<Duration> look() {
    for (ObjectNode set : client.list(PLURAL)) {
      Map<Integer, ObjectNode> pods = new TreeMap<>();
      workload.podsOf(set).forEach(pod -> pods.put(ordinal(set, pod), pod));
      String revision = Things.name(set) + "-" + Workload.hash(set.path("spec").path("template"));
      if (!Things.isDying(set)) {
        step(set, pods, revision);
      }
      report(set, pods, revision);
    }
    return Optional.empty();
  }

  private static int ordinal(JsonNode set, JsonNode pod) {
    String rest =
        Things.name(pod)
            .substring(Math.min(Things.name(pod).length(), Things.name(set).length() + 1));
    return rest.matches("\\d{1,6}") ? Integer.parseInt(rest) : -1;
  }

  private void step(ObjectNode set, Map<Integer, ObjectNode> pods, String revision) {
    int wanted = set.path("spec").path("replicas").asInt(1);
    boolean ordered = !set.path("spec").path("podManagementPolicy").asText().equals("Parallel");
    for (int i = 0; i < wanted; i++) {
      ObjectNode pod = pods.get(i);
      if (pod == null) {
        make(set, i, revision);
      } else if (Things.isOver(pod) && !Things.isDying(pod)) {
        workload.delete(pod);
      }
      if (ordered && (pod == null || !Things.isReady(pod) || Things.isDying(pod))) {
        return;
      }
    }
    List<ObjectNode> beyond =
        pods.entrySet().stream()
            .filter(entry -> entry.getKey() >= wanted)
            .map(Map.Entry::getValue)
            .toList();
    if (!beyond.isEmpty()) {
      (ordered ? List.of(beyond.getLast()) : beyond).forEach(workload::delete);
      return;
    }
    replaceOne(set, pods, revision);
  }

  /** The highest that is of another revision, if all above it are ready. */
  private void replaceOne(ObjectNode set, Map<Integer, ObjectNode> pods, String revision) {
    JsonNode strategy = set.path("spec").path("updateStrategy");
    if (strategy.path("type").asText().equals("OnDelete")) {
      return;
    }
    int partition = strategy.path("rollingUpdate").path("partition").asInt();
    for (ObjectNode pod : List.copyOf(pods.values()).reversed()) {
      boolean old = !Workload.label(pod, REVISION).equals(revision);
      if (old && ordinal(set, pod) >= partition && !Things.isDying(pod)) {
        workload.delete(pod);
        return;
      }
      if (!Things.isReady(pod) || Things.isDying(pod)) {
        return;
      }
    }
  }

  private void make(ObjectNode set, int ordinal, String revision) {
    String name = Things.name(set) + "-" + ordinal;
    ObjectNode pod = Workload.named(Workload.pod(set), name);
    Workload.labelled(pod, REVISION, revision);
    Workload.labelled(pod, INDEX, Integer.toString(ordinal));
    Workload.labelled(pod, "statefulset.kubernetes.io/pod-name", name);
    ObjectNode spec = Json.child(pod, "spec").put("hostname", name);
    spec.put("subdomain", set.path("spec").path("serviceName").asText());
    for (JsonNode claim : set.path("spec").path("volumeClaimTemplates")) {
      claim(set, spec, claim, name);
    }
    client.create(pod);
  }

  private void claim(ObjectNode set, ObjectNode spec, JsonNode template, String pod) {
    String name = Things.name(template) + "-" + pod;
    spec.withArray("volumes")
        .addObject()
        .put("name", Things.name(template))
        .putObject("persistentVolumeClaim")
        .put("claimName", name);
    if (client.find("persistentvolumeclaims", Things.space(set), name).isEmpty()) {
      ObjectNode claim = template.deepCopy();
      claim.put("kind", "PersistentVolumeClaim").put("apiVersion", "v1");
      Json.child(claim, "metadata").put("name", name).put("namespace", Things.space(set));
      client.create(claim);
    }
  }

  private void report(ObjectNode set, Map<Integer, ObjectNode> pods, String revision) {
    Instant now = timeline.now();
    Duration least = Workload.minReady(set);
    long updated =
        pods.values().stream()
            .filter(pod -> Workload.label(pod, REVISION).equals(revision))
            .count();
    long ready = pods.values().stream().filter(Things::isReady).count();
    int wanted = set.path("spec").path("replicas").asInt(1);
    boolean done = updated == wanted && ready == wanted && pods.size() == wanted;
    String before = set.path("status").path("currentRevision").asText(revision);
    ObjectNode status =
        Json.object()
            .put("observedGeneration", Things.generation(set))
            .put("replicas", pods.size());
    if (ready > 0) {
      status.put("readyReplicas", (int) ready);
    }
    long current = done ? updated : count(pods, before);
    if (current > 0) {
      status.put("currentReplicas", (int) current);
    }
    if (updated > 0) {
      status.put("updatedReplicas", (int) updated);
    }
    status
        .put("currentRevision", done ? revision : before)
        .put("updateRevision", revision)
        .put("collisionCount", 0)
        .put(
            "availableReplicas",
            (int) pods.values().stream().filter(p -> Things.isAvailable(p, least, now)).count());
    workload.report(PLURAL, set, status);
  }

  private static long count(Map<Integer, ObjectNode> pods, String revision) {
    return pods.values().stream()
        .filter(pod -> Workload.label(pod, REVISION).equals(revision))
        .count();
  }
}
