package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * CPU and memory.
 *
 * @param milliCpu thousandths of a CPU
 */
record Resources(long milliCpu, long bytes) {
  private static final Map<String, Long> UNITS =
      Map.ofEntries(
          Map.entry("Ki", 1L << 10),
          Map.entry("Mi", 1L << 20),
          Map.entry("Gi", 1L << 30),
          Map.entry("Ti", 1L << 40),
          Map.entry("k", 1_000L),
          Map.entry("M", 1_000_000L),
          Map.entry("G", 1_000_000_000L),
          Map.entry("T", 1_000_000_000_000L));

  static Resources requested(JsonNode pod) {
    Resources sum = new Resources(0, 0);
    for (JsonNode container : pod.path("spec").path("containers")) {
      JsonNode resources = container.path("resources");
      JsonNode requests =
          resources.has("requests") ? resources.path("requests") : resources.path("limits");
      sum = sum.plus(of(requests));
    }
    return sum;
  }

  private static Resources of(JsonNode quantities) {
    return new Resources(
        Math.round(number(quantities.path("cpu").asText("0")) * 1000),
        Math.round(number(quantities.path("memory").asText("0"))));
  }

  Resources plus(Resources other) {
    return new Resources(milliCpu + other.milliCpu, bytes + other.bytes);
  }

  /** What of it the room does not have; what the room does not name is not limited. */
  Optional<String> missing(JsonNode room) {
    Resources there = of(room);
    if (room.has("cpu") && milliCpu > there.milliCpu) {
      return Optional.of("cpu");
    }
    return room.has("memory") && bytes > there.bytes ? Optional.of("memory") : Optional.empty();
  }

  private static double number(String quantity) {
    if (quantity.endsWith("m")) {
      return Double.parseDouble(quantity.substring(0, quantity.length() - 1)) / 1000;
    }
    for (var unit : UNITS.entrySet()) {
      if (quantity.endsWith(unit.getKey())) {
        String digits = quantity.substring(0, quantity.length() - unit.getKey().length());
        return Double.parseDouble(digits) * unit.getValue();
      }
    }
    return Double.parseDouble(quantity);
  }
}
