package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pods with a disruption budget in the demo's cluster, and somebody who counts them all the time.
 * It speaks to the cluster's own API alone: what it counts, the service has no part in.
 */
final class DemoWorkload implements AutoCloseable {
  static final int REPLICAS = 6;

  /** How many the budget wants to be Ready. */
  static final int NEEDED = 5;

  private static final String NAME = "shop";
  private static final String PODS = "/api/v1/namespaces/default/pods?labelSelector=app%3D" + NAME;
  private static final Duration EACH = Duration.ofMillis(100);
  private static final int PATIENCE = 600;

  private final ClusterNodes cluster;
  private final AtomicInteger counts = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final AtomicInteger violations = new AtomicInteger();
  private final AtomicInteger fewest = new AtomicInteger(REPLICAS);
  private final Thread counter = Thread.ofVirtual().unstarted(this::count);
  private volatile boolean over;

  DemoWorkload(ClusterNodes cluster) {
    this.cluster = cluster;
  }

  /** Returns when all pods are Ready and are being counted; false if they do not become so. */
  boolean start() {
    Map<String, Object> labels = Map.of("app", NAME);
    Map<String, Object> selector = Map.of("matchLabels", labels);
    Map<String, Object> pod =
        Map.of("containers", List.of(Map.of("name", NAME, "image", "registry.k8s.io/pause:3.10")));
    Map<String, Object> template = Map.of("metadata", Map.of("labels", labels), "spec", pod);
    cluster.create(
        "/apis/apps/v1/namespaces/default/deployments",
        object(
            "apps/v1",
            "Deployment",
            Map.of("replicas", REPLICAS, "selector", selector, "template", template)));
    cluster.create(
        "/apis/policy/v1/namespaces/default/poddisruptionbudgets",
        object(
            "policy/v1",
            "PodDisruptionBudget",
            Map.of("minAvailable", NEEDED, "selector", selector)));
    for (int tries = 0; tries < PATIENCE; tries++) {
      if (ready() == REPLICAS) {
        counter.start();
        return true;
      }
      Pause.of(EACH);
    }
    return false;
  }

  private static Map<String, Object> object(String version, String kind, Map<String, Object> spec) {
    return Map.of(
        "apiVersion", version, "kind", kind, "metadata", Map.of("name", NAME), "spec", spec);
  }

  private void count() {
    while (!over) {
      asked().ifPresentOrElse(this::counted, unanswered::incrementAndGet);
      Pause.of(EACH);
    }
  }

  private void counted(int ready) {
    counts.incrementAndGet();
    fewest.accumulateAndGet(ready, Math::min);
    if (ready < NEEDED) {
      violations.incrementAndGet();
    }
  }

  /** Empty while the API does not answer, as for a moment when its address moves. */
  private OptionalInt asked() {
    try {
      return OptionalInt.of(ready());
    } catch (CommandFailed noAnswer) {
      return OptionalInt.empty();
    }
  }

  /** As the disruption controller counts: Ready, and not told to end. */
  private int ready() {
    int ready = 0;
    for (JsonNode pod : cluster.get(PODS).path("items")) {
      ready +=
          pod.at("/metadata/deletionTimestamp").isMissingNode()
                  && ClusterNodes.status(pod).equals("Ready")
              ? 1
              : 0;
    }
    return ready;
  }

  /** Whether the budget was never violated; only after counting. */
  boolean unharmed() {
    return violations.get() == 0 && counts.get() > 0;
  }

  String verdict() {
    return ("%d pods with a budget of %d, counted %d times through the cluster's own API: fewest"
            + " Ready %d, %d violations; %d times the API did not answer")
        .formatted(
            REPLICAS, NEEDED, counts.get(), fewest.get(), violations.get(), unanswered.get());
  }

  /** Counts no more. */
  @Override
  public void close() {
    over = true;
    try {
      counter.join(Duration.ofSeconds(30));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
