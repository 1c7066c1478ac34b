package io.caisson.cli;

import static io.caisson.cli.Output.column;
import static io.caisson.cli.Output.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.cli.Output.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caisson cluster …}. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    description = "Your project's clusters (OS_* and CAISSON_URL say where and who).",
    subcommands = ClusterCreateCommand.class,
    synopsisSubcommandLabel = "COMMAND")
final class ClusterCommand {
  private static final List<Column> FIELDS =
      List.of(
          column("id", "/cluster/id"),
          column("name", "/cluster/name"),
          column("status", "/cluster/state/status"),
          column("reason", "/cluster/state/reason"),
          column("health", "/cluster/state/health"),
          column("api address", "/cluster/api_address"),
          column("kubernetes version", "/cluster/kubernetes_version"),
          column("created", "/cluster/state/times/created"));
  private static final List<Column> COLUMNS =
      List.of(
          column("id", "/id"),
          column("name", "/name"),
          column("status", "/state/status"),
          column("ready", "/state/progress/ready_machines"),
          column("machines", "/state/progress/machines"),
          column("version", "/kubernetes_version"));

  private final Clock clock = Clock.systemUTC();

  @Command(name = "list", mixinStandardHelpOptions = true, description = "List the clusters.")
  int list(@Mixin Output output) {
    return output.list(service().clusters(), "/id", COLUMNS);
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show a cluster, its machines, and what each waits for.")
  int show(
      @Parameters(paramLabel = "CLUSTER", description = "id or name") String name,
      @Mixin Output output) {
    JsonNode cluster = service().cluster(name);
    output.one(cluster, "/cluster/id", FIELDS);
    if (output.table()) {
      machines(cluster);
    }
    return 0;
  }

  private static void machines(JsonNode cluster) {
    Table table = new Table("machine", "state", "since", "address", "waits for");
    for (JsonNode one : cluster.path("machines")) {
      table.row(
          one.path("id").asText(),
          one.path("state").asText(),
          one.path("since").asText(),
          one.path("address").asText(),
          one.at("/waits_for/reason").asText(""));
    }
    System.out.println(table);
    for (JsonNode hold : cluster.path("holds")) {
      System.out.printf(
          "on hold (%s): %s%n", hold.path("name").asText(), hold.path("reason").asText());
    }
  }

  @Command(
      name = "resize",
      mixinStandardHelpOptions = true,
      description = "Change how many machines a node group has, or which.")
  int resize(
      @Parameters(paramLabel = "CLUSTER", description = "id or name") String name,
      @Parameters(paramLabel = "COUNT", arity = "0..1", description = "How many machines.")
          Optional<Integer> count,
      @Mixin Leaving leaving,
      @Mixin Wait wait,
      @Mixin Output output) {
    Service service = service();
    ObjectNode body = leaving.body();
    count.ifPresent(number -> body.put("count", number));
    String path = "/clusters/%s/resize%s".formatted(Service.part(name), leaving.query());
    JsonNode answer = service.post(path, body);
    if (leaving.dryRun) {
      return output.one(answer, "/changes", Plans.FIELDS);
    }
    output.one(answer, "/operation", Plans.MADE);
    return wait.after(service, name, clock);
  }

  /** Which group, and which of its machines go. */
  static final class Leaving {
    @Option(names = "--nodegroup", description = "Its name (default: ${DEFAULT-VALUE}).")
    private String group = "worker";

    @Option(
        names = "--remove",
        paramLabel = "NODE",
        split = ",",
        description = "A node that goes: its name, address, id, or its server's id.")
    private List<String> nodes = List.of();

    @Option(names = "--dry-run", description = "Only say what would come of it.")
    private boolean dryRun;

    ObjectNode body() {
      ObjectNode body = Http.JSON.createObjectNode().put("node_group", group);
      nodes.forEach(body.putArray("nodes_to_remove")::add);
      return body;
    }

    String query() {
      return dryRun ? "?dry_run=true" : "";
    }
  }

  @Command(
      name = "history",
      mixinStandardHelpOptions = true,
      description = "List what a cluster was to be, newest first; 'upgrade rollback' goes back.")
  int history(
      @Parameters(paramLabel = "CLUSTER", description = "id or name") String name,
      @Mixin Output output) {
    return output.list(
        service().list("/clusters/" + Service.part(name) + "/revisions", "revisions"),
        "/number",
        List.of(
            column("revision", "/number"),
            column("at", "/at"),
            column("reached", "/reached"),
            column("is again", "/restores"),
            column("asked for by", "/actor"),
            column("changes", "/changes")));
  }

  @Command(
      name = "journal",
      mixinStandardHelpOptions = true,
      description = "List what was decided and done for a cluster, the oldest first.")
  int journal(
      @Parameters(paramLabel = "CLUSTER", description = "id or name; the id if it is gone")
          String name,
      @Option(
              names = "--about",
              paramLabel = "TEXT",
              description = "Only lines whose subject has this in it, such as worker-3.")
          Optional<String> about,
      @Mixin Output output) {
    return output.list(
        service().journal(name).stream()
            .filter(line -> about.map(text(line, "/subject")::contains).orElse(true))
            .toList(),
        "/sequence",
        List.of(column("at", "/at"), column("subject", "/subject"), column("what", "/text")));
  }

  @Command(
      name = "watch",
      mixinStandardHelpOptions = true,
      description = "Follow a cluster until nothing about it is in progress any more.")
  int watch(
      @Parameters(paramLabel = "CLUSTER", description = "id or name") String name,
      @Option(
              names = "--timeout",
              defaultValue = "3600",
              description = "Seconds (default: ${DEFAULT-VALUE}).")
          int seconds) {
    return Wait.follow(service(), name, Duration.ofSeconds(seconds), clock);
  }

  @Command(
      name = "kubeconfig",
      mixinStandardHelpOptions = true,
      description = "Print a kubeconfig for a cluster, with a certificate of your own.")
  int kubeconfig(
      @Parameters(paramLabel = "CLUSTER", description = "id or name") String name,
      @Option(names = "--file", description = "Write it there instead, for you alone to read.")
          Optional<Path> file)
      throws IOException {
    Service service = service();
    String text = service.kubeconfig(Service.id(service.cluster(name)));
    if (file.isPresent()) {
      Files.writeString(file.get(), text);
      Files.setPosixFilePermissions(
          file.get(), java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    } else {
      System.out.print(text);
    }
    return 0;
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Delete a cluster and all that it has.")
  int delete(
      @Parameters(paramLabel = "CLUSTER", description = "id or name") String name,
      @Mixin Wait wait) {
    Service service = service();
    String id = Service.id(service.cluster(name));
    service.deleteCluster(id);
    System.out.println("cluster " + id + " is being deleted");
    return wait.after(service, id, clock);
  }

  private Service service() {
    return Service.ofEnvironment(clock);
  }
}
