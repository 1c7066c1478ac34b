package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How soon a service that has many clusters at rest notices that one of them has lost a machine: by
 * the journal, in which nothing is written while a cluster rests.
 */
final class BenchNotices {
  private static final int OF_EACH = 3;
  private static final Duration ASK_EVERY = Duration.ofMillis(200);

  private final BenchBed bed;
  private final BenchClusters clusters;
  private final Screen screen;
  private final Clock clock;

  BenchNotices(BenchBed bed, BenchClusters clusters, Screen screen, Clock clock) {
    this.bed = bed;
    this.clusters = clusters;
    this.screen = screen;
    this.clock = clock;
  }

  /** Something happens to a cluster that nobody tells the service of. */
  @FunctionalInterface
  private interface Loss {
    void of(String cluster);
  }

  /**
   * @param resting at least six clusters
   */
  List<Figure> of(List<JsonNode> resting) {
    List<String> ids = resting.stream().map(one -> one.path("id").asText()).toList();
    return List.of(
        Figure.atMost(
            "a lost Node is in the journal after",
            "s",
            median(ids.subList(0, OF_EACH), this::removeNode),
            5,
            "none"),
        Figure.atMost(
            "a VM stopped from outside is in the journal after",
            "s",
            median(ids.subList(OF_EACH, 2 * OF_EACH), this::stopServer),
            60,
            "none"));
  }

  private double median(List<String> ids, Loss loss) {
    List<Double> took = new ArrayList<>();
    for (String id : ids) {
      Instant begun = clock.instant();
      loss.of(id);
      JsonNode entry = firstAfter(id, begun);
      took.add(Duration.between(begun, at(entry)).toMillis() / 1000.0);
      screen.say("noticed: " + entry.path("text").asText());
    }
    Collections.sort(took);
    return took.get(took.size() / 2);
  }

  private JsonNode firstAfter(String id, Instant begun) {
    while (true) {
      Optional<JsonNode> entry =
          bed.service().journal(id).stream().filter(one -> at(one).isAfter(begun)).findFirst();
      if (entry.isPresent()) {
        return entry.get();
      }
      clusters.inTime("a loss is not in the journal of cluster " + id);
      Pause.of(ASK_EVERY);
    }
  }

  private static Instant at(JsonNode entry) {
    return Instant.parse(entry.path("at").asText());
  }

  private void removeNode(String cluster) {
    new ClusterNodes(bed.service().kubeconfig(cluster)).delete("/api/v1/nodes/" + name(cluster));
  }

  private void stopServer(String cluster) {
    Keystone login = Keystone.login(bed.env(), "");
    String name = name(cluster);
    CloudServers.list(bed.env()).names().entrySet().stream()
        .filter(one -> one.getValue().equals(name))
        .map(Map.Entry::getKey)
        .forEach(
            id -> login.http().post(action(login, id), Collections.singletonMap("os-stop", 0)));
  }

  private static String action(Keystone login, String server) {
    return "%s/servers/%s/action".formatted(login.endpoint("compute"), server);
  }

  /** Of the first machine: its server's, and its Node's. */
  private String name(String cluster) {
    return bed.service()
        .list("/clusters/%s/machines".formatted(cluster), "machines")
        .getFirst()
        .path("name")
        .asText();
  }
}
