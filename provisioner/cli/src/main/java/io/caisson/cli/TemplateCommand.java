package io.caisson.cli;

import static io.caisson.cli.Output.column;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caisson template …}. */
@Command(
    name = "template",
    mixinStandardHelpOptions = true,
    description = "Look at, make and remove cluster templates.",
    synopsisSubcommandLabel = "COMMAND")
final class TemplateCommand {
  private static final List<Output.Column> COLUMNS =
      List.of(
          column("id", "/id"),
          column("name", "/name"),
          column("image", "/image"),
          column("flavor", "/flavor"),
          column("network", "/network"),
          column("labels", "/labels"));

  @Command(name = "list", mixinStandardHelpOptions = true, description = "List the templates.")
  int list(@Mixin Output output) {
    return output.list(service().list("/templates", "templates"), "/id", COLUMNS);
  }

  @Command(name = "show", mixinStandardHelpOptions = true, description = "Show a template.")
  int show(@Parameters(paramLabel = "TEMPLATE") String name, @Mixin Output output) {
    return output.one(service().get("/templates/" + Service.part(name)), "/id", COLUMNS);
  }

  /** What a template says. */
  static final class Content {
    @Option(names = "-f", paramLabel = "FILE", description = "A template as in docs/api.md.")
    private Optional<String> file = Optional.empty();

    @Option(names = "--image", description = "Id or name.")
    private Optional<String> image = Optional.empty();

    @Option(names = "--flavor", description = "Id or name.")
    private Optional<String> flavor = Optional.empty();

    @Option(names = "--network", description = "Id or name.")
    private Optional<String> network = Optional.empty();

    @Option(names = "--external-network", description = "Id or name.")
    private Optional<String> externalNetwork = Optional.empty();

    @Option(names = "--key-pair", description = "For SSH.")
    private Optional<String> keyPair = Optional.empty();

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "As Magnum's labels.")
    private Map<String, String> labels = Map.of();

    ObjectNode template() {
      ObjectNode template = file.map(SpecFile::read).orElseGet(Http.JSON::createObjectNode);
      image.ifPresent(text -> template.put("image", text));
      flavor.ifPresent(text -> template.put("flavor", text));
      network.ifPresent(text -> template.put("network", text));
      externalNetwork.ifPresent(text -> template.put("external_network", text));
      keyPair.ifPresent(text -> template.put("key_pair", text));
      labels.forEach((key, value) -> template.withObject("/labels").put(key, value));
      return template;
    }
  }

  @Command(name = "create", mixinStandardHelpOptions = true, description = "Make a template.")
  int create(
      @Parameters(paramLabel = "NAME", arity = "0..1") Optional<String> name,
      @Mixin Content content,
      @Mixin Output output) {
    ObjectNode template = content.template();
    name.ifPresent(text -> template.put("name", text));
    return output.one(service().post("/templates", template), "/id", COLUMNS);
  }

  @Command(name = "delete", mixinStandardHelpOptions = true, description = "Remove a template.")
  int delete(@Parameters(paramLabel = "TEMPLATE") String name) {
    service().remove("/templates/" + Service.part(name));
    System.out.println("template " + name + " is deleted");
    return 0;
  }

  private static Service service() {
    return Service.ofEnvironment(Clock.systemUTC());
  }
}
