package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.Predicate;

/** Follows a cluster that is there and stays there, and shows how it gets on. */
final class ClusterWatch {
  private final Service service;
  private final Screen screen;
  private final String id;
  private final Duration limit;

  ClusterWatch(Service service, Screen screen, String id, Duration limit) {
    this.service = service;
    this.screen = screen;
    this.id = id;
    this.limit = limit;
  }

  /**
   * What the cluster's status is when it is this one no more, or when enough was seen.
   *
   * @param nodes how many there are to be
   * @param more whether what is seen of the cluster is not enough
   */
  String whileIt(String status, int nodes, Predicate<JsonNode> more) {
    ClusterProgress progress = new ClusterProgress(screen);
    String[] last = {""};
    try (Screen.Bar bar = screen.bar("nodes ready", nodes)) {
      service.watch(
          id,
          limit,
          seen -> {
            JsonNode cluster = seen.orElseThrow();
            progress.sees(cluster, bar);
            last[0] = Service.status(cluster);
            return more.test(cluster) && last[0].equals(status);
          });
    }
    return last[0];
  }
}
