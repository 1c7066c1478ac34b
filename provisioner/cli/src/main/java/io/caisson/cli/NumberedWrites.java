package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes numbered ConfigMaps through a cluster's API, one after the other, and reads back at the
 * end what the API has acknowledged. A try that fails is not acknowledged, and the next number's
 * turn comes: whether it was written after all is nobody's promise.
 */
final class NumberedWrites implements AutoCloseable {
  private static final String PATH = "/api/v1/namespaces/default/configmaps";
  private static final Duration EACH = Duration.ofMillis(200);

  private final ClusterNodes cluster;
  private final Set<Integer> acknowledged = new TreeSet<>();
  private final Thread writer = Thread.ofVirtual().unstarted(this::write);
  private int refused;
  private volatile boolean over;

  /**
   * @param cluster with a limit for each call that is shorter than anybody's patience
   */
  NumberedWrites(ClusterNodes cluster) {
    this.cluster = cluster;
  }

  void start() {
    writer.start();
  }

  private void write() {
    for (int number = 1; !over; number++) {
      try {
        cluster.create(PATH, entry(number));
        acknowledged.add(number);
      } catch (CommandFailed unacknowledged) {
        refused++;
      }
      Pause.of(EACH);
    }
  }

  private static Map<String, Object> entry(int number) {
    Map<String, Object> metadata =
        Map.of("name", "ledger-" + number, "labels", Map.of("app", "ledger"));
    return Map.of(
        "apiVersion", "v1", "kind", "ConfigMap", "metadata", metadata, "data", data(number));
  }

  private static Map<String, String> data(int number) {
    return Map.of("number", Integer.toString(number));
  }

  /** Whether anything was acknowledged and all of it is there, which is told; after closing. */
  boolean kept(Screen screen) {
    Set<Integer> lost = lost();
    screen.say(
        "%d ConfigMaps acknowledged, %d read back as they were written (%d tries failed)%s"
            .formatted(
                acknowledged.size(),
                acknowledged.size() - lost.size(),
                refused,
                lost.isEmpty() ? "" : "; lost: " + lost));
    return !acknowledged.isEmpty() && lost.isEmpty();
  }

  /** What was acknowledged and is not there, or not as it was written. */
  private Set<Integer> lost() {
    Map<String, JsonNode> found = new HashMap<>();
    for (JsonNode one : cluster.get(PATH + "?labelSelector=app%3Dledger").path("items")) {
      found.put(one.at("/metadata/name").asText(), one.path("data"));
    }
    Set<Integer> lost = new TreeSet<>(acknowledged);
    lost.removeIf(
        number -> Http.JSON.valueToTree(data(number)).equals(found.get("ledger-" + number)));
    return lost;
  }

  /** Writes no more. */
  @Override
  public void close() {
    over = true;
    try {
      writer.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
