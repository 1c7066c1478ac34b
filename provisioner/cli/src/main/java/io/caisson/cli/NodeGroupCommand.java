package io.caisson.cli;

import static io.caisson.cli.Output.column;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caisson nodegroup …}. */
@Command(
    name = "nodegroup",
    mixinStandardHelpOptions = true,
    description = "Look at and change the node groups of a cluster.",
    synopsisSubcommandLabel = "COMMAND")
final class NodeGroupCommand {
  private static final String CLUSTER = "CLUSTER";
  private static final List<Output.Column> COLUMNS =
      List.of(
          column("name", "/name"),
          column("role", "/role"),
          column("count", "/count"),
          column("ready", "/ready_machines"),
          column("flavor", "/flavor"),
          column("bounds", "/bounds"));

  private final Clock clock = Clock.systemUTC();

  /** What of a group can be said on the command line. */
  static final class Size {
    @Option(names = "--count", description = "How many machines.")
    private Optional<Integer> count = Optional.empty();

    @Option(names = "--min", description = "Never fewer than these.")
    private Optional<Integer> min = Optional.empty();

    @Option(names = "--max", description = "Never more than these.")
    private Optional<Integer> max = Optional.empty();

    void into(ObjectNode group) {
      count.ifPresent(number -> group.put("count", number));
      min.ifPresent(number -> group.withObject("/bounds").put("min", number));
      max.ifPresent(number -> group.withObject("/bounds").put("max", number));
    }
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "List the node groups.")
  int list(@Parameters(paramLabel = CLUSTER) String cluster, @Mixin Output output) {
    return output.list(
        service().list("/clusters/" + Service.part(cluster) + "/nodegroups", "node_groups"),
        "/name",
        COLUMNS);
  }

  @Command(name = "create", mixinStandardHelpOptions = true, description = "Add a node group.")
  int create(
      @Parameters(paramLabel = CLUSTER) String cluster,
      @Parameters(paramLabel = "NAME") String name,
      @Mixin Machines machines,
      @Mixin Size size,
      @Mixin Wait wait,
      @Mixin Output output) {
    ObjectNode group = machines.group().put("name", name);
    size.into(group);
    Service service = service();
    JsonNode made = service.post("/clusters/" + Service.part(cluster) + "/nodegroups", group);
    output.one(made, "/operation", Plans.MADE);
    return wait.after(service, cluster, clock);
  }

  /** What the machines of a new group are like. */
  static final class Machines {
    @Option(names = "-f", paramLabel = "FILE", description = "A node group as in docs/api.md.")
    private Optional<String> file = Optional.empty();

    @Option(names = "--flavor", description = "Else that of the first workers.")
    private Optional<String> flavor = Optional.empty();

    @Option(names = "--image", description = "Else that of the first workers.")
    private Optional<String> image = Optional.empty();

    @Option(
        names = "--placement",
        description = "On the cloud's hosts: anti-affinity, soft-anti-affinity, affinity …")
    private Optional<String> placement = Optional.empty();

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label of its Nodes.")
    private Map<String, String> labels = Map.of();

    ObjectNode group() {
      ObjectNode group = file.map(SpecFile::read).orElseGet(Http.JSON::createObjectNode);
      flavor.ifPresent(text -> group.put("flavor", text));
      image.ifPresent(text -> group.put("image", text));
      placement.ifPresent(text -> group.put("placement", text));
      labels.forEach((key, value) -> group.withObject("/labels").put(key, value));
      return group;
    }
  }

  @Command(
      name = "update",
      mixinStandardHelpOptions = true,
      description = {
        "Change a node group's number of machines, its bounds, or what its machines are made of.",
        "Another flavor or image means other machines: they are replaced, as fast as you say."
      })
  int update(
      @Parameters(paramLabel = CLUSTER) String cluster,
      @Parameters(paramLabel = "NAME") String name,
      @Mixin Made made,
      @Mixin Wait wait,
      @Mixin Output output) {
    ObjectNode group = made.group();
    Service service = service();
    JsonNode answer = service.patch(path(cluster, name) + made.query(), group);
    if (made.dryRun) {
      return output.one(answer, "/changes", Plans.FIELDS);
    }
    output.one(answer, "/operation", Plans.MADE);
    return wait.after(service, cluster, clock);
  }

  /** What of a group is to be different. */
  static final class Made {
    @Mixin private Size size = new Size();
    @Mixin private Speed speed = new Speed();

    @Option(names = "--flavor", description = "What its machines are to have.")
    private Optional<String> flavor = Optional.empty();

    @Option(names = "--image", description = "What its machines are to boot.")
    private Optional<String> image = Optional.empty();

    @Option(names = "--dry-run", description = "Only say what would come of it.")
    private boolean dryRun;

    ObjectNode group() {
      ObjectNode group = Http.JSON.createObjectNode();
      size.into(group);
      flavor.ifPresent(text -> group.put("flavor", text));
      image.ifPresent(text -> group.put("image", text));
      speed.into(group);
      return group;
    }

    String query() {
      return dryRun ? "?dry_run=true" : "";
    }
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Remove a node group and its machines.")
  int delete(
      @Parameters(paramLabel = CLUSTER) String cluster,
      @Parameters(paramLabel = "NAME") String name,
      @Mixin Wait wait,
      @Mixin Output output) {
    Service service = service();
    output.one(service.remove(path(cluster, name)), "/operation", Plans.MADE);
    return wait.after(service, cluster, clock);
  }

  private static String path(String cluster, String group) {
    return "/clusters/%s/nodegroups/%s".formatted(Service.part(cluster), Service.part(group));
  }

  private Service service() {
    return Service.ofEnvironment(clock);
  }
}
