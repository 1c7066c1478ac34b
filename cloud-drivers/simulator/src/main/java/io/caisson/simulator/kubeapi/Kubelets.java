package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The side of all kubelets of a cluster that runs pods: what is bound to a node that answers runs
 * after a moment, what is told to end there ends. Pods of nodes that are silent stay as they are.
 */
public final class Kubelets implements Controller {
  private static final Duration START = Duration.ofMillis(300);

  private final ClusterClient client;
  private final Timeline timeline;
  private final Set<String> answering = ConcurrentHashMap.newKeySet();
  private final Map<String, Instant> due = new HashMap<>();
  private final PodStatus status;
  private Runnable wake = () -> {};

  public Kubelets(ClusterClient client, Timeline timeline) {
    this.client = client;
    this.timeline = timeline;
    this.status = new PodStatus(client);
  }

  /** Who is told that a kubelet came or went. */
  public void onChange(Runnable action) {
    wake = action;
  }

  public void started(String node) {
    answering.add(node);
    wake.run();
  }

  public void stopped(String node) {
    answering.remove(node);
  }

  @Override
  public List<String> follows() {
    return List.of("pods");
  }

  @Override
  public Optional<Duration> look() {
    Instant now = timeline.now();
    Optional<Instant> next = Optional.empty();
    Set<String> seen = new HashSet<>();
    for (ObjectNode pod : client.list("pods")) {
      if (answering.contains(pod.path("spec").path("nodeName").asText())) {
        seen.add(Things.uid(pod));
        next = earlier(next, tend(pod, now));
      }
    }
    due.keySet().retainAll(seen);
    return next.map(then -> Duration.between(now, then));
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return Stream.of(one, other).flatMap(Optional::stream).min(Comparator.naturalOrder());
  }

  /** When to look at it again, if that is known. */
  private Optional<Instant> tend(ObjectNode pod, Instant now) {
    if (Things.isDying(pod)) {
      end(pod);
      return Optional.empty();
    }
    String phase = pod.path("status").path("phase").asText();
    boolean finite = !pod.path("spec").path("restartPolicy").asText().equals("Always");
    if (phase.equals("Pending")) {
      return at(pod, now.plus(START), now, "Running");
    }
    if (phase.equals("Running") && finite) {
      return PodStatus.runTime(pod).flatMap(time -> at(pod, now.plus(time), now, "Succeeded"));
    }
    return Optional.empty();
  }

  private Optional<Instant> at(ObjectNode pod, Instant usual, Instant now, String phase) {
    String key = Things.uid(pod);
    Instant then = due.computeIfAbsent(key, k -> usual);
    if (then.isAfter(now)) {
      return Optional.of(then);
    }
    due.remove(key);
    client.changeThrough("status", named(pod), before -> status.of(before, phase, now));
    return Optional.empty();
  }

  /** Containers end at once; what a finalizer holds stays as an ended pod. */
  private void end(JsonNode pod) {
    if (graceOf(pod) > 0 || pod.path("metadata").path("finalizers").isEmpty()) {
      client.delete(named(pod), Json.object().put("gracePeriodSeconds", 0));
    }
  }

  static long graceOf(JsonNode pod) {
    return pod.path("metadata").path("deletionGracePeriodSeconds").asLong();
  }

  private static ClusterClient.Named named(JsonNode pod) {
    return new ClusterClient.Named("pods", Things.space(pod), Things.name(pod));
  }
}
