package io.caisson.cli;

import static io.caisson.cli.Output.column;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code caisson machine …}. */
@Command(
    name = "machine",
    mixinStandardHelpOptions = true,
    description = "Look at the machines of a cluster.",
    synopsisSubcommandLabel = "COMMAND")
final class MachineCommand {
  private static final List<Output.Column> COLUMNS =
      List.of(
          column("id", "/id"),
          column("state", "/state"),
          column("since", "/since"),
          column("address", "/address"),
          column("server", "/server"),
          column("waits for", "/waits_for/reason"));

  @Command(name = "list", mixinStandardHelpOptions = true, description = "List the machines.")
  int list(@Parameters(paramLabel = "CLUSTER") String cluster, @Mixin Output output) {
    return output.list(
        service().list("/clusters/" + Service.part(cluster) + "/machines", "machines"),
        "/id",
        COLUMNS);
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show a machine and what happened to it, also if it is gone.")
  int show(
      @Parameters(paramLabel = "CLUSTER") String cluster,
      @Parameters(paramLabel = "MACHINE", description = "Id or name.") String machine,
      @Mixin Output output) {
    JsonNode one =
        service()
            .get(
                "/clusters/%s/machines/%s".formatted(Service.part(cluster), Service.part(machine)));
    output.one(one, "/id", COLUMNS);
    if (output.table()) {
      for (JsonNode line : one.path("timeline")) {
        System.out.printf(
            "%-28s %-22s %s%n",
            line.path("at").asText(), line.path("subject").asText(), line.path("text").asText());
      }
    }
    return 0;
  }

  private static Service service() {
    return Service.ofEnvironment(Clock.systemUTC());
  }
}
