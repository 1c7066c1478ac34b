package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.time.Instant;
import java.util.List;

/** The status of a Deployment, by which {@code kubectl rollout status} waits. */
final class DeploymentStatus {
  private final Timeline timeline;

  DeploymentStatus(Timeline timeline) {
    this.timeline = timeline;
  }

  ObjectNode of(ObjectNode deployment, List<ObjectNode> sets, JsonNode fresh) {
    Instant now = timeline.now();
    int wanted = deployment.path("spec").path("replicas").asInt(1);
    int replicas = sum(sets, "replicas");
    int available = sum(sets, "availableReplicas");
    int updated = fresh.path("status").path("replicas").asInt();
    ObjectNode holder = Json.object();
    ObjectNode status =
        holder.putObject("status").put("observedGeneration", Things.generation(deployment));
    put(status, "replicas", replicas);
    put(status, "updatedReplicas", updated);
    put(status, "readyReplicas", sum(sets, "readyReplicas"));
    put(status, "availableReplicas", available);
    put(status, "unavailableReplicas", Math.max(0, Math.max(wanted, replicas) - available));
    status.set("conditions", Json.array());
    JsonNode before = deployment.path("status").path("conditions");
    if (before.isArray()) {
      status.set("conditions", before.deepCopy());
    }
    int missing =
        Things.scaled(
            deployment.path("spec").path("strategy").path("rollingUpdate").path("maxUnavailable"),
            wanted,
            false);
    Things.put(holder, availability(available >= wanted - missing), now);
    boolean complete = updated == wanted && replicas == wanted && available == wanted;
    Things.put(holder, progress(deployment, fresh, complete, now), now);
    return status;
  }

  private static ObjectNode availability(boolean enough) {
    return enough
        ? Things.condition(
            "Available", true, "MinimumReplicasAvailable", "Deployment has minimum availability.")
        : Things.condition(
            "Available",
            false,
            "MinimumReplicasUnavailable",
            "Deployment does not have minimum availability.");
  }

  private static ObjectNode progress(
      JsonNode deployment, JsonNode fresh, boolean complete, Instant now) {
    String set = "ReplicaSet \"%s\" ".formatted(Things.name(fresh));
    if (complete) {
      return Things.condition(
          "Progressing", true, "NewReplicaSetAvailable", set + "has successfully progressed.");
    }
    long deadline = deployment.path("spec").path("progressDeadlineSeconds").asLong(600);
    boolean late =
        Things.name(fresh).isEmpty()
            ? false
            : Things.created(fresh).plusSeconds(deadline).isBefore(now);
    return late
        ? Things.condition(
            "Progressing", false, "ProgressDeadlineExceeded", set + "has timed out progressing.")
        : Things.condition("Progressing", true, "ReplicaSetUpdated", set + "is progressing.");
  }

  private static int sum(List<ObjectNode> sets, String field) {
    return sets.stream().mapToInt(set -> set.path("status").path(field).asInt()).sum();
  }

  private static void put(ObjectNode status, String field, int count) {
    if (count > 0) {
      status.put(field, count);
    }
  }
}
