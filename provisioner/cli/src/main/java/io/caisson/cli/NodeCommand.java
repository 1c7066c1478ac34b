package io.caisson.cli;

import static io.caisson.cli.Output.column;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caisson node …}. */
@Command(
    name = "node",
    mixinStandardHelpOptions = true,
    description = "Ask something of a single node of a cluster.",
    synopsisSubcommandLabel = "COMMAND")
final class NodeCommand {
  private static final String CLUSTER = "CLUSTER";
  private static final String NODE = "NODE";
  private static final String NAMES = "Its name, address, id, or its server's id.";
  private static final List<Output.Column> FIELDS =
      List.of(
          column("id", "/id"),
          column("name", "/name"),
          column("state", "/state"),
          column("mark", "/mark"),
          column("waits for", "/waits_for/reason"),
          column("warning", "/warning"));

  private final Clock clock = Clock.systemUTC();

  @Command(
      name = "replace",
      mixinStandardHelpOptions = true,
      description = "Put another machine in the place of one.")
  int replace(
      @Parameters(paramLabel = CLUSTER) String cluster,
      @Parameters(paramLabel = NODE, description = NAMES) String node,
      @Option(
              names = "--surge",
              description = "Make the new one first; the old one leaves when budgets allow it.")
          boolean surge,
      @Mixin Wait wait,
      @Mixin Output output) {
    ObjectNode body = Http.JSON.createObjectNode().put("surge", surge);
    Service service = service();
    JsonNode made = service.post(path(cluster, node, "replace"), body);
    output.one(made, "/operation", Plans.MADE);
    return wait.after(service, cluster, clock);
  }

  @Command(
      name = "drain",
      mixinStandardHelpOptions = true,
      description = "Let the pods leave a node by eviction, let none come, and keep it.")
  int drain(
      @Parameters(paramLabel = CLUSTER) String cluster,
      @Parameters(paramLabel = NODE, description = NAMES) String node,
      @Mixin Output output) {
    return marked("drain", cluster, node, output);
  }

  @Command(
      name = "undrain",
      mixinStandardHelpOptions = true,
      description = "Let pods come to a node again.")
  int undrain(
      @Parameters(paramLabel = CLUSTER) String cluster,
      @Parameters(paramLabel = NODE, description = NAMES) String node,
      @Mixin Output output) {
    return marked("undrain", cluster, node, output);
  }

  @Command(
      name = "rebuild",
      mixinStandardHelpOptions = true,
      description =
          "Let the pods leave a worker, and make it anew on the server that it has, with its"
              + " group's image. Until its pods have left it, undrain takes that back.")
  int rebuild(
      @Parameters(paramLabel = CLUSTER) String cluster,
      @Parameters(paramLabel = NODE, description = NAMES) String node,
      @Mixin Output output) {
    return marked("rebuild", cluster, node, output);
  }

  @Command(
      name = "protect",
      mixinStandardHelpOptions = true,
      description = "Let a node not be chosen to leave when its group shrinks.")
  int protect(
      @Parameters(paramLabel = CLUSTER) String cluster,
      @Parameters(paramLabel = NODE, description = NAMES) String node,
      @Mixin Output output) {
    return marked("protect", cluster, node, output);
  }

  @Command(
      name = "unprotect",
      mixinStandardHelpOptions = true,
      description = "Take that away again.")
  int unprotect(
      @Parameters(paramLabel = CLUSTER) String cluster,
      @Parameters(paramLabel = NODE, description = NAMES) String node,
      @Mixin Output output) {
    return marked("unprotect", cluster, node, output);
  }

  private int marked(String what, String cluster, String node, Output output) {
    JsonNode machine = service().post(path(cluster, node, what), Http.JSON.createObjectNode());
    return output.one(machine, "/id", FIELDS);
  }

  private static String path(String cluster, String node, String what) {
    return "/clusters/%s/machines/%s/%s".formatted(Service.part(cluster), Service.part(node), what);
  }

  private Service service() {
    return Service.ofEnvironment(clock);
  }
}
