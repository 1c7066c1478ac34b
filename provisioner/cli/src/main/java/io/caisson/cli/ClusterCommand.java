package io.caisson.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caisson cluster …}. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    description = "Look at clusters of your project (OS_* and CAISSON_URL say where and who).",
    synopsisSubcommandLabel = "COMMAND")
final class ClusterCommand {
  private static final Map<String, String> FIELDS = new LinkedHashMap<>();

  static {
    FIELDS.put("id", "/id");
    FIELDS.put("name", "/name");
    FIELDS.put("status", "/state/status");
    FIELDS.put("reason", "/state/reason");
    FIELDS.put("health", "/state/health");
    FIELDS.put("api address", "/api_address");
    FIELDS.put("kubernetes version", "/kubernetes_version");
    FIELDS.put("created", "/state/times/created");
  }

  private final Clock clock = Clock.systemUTC();

  /** How to show what was asked for. */
  enum Form {
    table,
    json
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "List the clusters.")
  int list(@Option(names = "-o", defaultValue = "table", description = "table or json") Form form) {
    List<JsonNode> clusters = service().clusters();
    if (form == Form.json) {
      return json(clusters);
    }
    Table table = new Table("id", "name", "status", "ready", "version");
    for (JsonNode one : clusters) {
      table.row(
          one.path("id").asText(),
          one.path("name").asText(),
          one.at("/state/status").asText(),
          one.at("/state/progress/ready_machines").asText()
              + "/"
              + one.at("/state/progress/machines").asText(),
          one.path("kubernetes_version").asText());
    }
    System.out.println(table);
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show a cluster, its machines, and what each waits for.")
  int show(
      @Parameters(paramLabel = "CLUSTER", description = "id or name") String name,
      @Option(names = "-o", defaultValue = "table", description = "table or json") Form form) {
    JsonNode cluster = service().cluster(name);
    if (form == Form.json) {
      return json(cluster);
    }
    FIELDS.forEach(
        (field, place) ->
            System.out.printf("%-20s %s%n", field, cluster.at("/cluster" + place).asText("")));
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
    return 0;
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
    Service service = service();
    Screen screen = new Screen(System.out, clock);
    ClusterProgress progress = new ClusterProgress(screen);
    String[] last = {""};
    JsonNode first = service.cluster(name);
    try (Screen.Bar bar = screen.bar("nodes ready", first.path("machines").size())) {
      service.watch(
          Service.id(first),
          Duration.ofSeconds(seconds),
          seen -> {
            seen.ifPresent(cluster -> progress.sees(cluster, bar));
            last[0] = seen.map(Service::status).orElse("gone");
            return last[0].endsWith("_IN_PROGRESS");
          });
    }
    screen.say("cluster %s is %s".formatted(name, last[0]));
    return last[0].endsWith("_FAILED") ? CommandFailed.Exit.FAILED.code() : 0;
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
      description = "Delete a cluster; follow it with watch.")
  int delete(@Parameters(paramLabel = "CLUSTER", description = "id or name") String name) {
    Service service = service();
    String id = Service.id(service.cluster(name));
    service.deleteCluster(id);
    System.out.println("cluster " + id + " is being deleted");
    return 0;
  }

  private Service service() {
    return new Service(new EnvFile(System.getenv()), clock);
  }

  private static int json(Object value) {
    try {
      System.out.println(Http.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value));
      return 0;
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("JSON can be written", impossible);
    }
  }
}
