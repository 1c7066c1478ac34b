package io.caisson.cli;

import static io.caisson.cli.Output.column;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caisson operation …}. */
@Command(
    name = "operation",
    mixinStandardHelpOptions = true,
    description = "Look at the changes of a cluster.",
    synopsisSubcommandLabel = "COMMAND")
final class OperationCommand {
  private static final List<Output.Column> COLUMNS =
      List.of(
          column("id", "/id"),
          column("kind", "/kind"),
          column("state", "/outcome/state"),
          column("started", "/times/started"),
          column("ended", "/times/ended"),
          column("expected", "/times/expected"),
          column("what", "/what"));
  private static final List<Output.Column> FIELDS =
      List.of(
          column("id", "/id"),
          column("kind", "/kind"),
          column("what", "/what"),
          column("asked for by", "/actor"),
          column("state", "/outcome/state"),
          column("reason", "/outcome/reason"),
          column("warnings", "/outcome/warnings"),
          column("started", "/times/started"),
          column("ended", "/times/ended"),
          column("expected", "/times/expected"),
          column("as", "/times/basis"),
          column("ready machines", "/progress/ready_machines"),
          column("left", "/progress/left"),
          column("steps left", "/progress/steps"),
          column("waits for", "/progress/waits_for"));

  private final Clock clock = Clock.systemUTC();

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the changes, newest first.")
  int list(@Parameters(paramLabel = "CLUSTER") String cluster, @Mixin Output output) {
    return output.list(
        Service.ofEnvironment(clock)
            .list("/clusters/" + Service.part(cluster) + "/operations", "operations"),
        "/id",
        COLUMNS);
  }

  @Command(name = "show", mixinStandardHelpOptions = true, description = "Show a change.")
  int show(
      @Parameters(paramLabel = "CLUSTER") String cluster,
      @Parameters(paramLabel = "OPERATION") String operation,
      @Mixin Output output) {
    String path =
        "/clusters/%s/operations/%s".formatted(Service.part(cluster), Service.part(operation));
    return output.one(Service.ofEnvironment(clock).get(path), "/id", FIELDS);
  }

  @Command(
      name = "watch",
      mixinStandardHelpOptions = true,
      description = "Follow the change that is going on until it is done.")
  int watch(
      @Parameters(paramLabel = "CLUSTER") String cluster,
      @Option(
              names = "--timeout",
              paramLabel = "SECONDS",
              defaultValue = "3600",
              description = "How long (default: ${DEFAULT-VALUE}).")
          int seconds) {
    return Wait.follow(Service.ofEnvironment(clock), cluster, Duration.ofSeconds(seconds), clock);
  }
}
