package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How long each machine took from its power-on to its Node's being Ready: by the data centre's log,
 * by what its guest told the service, and by its Node's condition, which counts whole seconds.
 */
final class ReadyTimes {
  private final Map<String, Instant> started = new HashMap<>();
  private final Map<String, Instant> ready = new HashMap<>();
  private final List<String> memory;

  /**
   * @param runs of servers, as the simulator's administration tells them
   * @param nodes as the cluster's API lists them
   * @param machines lines of {@code machine.sh status}
   */
  ReadyTimes(JsonNode runs, JsonNode nodes, List<String> machines) {
    runs.forEach(
        run ->
            started.putIfAbsent(
                run.path("server").asText(), Instant.parse(run.path("from").asText())));
    nodes.path("items").forEach(this::sees);
    this.memory = List.copyOf(machines);
  }

  private void sees(JsonNode node) {
    for (JsonNode condition : node.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")
          && condition.path("status").asText().equals("True")) {
        ready.put(
            node.at("/metadata/name").asText(),
            Instant.parse(condition.path("lastTransitionTime").asText()));
      }
    }
  }

  /**
   * @param machines as the service's API shows each, with its timeline
   */
  Table table(List<JsonNode> machines) {
    Table table = new Table("machine", "start → cloud-init's script", "start → Ready", "memory");
    for (JsonNode machine : machines) {
      Optional<Instant> start = Optional.ofNullable(started.get(machine.path("server").asText()));
      table.row(
          machine.path("id").asText(),
          seconds(start, booted(machine)),
          seconds(start, Optional.ofNullable(ready.get(machine.path("name").asText()))),
          memory(machine.path("server").asText()));
    }
    return table;
  }

  private static Optional<Instant> booted(JsonNode machine) {
    for (JsonNode entry : machine.path("timeline")) {
      if (entry.path("text").asText().equals("Its guest has booted.")) {
        return Optional.of(Instant.parse(entry.path("at").asText()));
      }
    }
    return Optional.empty();
  }

  private static String seconds(Optional<Instant> from, Optional<Instant> to) {
    return from.isEmpty() || to.isEmpty()
        ? "unknown"
        : String.format(
            Locale.ROOT, "%.1f s", Duration.between(from.get(), to.get()).toMillis() / 1000.0);
  }

  /** A machine's name ends with the first digits of its server's id. */
  private String memory(String server) {
    String end = "-" + server.replace("-", "").substring(0, Math.min(8, server.length()));
    return memory.stream()
        .filter(line -> line.split(" ")[0].endsWith(end))
        .map(line -> line.replaceAll(".*memory=", ""))
        .findFirst()
        .orElse("unknown");
  }
}
