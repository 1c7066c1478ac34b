package io.caisson.cli;

import static io.caisson.cli.Output.column;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code caisson host …}. */
@Command(
    name = "host",
    mixinStandardHelpOptions = true,
    description = "Empty a compute host of the cloud; for administrators.",
    synopsisSubcommandLabel = "COMMAND")
final class HostCommand {
  private static final String HOST = "HOST";
  private static final Duration ASK_EVERY = Duration.ofSeconds(2);
  private static final String NAME = "As the cloud's compute service calls it.";
  private static final List<Output.Column> COLUMNS =
      List.of(
          column("cluster", "/cluster"),
          column("project", "/project"),
          column("machine", "/id"),
          column("state", "/state"),
          column("standing", "/standing"),
          column("reason", "/reason"));

  private final Clock clock = Clock.systemUTC();

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show the machines of all clusters that are on a host.")
  int show(@Parameters(paramLabel = HOST, description = NAME) String host, @Mixin Output output) {
    return told(service().get(path(host)), output);
  }

  @Command(
      name = "drain",
      mixinStandardHelpOptions = true,
      description = {
        "Let other machines take the place of all that are on a host, each under its cluster's own"
            + " budgets and pace.",
        "Disable the host in the cloud first (openstack compute service set --disable HOST"
            + " nova-compute), or new servers may be built on it. Asked for again, it also takes"
            + " what has come there since."
      })
  int drain(
      @Parameters(paramLabel = HOST, description = NAME) String host,
      @Mixin Wait wait,
      @Mixin Output output) {
    Service service = service();
    JsonNode drained = service.post(path(host) + "/drain", Http.JSON.createObjectNode());
    int code = told(drained, output);
    System.err.println("caisson: " + drained.path("advice").asText());
    return wait.wanted()
        ? new HostWait(() -> service.get(path(host)), () -> Pause.of(ASK_EVERY), System.err, clock)
            .until(wait.limit())
        : code;
  }

  /** What is unknown makes the answer a partial one. */
  private static int told(JsonNode answer, Output output) {
    if (output.table()) {
      output.list(rows(answer), "/id", COLUMNS);
    } else {
      output.one(answer, "/host", List.of());
    }
    for (JsonNode project : answer.path("unknown")) {
      System.err.printf(
          "caisson: what project %s has there is not known: %s%n",
          project.path("project").asText(), project.path("reason").asText());
    }
    return answer.path("unknown").isEmpty() ? 0 : CommandFailed.Exit.FAILED.code();
  }

  /** One for each machine, with its cluster's name and project. */
  static List<JsonNode> rows(JsonNode answer) {
    List<JsonNode> rows = new ArrayList<>();
    for (JsonNode cluster : answer.path("clusters")) {
      for (JsonNode machine : cluster.path("machines")) {
        ObjectNode row = machine.deepCopy();
        row.put("cluster", cluster.path("name").asText());
        row.put("project", cluster.path("project").asText());
        rows.add(row);
      }
    }
    return rows;
  }

  private static String path(String host) {
    return "/hosts/" + Service.part(host);
  }

  private Service service() {
    return Service.ofEnvironment(clock);
  }
}
