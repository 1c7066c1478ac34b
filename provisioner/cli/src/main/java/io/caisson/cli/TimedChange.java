package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Changes of a real cluster by the public API, each followed until nothing is in progress. */
final class TimedChange {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final Service service;
  private final Screen screen;
  private final Clock clock;
  private final String id;

  /**
   * @param id of the cluster
   */
  TimedChange(Service service, Screen screen, Clock clock, String id) {
    this.service = service;
    this.screen = screen;
    this.clock = clock;
    this.id = id;
  }

  /**
   * How it ended.
   *
   * @param took from the API's 202 on
   */
  record Outcome(boolean complete, Duration took) {}

  /**
   * @param what in words
   * @param where below the cluster's path
   */
  Outcome post(String what, String where, ObjectNode body) {
    JsonNode accepted = service.post("/clusters/%s/%s".formatted(id, where), body);
    Instant begun = clock.instant();
    screen.say("%s: accepted as operation %s".formatted(what, accepted.path("operation").asText()));
    String status =
        new ClusterWatch(service, screen, id, LIMIT).whileIt("UPDATE_IN_PROGRESS", 1, _ -> true);
    Duration took = Duration.between(begun, clock.instant());
    screen.say(
        "cluster demo is %s; from the API's 202 on: %.1f s"
            .formatted(status, took.toMillis() / 1000.0));
    return new Outcome(status.equals("UPDATE_COMPLETE"), took);
  }
}
