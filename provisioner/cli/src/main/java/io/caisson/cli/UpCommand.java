package io.caisson.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caisson up}. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description =
        "Start a playground in the background: a simulated data centre and a service for it.",
    footer = {
      "",
      "Example:",
      "  caisson up && . ./caisson.env",
      "  openstack --os-endpoint-type public coe cluster list   # or: caisson cluster list",
      "  caisson down"
    })
final class UpCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      defaultValue = ".caisson/playground",
      description = "Folder for its state and logs (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of(".caisson/playground");

  @Option(
      names = "--env",
      defaultValue = "caisson.env",
      description = "Where to write the file to source (default: ${DEFAULT-VALUE}).")
  private Path env = Path.of("caisson.env");

  @Mixin private Delays delays = new Delays();

  @Override
  public Integer call() {
    Clock clock = Clock.systemUTC();
    Screen screen = new Screen(System.out, clock);
    Playground playground = new Playground(data.toAbsolutePath(), clock);
    EnvFile started = playground.start(Playground.Settings.simulated(delays.options()));
    started.write(env.toAbsolutePath());
    screen.say("the data centre answers at " + started.need("OS_AUTH_URL"));
    screen.say("the service answers at " + started.need("CAISSON_URL"));
    screen.print("To use them:  . " + env);
    screen.print("To stop them: caisson down --data " + data);
    return 0;
  }

  /** How long things take in the simulated data centre. */
  static final class Delays {
    @Option(
        names = "--vm-delay",
        defaultValue = "1s",
        description = "Until a server is ACTIVE (default: ${DEFAULT-VALUE}).")
    private String vm = "1s";

    @Option(
        names = "--node-delay",
        defaultValue = "1s",
        description = "Until a machine is a node (default: ${DEFAULT-VALUE}).")
    private String node = "1s";

    @Option(
        names = "--api-delay",
        defaultValue = "1s",
        description = "Until a cluster's API answers (default: ${DEFAULT-VALUE}).")
    private String api = "1s";

    List<String> options() {
      return List.of("--vm-delay", vm, "--node-delay", node, "--api-delay", api);
    }
  }
}
