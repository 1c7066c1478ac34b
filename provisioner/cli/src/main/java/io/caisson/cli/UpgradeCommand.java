package io.caisson.cli;

import static io.caisson.cli.Output.column;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caisson upgrade …}. */
@Command(
    name = "upgrade",
    mixinStandardHelpOptions = true,
    description = {
      "Make a cluster's machines anew, of another Kubernetes or another image, and steer that.",
      "What 'nodegroup update' rolls is steered by the same commands."
    },
    synopsisSubcommandLabel = "COMMAND")
final class UpgradeCommand {
  private static final String CLUSTER = "CLUSTER";
  private static final List<Output.Column> STEERED =
      List.of(
          column("id", "/id"),
          column("name", "/name"),
          column("paused", "/pause/reason"),
          column("max surge", "/pace/max_surge"),
          column("max unavailable", "/pace/max_unavailable"),
          column("in flight", "/in_flight"));

  private final Clock clock = Clock.systemUTC();

  /** What a cluster is to be upgraded to. */
  static final class Goal {
    @Option(
        names = "--kubernetes",
        paramLabel = "VERSION",
        description = "The version of all machines, such as 1.35.0.")
    private Optional<String> kubernetes = Optional.empty();

    @Option(
        names = "--image",
        description = "What machines are to boot: all of them, or those of one node group.")
    private Optional<String> image = Optional.empty();

    @Option(names = "--nodegroup", description = "The group that the image is for.")
    private Optional<String> group = Optional.empty();

    @Mixin private Speed speed = new Speed();

    ObjectNode body() {
      ObjectNode body = Http.JSON.createObjectNode();
      kubernetes.ifPresent(text -> body.put("kubernetes_version", text));
      image.ifPresent(text -> body.put("image", text));
      group.ifPresent(text -> body.put("node_group", text));
      speed.into(body);
      return body;
    }
  }

  @Command(
      name = "plan",
      mixinStandardHelpOptions = true,
      description = "Say what an upgrade would come to; nothing is changed.")
  int plan(
      @Parameters(paramLabel = CLUSTER) String cluster, @Mixin Goal goal, @Mixin Output output) {
    JsonNode plan = service().post(path(cluster, "upgrade?dry_run=true"), goal.body());
    return output.one(plan, "/changes", Plans.FIELDS);
  }

  @Command(name = "start", mixinStandardHelpOptions = true, description = "Begin an upgrade.")
  int start(
      @Parameters(paramLabel = CLUSTER) String cluster,
      @Mixin Goal goal,
      @Mixin Wait wait,
      @Mixin Output output) {
    return changed("upgrade", cluster, goal.body(), wait, output);
  }

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = "Let no machine be replaced from now on. What has begun is finished.")
  int pause(
      @Parameters(paramLabel = CLUSTER) String cluster,
      @Option(names = "--reason", description = "What others read meanwhile.")
          Optional<String> reason,
      @Mixin Output output) {
    ObjectNode body = Http.JSON.createObjectNode();
    reason.ifPresent(text -> body.put("reason", text));
    return steered("pause", cluster, body, output);
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Go on with what was paused.")
  int resume(@Parameters(paramLabel = CLUSTER) String cluster, @Mixin Output output) {
    return steered("resume", cluster, Http.JSON.createObjectNode(), output);
  }

  @Command(
      name = "pace",
      mixinStandardHelpOptions = true,
      description = "Replace machines faster or slower from now on.")
  int pace(
      @Parameters(paramLabel = CLUSTER) String cluster, @Mixin Speed speed, @Mixin Output output) {
    ObjectNode body = Http.JSON.createObjectNode();
    speed.into(body);
    return steered("pace", cluster, body.withObject("/pace"), output);
  }

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = "Take the change that goes on back: what was complete last is wanted again.")
  int cancel(
      @Parameters(paramLabel = CLUSTER) String cluster, @Mixin Wait wait, @Mixin Output output) {
    JsonNode newest = service().get(path(cluster, "operations")).at("/operations/0/id");
    String operation = "operations/%s/cancel".formatted(Service.part(newest.asText()));
    return changed(operation, cluster, Http.JSON.createObjectNode(), wait, output);
  }

  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      description = "Make an earlier revision current again ('cluster history' lists them).")
  int rollback(
      @Parameters(paramLabel = CLUSTER) String cluster,
      @Mixin Back back,
      @Mixin Wait wait,
      @Mixin Output output) {
    return changed("rollback", cluster, back.body(), wait, output);
  }

  /** Where to. */
  static final class Back {
    @Option(
        names = "--to",
        paramLabel = "REVISION",
        description = "Its number (else the last one that was complete and is different).")
    private Optional<Integer> revision = Optional.empty();

    @Mixin private Speed speed = new Speed();

    ObjectNode body() {
      ObjectNode body = Http.JSON.createObjectNode();
      revision.ifPresent(number -> body.put("revision", number));
      speed.into(body);
      return body;
    }
  }

  @Command(
      name = "watch",
      mixinStandardHelpOptions = true,
      description = "Follow the change that is going on until it is done.")
  int watch(
      @Parameters(paramLabel = CLUSTER) String cluster,
      @Option(
              names = "--timeout",
              paramLabel = "SECONDS",
              defaultValue = "3600",
              description = "How long (default: ${DEFAULT-VALUE}).")
          int seconds) {
    return Wait.follow(service(), cluster, Duration.ofSeconds(seconds), clock);
  }

  private int changed(String what, String cluster, ObjectNode body, Wait wait, Output output) {
    Service service = service();
    output.one(service.post(path(cluster, what), body), "/operation", Plans.MADE);
    return wait.after(service, cluster, clock);
  }

  private int steered(String what, String cluster, ObjectNode body, Output output) {
    return output.one(service().post(path(cluster, what), body), "/id", STEERED);
  }

  private static String path(String cluster, String what) {
    return "/clusters/%s/%s".formatted(Service.part(cluster), what);
  }

  private Service service() {
    return Service.ofEnvironment(clock);
  }
}
