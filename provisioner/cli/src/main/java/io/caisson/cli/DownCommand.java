package io.caisson.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code caisson down}. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stop the processes of a playground; its data stay.")
final class DownCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      defaultValue = ".caisson/playground",
      description = "Folder that it was started with (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of(".caisson/playground");

  @Option(names = "--real", description = "Take the data centre of real machines away too.")
  private boolean real;

  @Override
  public Integer call() {
    int stopped = new Playground(data.toAbsolutePath(), Clock.systemUTC()).stop();
    System.out.printf(
        stopped == 0 ? "no playground runs in %s%n" : "stopped the playground in %s%n", data);
    if (real) {
      MachineBed bed = MachineBed.here(System.getenv(), MachineBed.USUAL_KUBERNETES);
      return bed.show(bed.centre("down"));
    }
    return 0;
  }
}
