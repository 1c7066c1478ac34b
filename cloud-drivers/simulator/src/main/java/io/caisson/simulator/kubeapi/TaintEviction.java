package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Deletes pods from nodes with NoExecute taints that they do not tolerate, or no longer.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/controller/tainteviction/taint_eviction.go">taint_eviction.go</a>
 */
final class TaintEviction implements Controller {
  private final ClusterClient client;
  private final Timeline timeline;
  private final Map<String, Instant> seen = new TreeMap<>();

  TaintEviction(ClusterClient client, Timeline timeline) {
    this.client = client;
    this.timeline = timeline;
  }

  @Override
  public List<String> follows() {
    return List.of("nodes", "pods");
  }

  @Override
  public Optional<Duration> look() {
    Instant now = timeline.now();
    Set<String> present = new HashSet<>();
    Map<String, List<JsonNode>> taints = new TreeMap<>();
    for (ObjectNode node : client.list("nodes")) {
      List<JsonNode> own =
          Json.each(node.path("spec").path("taints"))
              .filter(taint -> taint.path("effect").asText().equals("NoExecute"))
              .toList();
      if (!own.isEmpty()) {
        taints.put(Things.name(node), own);
        own.forEach(taint -> present.add(remember(Things.name(node), taint, now)));
      }
    }
    seen.keySet().retainAll(present);
    if (taints.isEmpty()) {
      return Optional.empty();
    }
    return client.list("pods").stream()
        .filter(pod -> !Things.isDying(pod))
        .map(pod -> judge(pod, taints.get(pod.path("spec").path("nodeName").asText()), now))
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder())
        .map(then -> Duration.between(now, then));
  }

  /** A taint without a time counts from when it was first seen. */
  private String remember(String node, JsonNode taint, Instant now) {
    String key = key(node, taint);
    seen.putIfAbsent(key, now);
    return key;
  }

  private static String key(String node, JsonNode taint) {
    return node + "/" + taint.path("key").asText() + "=" + taint.path("value").asText();
  }

  /** When the pod has to go, if that is later. */
  private Optional<Instant> judge(
      JsonNode pod, @org.jspecify.annotations.Nullable List<JsonNode> taints, Instant now) {
    if (taints == null) {
      return Optional.empty();
    }
    Instant first = Instant.MAX;
    for (JsonNode taint : taints) {
      String node = pod.path("spec").path("nodeName").asText();
      Instant then = until(pod, taint, seen.getOrDefault(key(node, taint), now));
      first = then.isBefore(first) ? then : first;
    }
    if (!first.isAfter(now)) {
      evict(pod, now);
      return Optional.empty();
    }
    return first.equals(Instant.MAX) ? Optional.empty() : Optional.of(first);
  }

  private static Instant until(JsonNode pod, JsonNode taint, Instant firstSeen) {
    String added = taint.path("timeAdded").asText();
    Instant since = added.isEmpty() ? firstSeen : Instant.parse(added);
    return Json.each(pod.path("spec").path("tolerations"))
        .filter(toleration -> Placement.isMet(toleration, taint))
        .map(
            toleration ->
                toleration.has("tolerationSeconds")
                    ? since.plusSeconds(toleration.path("tolerationSeconds").asLong())
                    : Instant.MAX)
        .min(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  private void evict(JsonNode pod, Instant now) {
    ClusterClient.Named named =
        new ClusterClient.Named("pods", Things.space(pod), Things.name(pod));
    client.changeThrough(
        "status",
        named,
        before -> {
          ObjectNode after = before.deepCopy();
          Things.put(
              after,
              Things.condition(
                  "DisruptionTarget",
                  true,
                  "DeletionByTaintManager",
                  "Taint manager: deleting due to NoExecute taint"),
              now);
          return after;
        });
    client.delete(named);
  }
}
