package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Counts for each PodDisruptionBudget how many of its pods may be evicted now. A pod that the
 * eviction API has just let go does not count as healthy for two minutes, or until it is gone.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/controller/disruption/disruption.go">disruption
 *     controller</a>
 */
final class Disruptions implements Controller {
  private static final Duration DELETION_TIMEOUT = Duration.ofMinutes(2);
  private static final String PLURAL = "poddisruptionbudgets";

  private final ClusterClient client;
  private final Timeline timeline;

  public Disruptions(ClusterClient client, Timeline timeline) {
    this.client = client;
    this.timeline = timeline;
  }

  @Override
  public List<String> follows() {
    return List.of(PLURAL, "pods", "replicasets", "deployments", "statefulsets");
  }

  @Override
  public Optional<Duration> look() {
    List<ObjectNode> budgets = client.list(PLURAL);
    budgets.forEach(this::count);
    boolean waits =
        budgets.stream().anyMatch(b -> !b.path("status").path("disruptedPods").isEmpty());
    return waits ? Optional.of(DELETION_TIMEOUT) : Optional.empty();
  }

  private void count(ObjectNode budget) {
    Predicate<JsonNode> selected = LabelSelector.of(budget.path("spec").path("selector"));
    List<ObjectNode> pods =
        client.list("pods").stream()
            .filter(pod -> Things.space(pod).equals(Things.space(budget)))
            .filter(selected)
            .filter(pod -> !Things.isOver(pod))
            .toList();
    ObjectNode status = isCountable(budget, pods) ? status(budget, pods) : failed(budget);
    if (!status.equals(budget.path("status"))) {
      client.changeThrough(
          "status",
          new ClusterClient.Named(PLURAL, Things.space(budget), Things.name(budget)),
          before -> {
            ObjectNode after = budget.deepCopy();
            after.set("status", status);
            return after;
          });
    }
  }

  /** A share can only be reckoned of something that has a scale. */
  private boolean isCountable(JsonNode budget, List<ObjectNode> pods) {
    return budget.path("spec").path("minAvailable").isInt()
        || pods.stream()
            .allMatch(
                pod ->
                    Things.controller(pod)
                        .map(owner -> scaled(owner, Things.space(pod)).isPresent())
                        .orElse(true));
  }

  /** What is not counted allows nothing, and counts as not observed. */
  private ObjectNode failed(ObjectNode budget) {
    ObjectNode holder = Json.object();
    holder.set("status", budget.path("status").deepCopy());
    Json.child(holder, "status").put("disruptionsAllowed", 0);
    Things.put(
        holder,
        Things.condition(
            "DisruptionAllowed", false, "SyncFailed", "found no controller with a scale"),
        timeline.now());
    return Json.child(holder, "status");
  }

  private ObjectNode status(ObjectNode budget, List<ObjectNode> pods) {
    Instant now = timeline.now();
    ObjectNode disrupted = stillAwaited(budget.path("status").path("disruptedPods"), pods, now);
    int healthy = 0;
    for (ObjectNode pod : pods) {
      if (Things.isReady(pod) && !Things.isDying(pod) && !disrupted.has(Things.name(pod))) {
        healthy++;
      }
    }
    JsonNode spec = budget.path("spec");
    boolean byNumber = spec.path("minAvailable").isInt();
    int expected = byNumber ? pods.size() : scale(pods);
    int desired = desired(spec, expected);
    int allowed = expected <= 0 ? 0 : Math.max(0, healthy - desired);
    ObjectNode status = Json.object().put("observedGeneration", Things.generation(budget));
    if (!disrupted.isEmpty()) {
      status.set("disruptedPods", disrupted);
    }
    status
        .put("disruptionsAllowed", allowed)
        .put("currentHealthy", healthy)
        .put("desiredHealthy", desired)
        .put("expectedPods", expected);
    status.set("conditions", budget.path("status").path("conditions").deepCopy());
    ObjectNode holder = Json.object();
    holder.set("status", status.path("conditions").isArray() ? status : without(status));
    Things.put(holder, allowedCondition(budget, allowed), now);
    return Json.child(holder, "status");
  }

  private static ObjectNode without(ObjectNode status) {
    status.remove("conditions");
    return status;
  }

  private static ObjectNode allowedCondition(JsonNode budget, int allowed) {
    ObjectNode condition =
        Json.object()
            .put("type", "DisruptionAllowed")
            .put("status", allowed > 0 ? "True" : "False")
            .put("observedGeneration", Things.generation(budget))
            .put("lastTransitionTime", "");
    return condition
        .put("reason", allowed > 0 ? "SufficientPods" : "InsufficientPods")
        .put("message", "");
  }

  private static int desired(JsonNode spec, int expected) {
    if (spec.has("maxUnavailable")) {
      return Math.max(0, expected - Things.scaled(spec.path("maxUnavailable"), expected, true));
    }
    return Things.scaled(spec.path("minAvailable"), expected, true);
  }

  private static ObjectNode stillAwaited(JsonNode before, List<ObjectNode> pods, Instant now) {
    ObjectNode kept = Json.object();
    for (ObjectNode pod : pods) {
      String since = before.path(Things.name(pod)).asText();
      boolean fresh = !since.isEmpty() && Instant.parse(since).plus(DELETION_TIMEOUT).isAfter(now);
      if (fresh && !Things.isDying(pod)) {
        kept.put(Things.name(pod), since);
      }
    }
    return kept;
  }

  /** How many pods the owners of these want to have, each owner counted once. */
  private int scale(List<ObjectNode> pods) {
    Set<String> counted = new LinkedHashSet<>();
    int sum = 0;
    for (ObjectNode pod : pods) {
      Optional<ObjectNode> owner =
          Things.controller(pod).flatMap(o -> scaled(o, Things.space(pod)));
      if (owner.isPresent() && counted.add(Things.uid(owner.get()))) {
        sum += owner.get().path("spec").path("replicas").asInt(1);
      }
    }
    return sum;
  }

  /** A ReplicaSet is scaled by its Deployment. */
  private Optional<ObjectNode> scaled(JsonNode reference, String space) {
    String name = reference.path("name").asText();
    return switch (reference.path("kind").asText()) {
      case "ReplicaSet" ->
          client
              .find("replicasets", space, name)
              .flatMap(
                  set ->
                      Things.controller(set)
                          .flatMap(o -> scaled(o, space))
                          .or(() -> Optional.of(set)));
      case "Deployment" -> client.find("deployments", space, name);
      case "StatefulSet" -> client.find("statefulsets", space, name);
      case "ReplicationController" -> client.find("replicationcontrollers", space, name);
      default -> Optional.empty();
    };
  }
}
