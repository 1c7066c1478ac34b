package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** Tells what has changed about a cluster's machines since it was seen last. */
final class ClusterProgress {
  private final Screen screen;
  private final Map<String, String> known = new HashMap<>();
  private String reason = "";

  ClusterProgress(Screen screen) {
    this.screen = screen;
  }

  void sees(JsonNode cluster, Screen.Bar bar) {
    int ready = 0;
    for (JsonNode machine : cluster.path("machines")) {
      String name = machine.path("id").asText();
      String state = machine.path("state").asText();
      ready += state.equals("READY") ? 1 : 0;
      String line = state + ": " + machine.path("reason").asText();
      if (!line.equals(known.put(name, line))) {
        screen.say(
            "  %-18s %-9s %s"
                .formatted(
                    name,
                    state.toLowerCase(java.util.Locale.ROOT),
                    machine.path("reason").asText()));
      }
    }
    String status = cluster.at("/cluster/state/reason").asText("");
    if (!status.equals(reason) && !status.isEmpty()) {
      reason = status;
      screen.say("  " + status);
    }
    bar.to(ready, status);
  }
}
