package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * As many pods as wanted. Pods that are not yet bound, not ready or young go first.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/controller/replicaset/replica_set.go">replica_set.go</a>
 */
final class ReplicaSets implements Controller {
  private static final String PLURAL = "replicasets";
  private static final Comparator<ObjectNode> FIRST_TO_GO =
      Comparator.<ObjectNode, Boolean>comparing(pod -> pod.path("spec").has("nodeName"))
          .thenComparing(Things::isReady)
          .thenComparing(Things::created, Comparator.reverseOrder())
          .thenComparing(Things::name);

  private final ClusterClient client;
  private final Workload workload;
  private final Timeline timeline;

  ReplicaSets(ClusterClient client, Timeline timeline) {
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
    Optional<Duration> again = Optional.empty();
    for (ObjectNode set : client.list(PLURAL)) {
      List<ObjectNode> pods = workload.podsOf(set);
      List<ObjectNode> active = pods.stream().filter(Things::isActive).toList();
      if (!Things.isDying(set)) {
        scale(set, active);
      }
      report(set, active);
      if (!Workload.minReady(set).isZero()) {
        again = Optional.of(Workload.minReady(set));
      }
    }
    return again;
  }

  private void scale(ObjectNode set, List<ObjectNode> active) {
    int wanted = set.path("spec").path("replicas").asInt(1);
    for (int i = active.size(); i < wanted; i++) {
      ObjectNode pod = Workload.pod(set);
      Json.child(pod, "metadata").put("generateName", Things.name(set) + "-");
      client.create(pod);
    }
    active.stream()
        .sorted(FIRST_TO_GO)
        .limit(Math.max(0, active.size() - wanted))
        .forEach(workload::delete);
  }

  private void report(ObjectNode set, List<ObjectNode> active) {
    Instant now = timeline.now();
    Duration least = Workload.minReady(set);
    Predicate<JsonNode> labelled =
        pod ->
            set.path("spec").path("template").path("metadata").path("labels").properties().stream()
                .allMatch(l -> Workload.label(pod, l.getKey()).equals(l.getValue().asText()));
    ObjectNode status = Json.object().put("replicas", active.size());
    put(status, "fullyLabeledReplicas", active.stream().filter(labelled).count());
    put(status, "readyReplicas", active.stream().filter(Things::isReady).count());
    put(
        status,
        "availableReplicas",
        active.stream().filter(pod -> Things.isAvailable(pod, least, now)).count());
    status.put("observedGeneration", Things.generation(set));
    workload.report(PLURAL, set, status);
  }

  private static void put(ObjectNode status, String field, long count) {
    if (count > 0) {
      status.put(field, (int) count);
    }
  }
}
