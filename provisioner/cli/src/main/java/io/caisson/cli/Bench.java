package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * The benchmarks. Bounds of time come from the critical path: a VM takes 10 to 12 s, a node and an
 * API server 2 to 2.4 s each, so a control plane is there after 16.8 s at the latest, and a worker
 * after 14.4 s more. {@link Rounds} has those of many machines one after the other.
 */
final class Bench {
  private static final double CONTROL_PLANE = 16.8;
  private static final double WORKER = 14.4;
  private static final Duration SETTLED = Duration.ofSeconds(45);

  /** The simulator varies delays to both sides: 11 s are 10 to 12 s, 2.2 s are 2 to 2.4 s. */
  private static final String JITTER = "0.0909";

  /** What a service keeps once it has had clusters at all is no cluster's own. */
  private static final int FIRST = 10;

  /** Of more at once nobody expects that the last is as fast as the first: all share the cores. */
  private static final int MANY = 250;

  private static final int FLEET = 20;
  private static final int FLEET_WORKERS = 9;

  private static final int LISTS = 200;
  private static final int CALLERS = 16;

  private final BenchBed bed;
  private final BenchClusters clusters;
  private final Screen screen;
  private final Clock clock;

  Bench(BenchBed bed, BenchClusters clusters, Screen screen, Clock clock) {
    this.bed = bed;
    this.clusters = clusters;
    this.screen = screen;
    this.clock = clock;
  }

  /** How big they are. */
  record Size(int many, int workers, int surge, int listed, int faces, Idle idle) {}

  /** How many clusters rest, of how many workers each, and for how long. */
  record Idle(int clusters, int workers, Duration rested, Duration watched) {}

  /** Which there are, in the order in which all of them run. */
  enum Name {
    CREATE_ONE("create-one", true, true),
    CREATE_MANY("create-many", true, true),
    CREATE_WIDE("create-wide", true, true),
    CREATE_FLEET("create-fleet", true, true),
    IDLE("idle", false, false),
    API("api", false, false),
    ROLL("roll", true, false),
    ROLL_CONTROL_PLANES("roll-control-planes", true, true),
    FACE("face", false, false);

    private final String text;
    private final boolean slow;
    private final boolean warmed;

    Name(String text, boolean slow, boolean warmed) {
      this.text = text;
      this.slow = slow;
      this.warmed = warmed;
    }

    String text() {
      return text;
    }

    /**
     * Whether the same is done a few times before it is measured, for a service runs for months and
     * its JVM compiles what it runs only when it has run it; the others make many machines first,
     * or are about a service that has just started.
     */
    boolean warmed() {
      return warmed;
    }

    /**
     * The peer's cloud removes a server at once (reconcileDeleteCloudMachine of Cluster API's
     * inmemorymachine_backend.go). Where only clusters at rest matter, they need not come to life
     * slowly.
     */
    List<String> delays() {
      return slow
          ? List.of(
              "--vm-delay",
              "11s",
              "--removal-delay",
              "0s",
              "--node-delay",
              "2200ms",
              "--api-delay",
              "2200ms",
              "--jitter",
              JITTER)
          : List.of("--vm-delay", "1s", "--node-delay", "1s", "--api-delay", "1s");
    }
  }

  List<Figure> run(Name name, Size size) {
    return switch (name) {
      case CREATE_ONE -> one();
      case CREATE_MANY -> many(size.many());
      case CREATE_WIDE -> wide(size.workers());
      case CREATE_FLEET -> fleet();
      case IDLE -> idle(size.idle());
      case API -> api(size.listed());
      case ROLL -> new BenchRolls(bed, clusters, screen).workers(size.workers(), size.surge());
      case ROLL_CONTROL_PLANES -> new BenchRolls(bed, clusters, screen).controlPlanes();
      case FACE -> throw new IllegalArgumentException("the face needs no service: BenchFace");
    };
  }

  private List<Figure> one() {
    double took = clusters.make(1, 0).seconds().getFirst();
    return List.of(
        Figure.atMost(
            "accepted to all Ready",
            "s",
            took,
            CONTROL_PLANE + 1,
            "40 s (Cluster API 1.14, 2 cores)"));
  }

  private List<Figure> many(int count) {
    Duration before = bed.cpu();
    BenchClusters.Made made = clusters.make(count, 0);
    double cpu = millis(bed.cpu().minus(before)) / 1000.0;
    List<Double> times = made.seconds();
    int tenth = Math.max(1, count / 10);
    double first = mean(times.subList(0, tenth));
    double last = mean(times.subList(count - tenth, count));
    double most = 45 * Math.max(1, (double) count / MANY);
    String peer = " (Cluster API 1.14, 200 clusters, 2 cores)";
    String slower = "last tenth ÷ first tenth";
    return List.of(
        Figure.atMost("first accepted to all Ready", "s", made.span(), most, "233 s" + peer),
        Figure.atMost("CPU of a cluster", "s", cpu / count, 0.2, "2.04 s" + peer),
        count > MANY
            ? Figure.told(slower, "", last / first, "1.75" + peer)
            : Figure.atMost(slower, "", last / first, 1.2, "1.75" + peer));
  }

  private List<Figure> wide(int workers) {
    Duration before = bed.cpu();
    double called = bed.cloudCalls();
    double took = clusters.make(1, workers).seconds().getFirst();
    double cpu = millis(bed.cpu().minus(before)) / 1000.0;
    double calls = (bed.cloudCalls() - called) / (1 + workers);
    String peer = " (Cluster API 1.14, 1 + 100, 2 cores)";
    return List.of(
        Figure.atMost(
            "accepted to all Ready", "s", took, CONTROL_PLANE + WORKER + 2, "88.5 s" + peer),
        Figure.atMost("CPU", "s", cpu, 10, "122 s" + peer),
        Figure.atMost("calls of the cloud for each node", "", calls, 4, "none"));
  }

  private List<Figure> fleet() {
    Duration before = bed.cpu();
    double took = clusters.make(FLEET, FLEET_WORKERS).span();
    double cpu = millis(bed.cpu().minus(before)) / 1000.0;
    String peer = " (Cluster API 1.14, 20 × (1 + 9), 2 cores)";
    return List.of(
        Figure.atMost("first accepted to all Ready", "s", took, 35, "136 s" + peer),
        Figure.atMost("CPU of a cluster", "s", cpu / FLEET, 1, "11.2 s" + peer));
  }

  private List<Figure> idle(Idle size) {
    int count = size.clusters();
    clusters.make(FIRST, 0);
    clusters.clear();
    long empty = bed.heap();
    List<JsonNode> resting = clusters.gather(count, new BenchClusters.Machines(1, size.workers()));
    rest(size.rested());
    long full = bed.heap();
    Duration before = bed.cpu();
    Duration compiled = bed.compilers();
    double called = bed.cloudCalls();
    Instant begun = clock.instant();
    Pause.of(size.watched());
    double cpu = millis(bed.cpu().minus(before));
    double seconds = millis(Duration.between(begun, clock.instant())) / 1000.0;
    double compilers = millis(bed.compilers().minus(compiled)) / seconds / count;
    double calls = bed.cloudCalls() - called;
    String peer = " (Cluster API 1.14, 200 clusters)";
    List<Figure> figures = new ArrayList<>();
    figures.add(
        Figure.atMost(
            "CPU of a cluster at rest", "mcores", cpu / seconds / count, 0.1, "0.45" + peer));
    figures.add(
        Figure.told("time of the JVM's compilers in it, at most", "mcores", compilers, "none"));
    figures.add(
        Figure.atMost(
            "heap of a cluster at rest",
            "KiB",
            (full - empty) / (double) count,
            200,
            "21 MiB resident" + peer));
    figures.add(
        Figure.told(
            "calls of the cloud a minute, all in one project", "", calls / seconds * 60, "none"));
    figures.addAll(new BenchNotices(bed, clusters, screen, clock).of(resting));
    return figures;
  }

  private List<Figure> api(int count) {
    List<Duration> answers = clusters.make(count, 0).answers();
    rest(SETTLED);
    String peer = "1.5 to 2.0 (Magnum 15, 100 clusters)";
    List<Figure> figures = new ArrayList<>();
    figures.add(lists("GET /v1/clusters", "/v1/clusters", 1, peer));
    figures.add(lists("GET /v1/clusters", "/v1/clusters", CALLERS, peer));
    figures.add(lists("GET /api/v1/clusters", "/api/v1/clusters?limit=1000", 1, "none"));
    figures.add(lists("GET /api/v1/clusters", "/api/v1/clusters?limit=1000", CALLERS, "none"));
    figures.add(answer("POST /v1/clusters, p50", answers.get(answers.size() / 2), 1));
    figures.add(answer("POST /v1/clusters, p99", answers.get(answers.size() * 99 / 100), 3));
    figures.addAll(new BenchEvents(bed.service(), bed.env(), clock).run());
    return figures;
  }

  private static Figure answer(String name, Duration took, double bound) {
    return Figure.atMost(name + ", 16 callers, cold", "s", took.toMillis() / 1000.0, bound, "none");
  }

  /** Some callers, each one request after the other; the first ones are not counted. */
  private Figure lists(String name, String path, int callers, String peer) {
    Http http = bed.service().session();
    String url = bed.env().need("CAISSON_URL") + path;
    Supplier<Integer> ask = () -> http.get(url).size();
    together(callers, LISTS / 4, ask);
    Duration before = bed.cpu();
    Instant begun = clock.instant();
    together(callers, LISTS, ask);
    double seconds = millis(Duration.between(begun, clock.instant())) / 1000.0;
    double cpu = millis(bed.cpu().minus(before)) / LISTS;
    String full = "%s, %d %s".formatted(name, callers, callers == 1 ? "caller" : "callers");
    screen.say(full + ": %.1f ms of CPU for each".formatted(cpu));
    return Figure.atLeast(full, "requests/s", LISTS / seconds, 20, peer);
  }

  /** Some callers, each one request after the other. */
  static void together(int callers, int requests, Supplier<Integer> ask) {
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      List<Future<Integer>> asked = new ArrayList<>();
      for (int i = 0; i < requests; i++) {
        asked.add(threads.submit(ask::get));
      }
      asked.forEach(BenchClusters::answer);
    }
  }

  private void rest(Duration pause) {
    screen.say("letting them come to rest");
    Pause.of(pause);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static double millis(Duration time) {
    return time.toMillis();
  }
}
