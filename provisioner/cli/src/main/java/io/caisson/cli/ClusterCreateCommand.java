package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caisson cluster create}. */
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    description = {
      "Make a cluster of a file in the form of docs/api.md, of options, or of both:",
      "options go before what the file says."
    })
final class ClusterCreateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", arity = "0..1", description = "Its name.")
  private Optional<String> name = Optional.empty();

  @Option(names = "-f", paramLabel = "FILE", description = "YAML or JSON; - is the standard input.")
  private Optional<String> file = Optional.empty();

  @Option(names = "--template", description = "Id or name; it fills what is left out.")
  private Optional<String> template = Optional.empty();

  @Option(names = "--kubernetes-version", description = "Such as 1.34.4.")
  private Optional<String> version = Optional.empty();

  @Option(names = "--network", description = "Id or name.")
  private Optional<String> network = Optional.empty();

  @Option(names = "--external-network", description = "Where the API's address comes from.")
  private Optional<String> externalNetwork = Optional.empty();

  @Option(names = "--key-pair", description = "For SSH.")
  private Optional<String> keyPair = Optional.empty();

  @Option(names = "--label", paramLabel = "KEY=VALUE", description = "May be given several times.")
  private Map<String, String> labels = Map.of();

  @Option(names = "--control-planes", description = "How many; without a file 1.")
  private Optional<Integer> controlPlanes = Optional.empty();

  @Option(names = "--workers", description = "How many; without a file 1.")
  private Optional<Integer> workers = Optional.empty();

  @Option(names = "--flavor", description = "Of all machines.")
  private Optional<String> flavor = Optional.empty();

  @Option(names = "--image", description = "Of all machines.")
  private Optional<String> image = Optional.empty();

  @Option(names = "--dry-run", description = "Only say what would be made.")
  private boolean dryRun;

  @Mixin private Wait wait = new Wait();
  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    Clock clock = Clock.systemUTC();
    Service service = Service.ofEnvironment(clock);
    JsonNode made = service.post("/clusters" + (dryRun ? "?dry_run=true" : ""), spec());
    if (dryRun) {
      return output.one(made, "/changes", Plans.FIELDS);
    }
    output.one(made, "/id", Plans.MADE);
    return wait.after(service, made.path("id").asText(), clock);
  }

  ObjectNode spec() {
    ObjectNode spec = file.map(SpecFile::read).orElseGet(Http.JSON::createObjectNode);
    name.ifPresent(text -> spec.put("name", text));
    template.ifPresent(text -> spec.put("template", text));
    version.ifPresent(text -> spec.put("kubernetes_version", text));
    keyPair.ifPresent(text -> spec.put("key_pair", text));
    network.ifPresent(text -> spec.withObject("/networking").put("network", text));
    externalNetwork.ifPresent(text -> spec.withObject("/endpoint").put("external_network", text));
    if (!labels.isEmpty()) {
      labels.forEach((key, value) -> spec.withObject("/labels").put(key, value));
    }
    groups(spec);
    return spec;
  }

  private void groups(ObjectNode spec) {
    if (!spec.has("node_groups")) {
      ArrayNode groups = spec.putArray("node_groups");
      groups.addObject().put("name", "control-plane").put("role", "control-plane");
      groups.addObject().put("name", "worker");
    }
    for (JsonNode each : spec.path("node_groups")) {
      if (each instanceof ObjectNode group) {
        boolean leads = group.path("role").asText().equals("control-plane");
        (leads ? controlPlanes : workers).ifPresent(count -> group.put("count", count));
        flavor.ifPresent(text -> group.put("flavor", text));
        image.ifPresent(text -> group.put("image", text));
      }
    }
  }
}
