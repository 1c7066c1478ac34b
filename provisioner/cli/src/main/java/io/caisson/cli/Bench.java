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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The benchmarks. Bounds of time come from the critical path: a VM takes 10 to 12 s, a node and an
 * API server 2 to 2.4 s each, so a control plane is there after 16.8 s at the latest, and a worker
 * after 14.4 s more.
 */
final class Bench {
  private static final double CONTROL_PLANE = 16.8;
  private static final double WORKER = 14.4;
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final Duration SETTLED = Duration.ofSeconds(45);
  private static final Duration WATCHED = Duration.ofMinutes(2);
  private static final int LISTS = 200;

  private final BenchBed bed;
  private final Screen screen;
  private final Clock clock;

  Bench(BenchBed bed, Screen screen, Clock clock) {
    this.bed = bed;
    this.screen = screen;
    this.clock = clock;
  }

  List<Figure> run(String name, Optional<Integer> clusters, int workers) {
    return switch (name) {
      case "create-one" -> one();
      case "create-many" -> many(clusters.orElse(200));
      case "create-wide" -> wide(workers);
      case "idle" -> idle(clusters.orElse(200));
      default -> api(clusters.orElse(100));
    };
  }

  private List<Figure> one() {
    double took = seconds(create(1, 0).getFirst());
    return List.of(
        Figure.atMost(
            "accepted to all Ready", "s", took, CONTROL_PLANE + 1, "15.5 s (Cluster API 1.14)"));
  }

  private List<Figure> many(int clusters) {
    Duration before = bed.cpu();
    List<JsonNode> made = create(clusters, 0);
    double cpu = millis(bed.cpu().minus(before)) / 1000.0;
    List<Double> times = made.stream().map(Bench::seconds).toList();
    int tenth = Math.max(1, clusters / 10);
    double first = mean(times.subList(0, tenth));
    double last = mean(times.subList(clusters - tenth, clusters));
    String peer = " (Cluster API 1.14, 200 clusters, 2 cores)";
    return List.of(
        Figure.atMost("first accepted to all Ready", "s", span(made), 45, "233 s" + peer),
        Figure.atMost("CPU of a cluster", "s", cpu / clusters, 0.2, "2.04 s" + peer),
        Figure.atMost("last tenth ÷ first tenth", "", last / first, 1.2, "1.75" + peer));
  }

  private List<Figure> wide(int workers) {
    Duration before = bed.cpu();
    double took = seconds(create(1, workers).getFirst());
    double cpu = millis(bed.cpu().minus(before)) / 1000.0;
    String peer = " (Cluster API 1.14, 1 + 100, 2 cores)";
    return List.of(
        Figure.atMost(
            "accepted to all Ready", "s", took, CONTROL_PLANE + WORKER + 2, "88.5 s" + peer),
        Figure.atMost("CPU", "s", cpu, 10, "122 s" + peer));
  }

  private List<Figure> idle(int clusters) {
    long empty = bed.heap();
    create(clusters, 0);
    screen.say("letting them come to rest");
    Pause.of(SETTLED);
    long full = bed.heap();
    Duration before = bed.cpu();
    Instant begun = clock.instant();
    Pause.of(WATCHED);
    double cpu = millis(bed.cpu().minus(before));
    double seconds = Duration.between(begun, clock.instant()).toMillis() / 1000.0;
    String peer = " (Cluster API 1.14, 200 clusters)";
    return List.of(
        Figure.atMost(
            "CPU of a cluster at rest", "mcores", cpu / seconds / clusters, 0.1, "0.45" + peer),
        Figure.atMost(
            "heap of a cluster at rest",
            "KiB",
            (full - empty) / (double) clusters,
            200,
            "21 MiB resident" + peer));
  }

  private List<Figure> api(int clusters) {
    create(clusters, 0);
    Pause.of(SETTLED);
    return List.of(
        lists("GET /v1/clusters", "/v1/clusters", "1.5 to 2.0 (Magnum 15, 100 clusters)"),
        lists("GET /api/v1/clusters", "/api/v1/clusters", "none"));
  }

  /** One caller, one request after the other, the first ones not counted. */
  private Figure lists(String name, String path, String peer) {
    Http http = bed.service().session();
    String url = bed.env().need("CAISSON_URL") + path;
    for (int i = 0; i < LISTS / 4; i++) {
      http.get(url);
    }
    Duration before = bed.cpu();
    Instant begun = clock.instant();
    for (int i = 0; i < LISTS; i++) {
      http.get(url);
    }
    double seconds = Duration.between(begun, clock.instant()).toMillis() / 1000.0;
    double cpu = millis(bed.cpu().minus(before)) / LISTS;
    screen.say(name + ": %.1f ms of CPU for each".formatted(cpu));
    return Figure.atLeast(name, "requests/s", LISTS / seconds, 20, peer);
  }

  /** Makes them at once and waits for all; they come back in the order of their acceptance. */
  private List<JsonNode> create(int clusters, int workers) {
    String template = bed.service().createTemplate(template());
    screen.say("making %d clusters of 1 + %d machines".formatted(clusters, workers));
    order(template, clusters, workers);
    Instant end = clock.instant().plus(LIMIT);
    while (true) {
      Pause.of(Duration.ofSeconds(2));
      List<JsonNode> all = bed.service().clusters();
      List<JsonNode> done = all.stream().filter(one -> completed(one).isPresent()).toList();
      screen.say("%d of %d are complete".formatted(done.size(), clusters));
      if (done.size() == clusters) {
        return done.stream().sorted(Comparator.comparing(Bench::created)).toList();
      }
      all.stream().filter(Bench::failed).findFirst().ifPresent(Bench::giveUp);
      if (clock.instant().isAfter(end)) {
        throw new CommandFailed(CommandFailed.Exit.TIMED_OUT, "they are not complete in time");
      }
    }
  }

  private void order(String template, int clusters, int workers) {
    List<Future<String>> orders = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(Math.min(clusters, 16))) {
      for (int i = 0; i < clusters; i++) {
        Map<String, Object> order =
            Map.of(
                "name",
                "bench-" + i,
                "cluster_template_id",
                template,
                "master_count",
                1,
                "node_count",
                workers);
        orders.add(threads.submit(() -> bed.service().createCluster(order)));
      }
    }
    orders.forEach(Future::resultNow);
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

  private static double seconds(JsonNode cluster) {
    return Duration.between(created(cluster), completed(cluster).orElseThrow()).toMillis() / 1000.0;
  }

  private static double span(List<JsonNode> made) {
    Instant last =
        made.stream()
            .map(one -> completed(one).orElseThrow())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return Duration.between(created(made.getFirst()), last).toMillis() / 1000.0;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static double millis(Duration time) {
    return time.toMillis();
  }
}
