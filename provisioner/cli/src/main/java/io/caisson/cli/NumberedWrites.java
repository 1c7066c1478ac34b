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

  /** The usual pause between two of them. */
  static final Duration EACH = Duration.ofMillis(200);

  private final ClusterApi cluster;
  private final Duration pause;
  private final Set<Integer> acknowledged = new TreeSet<>();
  private final Thread writer = Thread.ofVirtual().unstarted(this::write);
  private int refused;
  private volatile boolean over;

  /**
   * @param cluster with a limit for each call, so that a lost answer does not hold up the next
   * @param pause between two of them
   */
  NumberedWrites(ClusterApi cluster, Duration pause) {
    this.cluster = cluster;
    this.pause = pause;
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
      Pause.of(pause);
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

  /**
   * What became of them.
   *
   * @param acknowledged how many the API has acknowledged
   * @param lost those of them that are not there, or not as they were written
   * @param refused how many tries failed
   */
  record Verdict(int acknowledged, Set<Integer> lost, int refused) {
    Verdict {
      lost = new TreeSet<>(lost);
    }

    /** Whether anything was acknowledged, and all of it is there. */
    boolean good() {
      return acknowledged > 0 && lost.isEmpty();
    }

    String text() {
      return "%d ConfigMaps acknowledged, %d read back as they were written (%d tries failed)%s"
          .formatted(
              acknowledged,
              acknowledged - lost.size(),
              refused,
              lost.isEmpty() ? "" : "; lost: " + lost);
    }
  }

  /**
   * Only after closing.
   *
   * @param patient reads them back
   */
  Verdict verdict(ClusterApi patient) {
    return new Verdict(acknowledged.size(), lost(patient), refused);
  }

  private Set<Integer> lost(ClusterApi patient) {
    Map<String, JsonNode> found = new HashMap<>();
    for (JsonNode one : patient.get(PATH + "?labelSelector=app%3Dledger").path("items")) {
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
