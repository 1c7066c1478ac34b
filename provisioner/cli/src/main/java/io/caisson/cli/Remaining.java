package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Tells how many machines a change has still to do with, and until when, each time it is news. */
final class Remaining {
  private final Service service;
  private final Screen screen;
  private final String cluster;
  private int known;

  Remaining(Service service, Screen screen, String cluster) {
    this.service = service;
    this.screen = screen;
    this.cluster = cluster;
  }

  void sees(JsonNode seen) {
    int left = seen.at("/cluster/state/progress/left").asInt();
    if (left != known && left > 0) {
      JsonNode times =
          service.get("/clusters/%s/operations".formatted(cluster)).at("/operations/0/times");
      screen.say(sentence(left, times));
    }
    known = left;
  }

  private static String sentence(int left, JsonNode times) {
    String machines = "  %d %s left".formatted(left, left == 1 ? "machine" : "machines");
    String expected = times.path("expected").asText("");
    return expected.isEmpty() || expected.equals("null")
        ? machines
        : "%s, expected to be done at %s (%s)"
            .formatted(machines, expected, times.path("basis").asText());
  }
}
