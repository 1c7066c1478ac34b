package io.caisson.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caisson bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measure the service on a simulated data centre in a process of its own, whose delays are"
          + " those",
      "of Cluster API's in-memory provider. Prints each figure beside its bound and a peer's"
          + " figure.",
      "Exit code 1 if a bound is not kept, or a benchmark does not come to its end."
    },
    footer = {
      "",
      "A roll of 1,000 machines and their creation, in virtual time, are programs of their own:",
      "  caisson bench virtual-roll --help",
      "  caisson bench virtual-create --help",
      "",
      "Examples:",
      "  caisson bench create-many --clusters 50",
      "  caisson bench roll --workers 10 --surge 2",
      "  caisson bench all -o json > figures.json"
    })
final class BenchCommand implements Callable<Integer> {
  private static final String ALL = "all";

  /** Of one run, in seconds. */
  private static final int LIMIT = 600;

  /** Of all together, in seconds. */
  private static final int LIMIT_OF_ALL = 3000;

  @Parameters(
      arity = "1",
      paramLabel = "NAME",
      description =
          "create-one, create-many, create-wide, create-fleet, idle, api, roll,"
              + " roll-control-planes, face, or all of them.")
  private String name = "";

  @Option(
      names = "--clusters",
      description = "How many clusters (default: 200; 100 for api, 1000 for face). Also of all.")
  private Optional<Integer> clusters = Optional.empty();

  @Option(
      names = "--workers",
      description = {
        "Of the clusters of create-wide and roll (default: 100), and of idle if it is run alone",
        "(default: 0)."
      })
  private Optional<Integer> workers = Optional.empty();

  @Option(
      names = "--surge",
      defaultValue = "10",
      description = "How many workers roll makes before as many go (default: ${DEFAULT-VALUE}).")
  private int surge = 10;

  @Option(
      names = "--rest",
      paramLabel = "SECONDS",
      defaultValue = "180",
      description = {
        "How long the clusters of idle rest before they are watched (default: ${DEFAULT-VALUE}):",
        "connections that their creation needed are kept for two minutes."
      })
  private int rest = 180;

  @Option(
      names = "--watch",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "How long idle watches (default: ${DEFAULT-VALUE}).")
  private int watch = 120;

  @Option(
      names = "--runs",
      defaultValue = "1",
      description = "How often each is run; the medians count (default: ${DEFAULT-VALUE}).")
  private int runs = 1;

  @Option(
      names = "--warm-ups",
      paramLabel = "TIMES",
      defaultValue = "5",
      description = {
        "How often create-… and roll-control-planes do the same first (default: ${DEFAULT-VALUE});",
        "what that took is said, and does not count."
      })
  private int warmUps = 5;

  @Option(
      names = "--limit",
      paramLabel = "SECONDS",
      description =
          "After which clusters are not waited for any more (default: "
              + LIMIT
              + " for each run and what comes before it, "
              + LIMIT_OF_ALL
              + " for all together).")
  private Optional<Integer> limit = Optional.empty();

  @Option(
      names = "--data",
      defaultValue = ".caisson/bench",
      description = "Folder for state and logs (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of(".caisson/bench");

  @Mixin private Output output = new Output();

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    if (runs < 1 || warmUps < 0) {
      throw new CommandFailed(
          CommandFailed.Exit.USAGE,
          "--runs is %d and --warm-ups %d: at least 1 and 0 are possible".formatted(runs, warmUps));
    }
    Screen screen = new Screen(output.table() ? System.out : System.err, clock);
    BenchReport report = new BenchReport();
    Optional<Instant> end =
        name.equals(ALL) ? Optional.of(after(limit.orElse(LIMIT_OF_ALL))) : Optional.empty();
    for (Bench.Name one : names()) {
      for (int bed = 0; bed < (one.warmed() ? 1 : runs); bed++) {
        int waits = one == Bench.Name.IDLE ? rest + watch : 0;
        int seconds = limit.orElse(LIMIT) * (one.warmed() ? warmUps + runs : 1) + waits;
        run(one, end.orElseGet(() -> after(seconds)), screen, report);
      }
    }
    report.print(output);
    return report.kept() ? 0 : CommandFailed.Exit.FAILED.code();
  }

  /** One that fails does not take the others with it. */
  private void run(Bench.Name one, Instant end, Screen screen, BenchReport report) {
    screen.say(one.text());
    if (clock.instant().isAfter(end)) {
      report.failed(one, "the time was over before it began");
      return;
    }
    Path folder = data.toAbsolutePath().resolve(one.text());
    if (one == Bench.Name.FACE) {
      face(folder, screen, report);
      return;
    }
    try (BenchBed bed = BenchBed.start(folder, one.delays(), clock)) {
      BenchClusters made = new BenchClusters(bed, screen, clock, end);
      Bench bench = new Bench(bed, made, screen, clock);
      int before = one.warmed() ? warmUps : 0;
      int counted = one.warmed() ? runs : 1;
      for (int run = 0; run < before + counted; run++) {
        made.clear();
        List<Figure> figures = bench.run(one, size());
        say(run, figures, screen);
        if (run >= before) {
          report.measured(one, bed.conditions(before), figures);
        }
      }
    } catch (CommandFailed failed) {
      screen.say("%s: %s".formatted(one.text(), failed.getMessage()));
      report.failed(one, String.valueOf(failed.getMessage()));
    }
  }

  private static void say(int run, List<Figure> figures, Screen screen) {
    String when =
        switch (run) {
          case 0 -> "just started";
          case 1 -> "having done it once";
          default -> "having done it %d times".formatted(run);
        };
    figures.forEach(
        one -> screen.say("%s: %s %.2f %s".formatted(when, one.name(), one.value(), one.unit())));
  }

  private void face(Path folder, Screen screen, BenchReport report) {
    int count = size().faces();
    screen.say("making %d clusters' API servers".formatted(count));
    try (BenchFace face = BenchFace.start(folder, count, clock)) {
      report.measured(Bench.Name.FACE, BenchFace.conditions(count), face.run());
    } catch (CommandFailed failed) {
      screen.say("face: " + failed.getMessage());
      report.failed(Bench.Name.FACE, String.valueOf(failed.getMessage()));
    }
  }

  private Instant after(int seconds) {
    return clock.instant().plusSeconds(seconds);
  }

  private Bench.Size size() {
    return new Bench.Size(
        clusters.orElse(200),
        workers.orElse(100),
        surge,
        clusters.orElse(100),
        clusters.orElse(1000),
        new Bench.Idle(
            clusters.orElse(200),
            name.equals(ALL) ? 0 : workers.orElse(0),
            Duration.ofSeconds(rest),
            Duration.ofSeconds(watch)));
  }

  private List<Bench.Name> names() {
    List<Bench.Name> named = new ArrayList<>(List.of(Bench.Name.values()));
    named.removeIf(one -> !name.equals(ALL) && !name.equals(one.text()));
    if (named.isEmpty()) {
      throw new CommandFailed(
          CommandFailed.Exit.USAGE,
          "there is no benchmark '%s': %s or all"
              .formatted(
                  name,
                  Arrays.stream(Bench.Name.values())
                      .map(Bench.Name::text)
                      .collect(Collectors.joining(", "))));
    }
    return named;
  }
}
