package io.caisson.cli;

import static io.caisson.cli.Output.column;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caisson quota …}. */
@Command(
    name = "quota",
    mixinStandardHelpOptions = true,
    description = "What projects may have of this service.",
    synopsisSubcommandLabel = "COMMAND")
final class QuotaCommand {
  private static final String PROJECT = "PROJECT";
  private static final List<Output.Column> COLUMNS =
      List.of(
          column("project", "/project"),
          column("clusters", "/used/clusters"),
          column("of", "/limits/clusters"),
          column("nodes", "/used/nodes"),
          column("of", "/limits/nodes"),
          column("gpus", "/used/gpus"),
          column("of", "/limits/gpus"));

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show limits and what is used; for administrators of all that were set.")
  int show(
      @Parameters(paramLabel = PROJECT, arity = "0..1", description = "Id.")
          Optional<String> project,
      @Mixin Output output) {
    if (project.isPresent()) {
      return output.one(service().get(path(project.get())), "/project", COLUMNS);
    }
    List<JsonNode> all = new ArrayList<>();
    service().get("/quotas").path("quotas").forEach(all::add);
    return output.list(all, "/project", COLUMNS);
  }

  /** Limits that are not named stay as they are. */
  static final class Limits {
    @Option(names = "--clusters", description = "At most so many; -1 for no limit.")
    private Optional<Integer> clusters = Optional.empty();

    @Option(names = "--nodes", description = "Of all clusters together, their surge included.")
    private Optional<Integer> nodes = Optional.empty();

    @Option(names = "--gpus", description = "Of all nodes together.")
    private Optional<Integer> gpus = Optional.empty();

    ObjectNode over(ObjectNode limits) {
      put(limits, "clusters", clusters);
      put(limits, "nodes", nodes);
      put(limits, "gpus", gpus);
      return limits;
    }

    private static void put(ObjectNode limits, String name, Optional<Integer> limit) {
      limit.ifPresent(
          number -> {
            if (number == -1) {
              limits.remove(name);
            } else {
              limits.put(name, number);
            }
          });
    }
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Limit a project; for administrators.")
  int set(
      @Parameters(paramLabel = PROJECT, description = "Id.") String project,
      @Mixin Limits limits,
      @Mixin Output output) {
    Service service = service();
    ObjectNode now = (ObjectNode) service.get(path(project)).get("limits");
    return output.one(service.put(path(project), limits.over(now)), "/project", COLUMNS);
  }

  private static String path(String project) {
    return "/quotas/" + Service.part(project);
  }

  private static Service service() {
    return Service.ofEnvironment(Clock.systemUTC());
  }
}
