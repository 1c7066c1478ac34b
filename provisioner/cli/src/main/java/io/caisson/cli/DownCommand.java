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

  @Override
  public Integer call() {
    int stopped = new Playground(data.toAbsolutePath(), Clock.systemUTC()).stop();
    System.out.printf(
        stopped == 0 ? "no playground runs in %s%n" : "stopped the playground in %s%n", data);
    return 0;
  }
}
