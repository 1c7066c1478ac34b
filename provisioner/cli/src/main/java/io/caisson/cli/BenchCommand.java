package io.caisson.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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
      "Exit code 1 if a bound is not kept."
    },
    footer = {"", "Example:", "  caisson bench create-many --clusters 50"})
final class BenchCommand implements Callable<Integer> {
  @Parameters(
      arity = "1",
      paramLabel = "NAME",
      description = "create-one, create-many, create-wide, idle or api.")
  private String name = "";

  @Option(names = "--clusters", description = "How many clusters (default: 200; 100 for api).")
  private Optional<Integer> clusters = Optional.empty();

  @Option(
      names = "--workers",
      defaultValue = "100",
      description = "Of create-wide (default: ${DEFAULT-VALUE}).")
  private int workers = 100;

  @Option(
      names = "--data",
      defaultValue = ".caisson/bench",
      description = "Folder for state and logs (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of(".caisson/bench");

  @Override
  public Integer call() {
    Clock clock = Clock.systemUTC();
    Screen screen = new Screen(System.out, clock);
    try (BenchBed bed = BenchBed.start(data.toAbsolutePath().resolve(name), delays(), clock)) {
      List<Figure> figures = new Bench(bed, screen, clock).run(name, clusters, workers);
      screen.print(bed.conditions());
      screen.print(Figure.table(figures));
      return figures.stream().allMatch(Figure::kept) ? 0 : CommandFailed.Exit.FAILED.code();
    }
  }

  /** Where only clusters at rest matter, they need not come to life slowly. */
  private List<String> delays() {
    return switch (name) {
      case "create-one", "create-many", "create-wide" ->
          List.of("--vm-delay", "10s", "--node-delay", "2s", "--api-delay", "2s");
      case "idle", "api" -> List.of("--vm-delay", "1s", "--node-delay", "1s", "--api-delay", "1s");
      default ->
          throw new CommandFailed(
              CommandFailed.Exit.USAGE,
              "there is no benchmark '%s': create-one, create-many, create-wide, idle or api"
                  .formatted(name));
    };
  }
}
