package io.caisson.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * What the simulator's Kubernetes face bears, in a JVM of its own and without anything else of the
 * simulator: how many clusters fit into it, and how many requests one of them answers.
 */
final class BenchFace implements AutoCloseable {
  /** At least 1,000 clusters in a JVM of 4 GiB. */
  private static final double PER_GIB = 250;

  private static final double PER_SECOND = 200;
  private static final int REQUESTS = 2000;
  private static final int CALLERS = 16;
  private static final Duration START = Duration.ofMinutes(5);

  private final Process process;
  private final EnvFile told;
  private final Clock clock;

  private BenchFace(Process process, EnvFile told, Clock clock) {
    this.process = process;
    this.told = told;
    this.clock = clock;
  }

  /**
   * Starts it, and waits until its clusters are there.
   *
   * @param folder for its log
   */
  static BenchFace start(Path folder, int clusters, Clock clock) {
    Path file = folder.resolve("face.env");
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(file);
      List<String> command =
          List.of(
              Playground.launcher(),
              "simulator",
              "--idle-clusters",
              Integer.toString(clusters),
              file.toString());
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("simulator.log").toFile());
      builder.environment().put("CAISSON_JAVA_OPTS", "-Xmx4g");
      Process process = builder.start();
      return new BenchFace(process, await(process, file, clock), clock);
    } catch (IOException failed) {
      throw new CommandFailed(
          CommandFailed.Exit.FAILED, "cannot start the simulator: " + failed.getMessage());
    }
  }

  private static EnvFile await(Process process, Path file, Clock clock) {
    Instant end = clock.instant().plus(START);
    while (!Files.exists(file)) {
      if (!process.isAlive() || clock.instant().isAfter(end)) {
        process.destroy();
        throw new CommandFailed(
            CommandFailed.Exit.FAILED,
            "no clusters are there; see " + file.resolveSibling("simulator.log"));
      }
      Pause.of(Duration.ofMillis(100));
    }
    return EnvFile.read(file);
  }

  List<Figure> run() {
    double heap = Double.parseDouble(told.need("FACE_HEAP_OF_A_CLUSTER"));
    byte[] kubeconfig = Base64.getDecoder().decode(told.need("FACE_KUBECONFIG_BASE64"));
    ClusterNodes api = new ClusterNodes(new String(kubeconfig, StandardCharsets.UTF_8));
    return List.of(
        Figure.atLeast(
            "clusters of 3 nodes and 5 pods", "per GiB", (1L << 30) / heap, PER_GIB, "none"),
        requests(api, "GET of a node", "/api/v1/nodes/n1", 1),
        requests(api, "GET of a node", "/api/v1/nodes/n1", CALLERS),
        requests(api, "list of pods", "/api/v1/pods", 1),
        requests(api, "list of pods", "/api/v1/pods", CALLERS));
  }

  /** The first ones are not counted. */
  private Figure requests(ClusterNodes api, String what, String path, int callers) {
    Bench.together(callers, REQUESTS / 2, () -> api.get(path).size());
    Instant begun = clock.instant();
    Bench.together(callers, REQUESTS, () -> api.get(path).size());
    double seconds = Duration.between(begun, clock.instant()).toMillis() / 1000.0;
    return Figure.atLeast(
        "%s, %d %s".formatted(what, callers, callers == 1 ? "caller" : "callers"),
        "requests/s",
        REQUESTS / seconds,
        PER_SECOND,
        "none");
  }

  /** Under which the figures hold. */
  static String conditions(int clusters) {
    return String.format(
        Locale.ROOT,
        "%d processors, load %.1f, Java %s, %d clusters in a JVM of 4 GiB of their own, asked over"
            + " HTTPS from another one",
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        Runtime.version(),
        clusters);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
