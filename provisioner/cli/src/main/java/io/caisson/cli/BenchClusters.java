package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Makes the clusters of a benchmark and waits for them. */
final class BenchClusters {
  private static final int CALLERS = 16;
  private static final int GATHERED_MACHINES = 400;

  private final BenchBed bed;
  private final Screen screen;
  private final Clock clock;
  private final Instant end;

  /**
   * @param end when it is given up
   */
  BenchClusters(BenchBed bed, Screen screen, Clock clock, Instant end) {
    this.bed = bed;
    this.screen = screen;
    this.clock = clock;
    this.end = end;
  }

  /**
   * What was made.
   *
   * @param clusters in the order of their acceptance
   * @param answers how long each request to make one took, the fastest first
   */
  record Made(List<JsonNode> clusters, List<Duration> answers) {
    List<Double> seconds() {
      return clusters.stream()
          .map(one -> between(created(one), completed(one).orElseThrow()))
          .toList();
    }

    /** From the first acceptance until all are complete. */
    double span() {
      Instant last =
          clusters.stream()
              .map(one -> completed(one).orElseThrow())
              .max(Comparator.naturalOrder())
              .orElseThrow();
      return between(created(clusters.getFirst()), last);
    }

    private static double between(Instant from, Instant to) {
      return Duration.between(from, to).toMillis() / 1000.0;
    }
  }

  /** How many machines a cluster has. */
  record Machines(int controlPlanes, int workers) {
    int all() {
      return controlPlanes + workers;
    }
  }

  /** Makes them at once, of one control plane each, and waits until all are complete. */
  Made make(int clusters, int workers) {
    return make(clusters, new Machines(1, workers));
  }

  /** Makes them at once and waits until all are complete. */
  Made make(int clusters, Machines machines) {
    String template = template(clusters, machines);
    List<Duration> answers = order(template, 0, clusters, machines);
    return new Made(complete(clusters), answers);
  }

  /** Makes them a few at a time: for whoever wants to have them, not to know how fast they come. */
  List<JsonNode> gather(int clusters, Machines machines) {
    String template = template(clusters, machines);
    int few = Math.max(1, GATHERED_MACHINES / machines.all());
    List<JsonNode> made = List.of();
    while (made.size() < clusters) {
      int more = Math.min(few, clusters - made.size());
      order(template, made.size(), more, machines);
      made = complete(made.size() + more);
    }
    return made;
  }

  private String template(int clusters, Machines machines) {
    screen.say(
        "making %d clusters of %d + %d machines"
            .formatted(clusters, machines.controlPlanes(), machines.workers()));
    return bed.service().createTemplate(template());
  }

  /** All there are, in the order of their acceptance, once they are so many and complete. */
  private List<JsonNode> complete(int clusters) {
    while (true) {
      // what it costs the service to list them is no part of what is measured
      Pause.of(Duration.ofSeconds(2 + clusters / 250));
      List<JsonNode> all = bed.service().clusters();
      List<JsonNode> done = all.stream().filter(one -> completed(one).isPresent()).toList();
      screen.say("%d of %d are complete".formatted(done.size(), clusters));
      if (done.size() == clusters) {
        return done.stream().sorted(Comparator.comparing(BenchClusters::created)).toList();
      }
      all.stream().filter(BenchClusters::failed).findFirst().ifPresent(BenchClusters::giveUp);
      inTime("%d of %d clusters are complete in time".formatted(done.size(), clusters));
    }
  }

  /** Deletes all there are and waits until they are gone. */
  void clear() {
    List<JsonNode> all = bed.service().clusters();
    all.forEach(one -> bed.service().deleteCluster(one.path("id").asText()));
    while (!bed.service().clusters().isEmpty()) {
      Pause.of(Duration.ofSeconds(1));
      inTime("clusters that were to be deleted are still there");
    }
  }

  /**
   * Gives up when the time is over.
   *
   * @param reached how far it has come
   */
  void inTime(String reached) {
    if (clock.instant().isAfter(end)) {
      throw new CommandFailed(CommandFailed.Exit.TIMED_OUT, reached);
    }
  }

  private List<Duration> order(String template, int first, int clusters, Machines machines) {
    List<Future<Duration>> orders = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(Math.min(clusters, CALLERS))) {
      for (int i = first; i < first + clusters; i++) {
        Map<String, Object> order =
            Map.of(
                "name",
                "bench-" + i,
                "cluster_template_id",
                template,
                "master_count",
                machines.controlPlanes(),
                "master_lb_enabled",
                machines.controlPlanes() > 1,
                "node_count",
                machines.workers());
        orders.add(threads.submit(() -> timed(() -> bed.service().createCluster(order))));
      }
    }
    return orders.stream().map(BenchClusters::answer).sorted().toList();
  }

  private Duration timed(Runnable request) {
    Instant begun = clock.instant();
    request.run();
    return Duration.between(begun, clock.instant());
  }

  /** What one of many callers met is what the command fails with. */
  static <T> T answer(Future<T> asked) {
    try {
      return asked.get();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new CommandFailed(CommandFailed.Exit.FAILED, "interrupted");
    }
  }

  private Map<String, Object> template() {
    EnvFile env = bed.env();
    Map<String, Object> template = new TreeMap<>();
    template.put("name", "bench");
    template.put("coe", "kubernetes");
    template.put("image_id", env.need("CAISSON_IMAGE"));
    template.put("flavor_id", env.need("CAISSON_FLAVOR"));
    template.put("master_flavor_id", env.need("CAISSON_FLAVOR"));
    template.put("external_network_id", env.need("CAISSON_EXTERNAL_NETWORK"));
    template.put("fixed_network", env.need("CAISSON_NETWORK"));
    template.put("network_driver", "flannel");
    return template;
  }

  private static boolean failed(JsonNode cluster) {
    return cluster.at("/state/status").asText().endsWith("FAILED");
  }

  private static void giveUp(JsonNode cluster) {
    throw new CommandFailed(
        CommandFailed.Exit.FAILED,
        "%s: %s".formatted(cluster.path("name").asText(), cluster.at("/state/reason").asText()));
  }

  private static Instant created(JsonNode cluster) {
    return Instant.parse(cluster.at("/state/times/created").asText());
  }

  private static Optional<Instant> completed(JsonNode cluster) {
    return Optional.of(cluster.at("/state/times/completed").asText(""))
        .filter(text -> !text.isEmpty() && !text.equals("null"))
        .map(Instant::parse);
  }
}
