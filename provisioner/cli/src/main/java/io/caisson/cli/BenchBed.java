package io.caisson.cli;

import static java.lang.Double.parseDouble;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A playground of its own for one benchmark, and what its service uses of the machine. */
final class BenchBed implements AutoCloseable {
  private static final Pattern CALLS =
      Pattern.compile("(?m)^caisson_cloud_call_seconds_count\\{[^}]*} ([0-9.E+]+)$");
  private static final Pattern COMPILED =
      Pattern.compile("(?m)^jvm_compilation_time_ms_total\\{[^}]*} ([0-9.E+]+)$");
  private static final Pattern HEAP = Pattern.compile("used (\\d+)K");

  private final Playground playground;
  private final EnvFile env;
  private final ProcessHandle process;
  private final Service service;
  private final Thread stop;

  private BenchBed(Playground playground, EnvFile env, Clock clock) {
    this.playground = playground;
    this.env = env;
    this.service = new Service(env, clock);
    this.process = ProcessHandle.of(Long.parseLong(env.need("CAISSON_SERVICE_PID"))).orElseThrow();
    this.stop = new Thread(playground::stop);
    Runtime.getRuntime().addShutdownHook(stop);
  }

  static BenchBed start(Path folder, List<String> delays, Clock clock) {
    remove(folder.resolve("data"));
    Playground playground = new Playground(folder, clock);
    Playground.Settings settings = Playground.Settings.simulated(delays).patient();
    return new BenchBed(playground, playground.start(settings), clock);
  }

  EnvFile env() {
    return env;
  }

  Service service() {
    return service;
  }

  /** Writes what explains a figure beside the logs, where it stays. */
  Path keep(String name, List<String> lines) {
    Path file = playground.folder().resolve(name);
    try {
      return Files.write(file, lines);
    } catch (IOException full) {
      throw new CommandFailed(
          CommandFailed.Exit.FAILED, "cannot write %s: %s".formatted(file, full.getMessage()));
    }
  }

  /** User and system time of the service's JVM; neither the database nor the simulator. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** How long the compilers of the service's JVM have worked. */
  Duration compilers() {
    return Duration.ofMillis((long) metric(COMPILED));
  }

  /** How many calls the service has sent to the cloud for clusters. */
  double cloudCalls() {
    return metric(CALLS);
  }

  private double metric(Pattern lines) {
    String metrics =
        Http.plain()
            .ask("GET", env.need("CAISSON_URL") + "/prometheus", Optional.empty())
            .raw()
            .body();
    return lines.matcher(metrics).results().mapToDouble(one -> parseDouble(one.group(1))).sum();
  }

  /** What lives on the service's heap, in KiB. */
  long heap() {
    jcmd("GC.run");
    jcmd("GC.run");
    Matcher found = HEAP.matcher(jcmd("GC.heap_info"));
    if (!found.find()) {
      throw new CommandFailed(CommandFailed.Exit.FAILED, "jcmd tells nothing of the heap");
    }
    return Long.parseLong(found.group(1));
  }

  private String jcmd(String command) {
    try {
      Process asked =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(process.pid()),
                  command)
              .redirectErrorStream(true)
              .start();
      return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException missing) {
      throw new CommandFailed(
          CommandFailed.Exit.FAILED, "jcmd of this JDK cannot be run: " + missing.getMessage());
    }
  }

  /**
   * Under which the figures hold.
   *
   * @param warmUps how often the same was done before, uncounted
   */
  String conditions(int warmUps) {
    return String.format(
        Locale.ROOT,
        "%d processors, load %.1f, Java %s, service and simulator in JVMs of their own"
            + " that were started for this%s, PostgreSQL of the service beside them",
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        Runtime.version(),
        warmUps == 0 ? "" : " and had done the same %d times".formatted(warmUps));
  }

  @Override
  public void close() {
    playground.stop();
    Runtime.getRuntime().removeShutdownHook(stop);
    remove(playground.folder().resolve("data"));
  }

  /** Every run begins with an empty database. */
  private static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    } catch (IOException stays) {
      throw new CommandFailed(CommandFailed.Exit.FAILED, "cannot remove " + folder);
    }
  }
}
