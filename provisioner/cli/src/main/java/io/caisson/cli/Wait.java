package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Whether a command returns at once, or when what it asked for has come about. */
final class Wait {
  @Option(names = "--wait", description = "Show how it comes on, and return when it is done.")
  private boolean wanted;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "3600",
      description = "How long to wait (default: ${DEFAULT-VALUE}).")
  private int seconds = 3600;

  boolean wanted() {
    return wanted;
  }

  Duration limit() {
    return Duration.ofSeconds(seconds);
  }

  /**
   * @return the exit code
   */
  int after(Service service, String cluster, Clock clock) {
    return wanted ? follow(service, cluster, limit(), clock) : 0;
  }

  /** Until nothing about the cluster is in progress any more. */
  static int follow(Service service, String cluster, Duration limit, Clock clock) {
    Screen screen = new Screen(System.err, clock);
    ClusterProgress progress = new ClusterProgress(screen);
    String[] last = {""};
    JsonNode first = service.cluster(cluster);
    Remaining remaining = new Remaining(service, screen, Service.id(first));
    int machines = first.at("/cluster/state/progress/machines").asInt();
    try (Screen.Bar bar = screen.bar("nodes ready", machines)) {
      service.watch(
          Service.id(first),
          limit,
          seen -> {
            seen.ifPresent(one -> progress.sees(one, bar));
            seen.ifPresent(remaining::sees);
            last[0] = seen.map(Service::status).orElse("gone");
            return last[0].endsWith("_IN_PROGRESS");
          });
    }
    screen.say("cluster %s is %s".formatted(first.at("/cluster/name").asText(), last[0]));
    return last[0].endsWith("_FAILED") ? CommandFailed.Exit.FAILED.code() : 0;
  }
}
