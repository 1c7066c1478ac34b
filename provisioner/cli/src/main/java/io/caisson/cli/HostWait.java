package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Waits until all that leaves a host has left it. What has come there meanwhile, refuses, or is not
 * known is told, and makes the wait end in failure.
 */
final class HostWait {
  private final Supplier<JsonNode> look;
  private final Runnable pause;
  private final PrintStream err;
  private final InstantSource clock;
  private final Set<String> told = new HashSet<>();

  /**
   * @param look what is on the host, as the service shows it
   * @param pause between two looks
   */
  HostWait(Supplier<JsonNode> look, Runnable pause, PrintStream err, InstantSource clock) {
    this.look = look;
    this.pause = pause;
    this.err = err;
    this.clock = clock;
  }

  /**
   * @return the exit code
   */
  int until(Duration limit) {
    Instant end = clock.instant().plus(limit);
    while (true) {
      JsonNode seen = look.get();
      List<JsonNode> there = HostCommand.rows(seen);
      there.forEach(this::tell);
      if (there.stream().noneMatch(HostWait::goes) && seen.path("unknown").isEmpty()) {
        err.printf("caisson: %d machines are left on the host%n", there.size());
        return there.isEmpty() ? 0 : CommandFailed.Exit.FAILED.code();
      }
      if (clock.instant().isAfter(end)) {
        throw new CommandFailed(
            CommandFailed.Exit.TIMED_OUT,
            "%d machines are left on the host after %d s"
                .formatted(there.size(), limit.toSeconds()));
      }
      pause.run();
    }
  }

  private static boolean goes(JsonNode machine) {
    String standing = machine.path("standing").asText();
    return standing.equals("marked") || standing.equals("leaves");
  }

  private void tell(JsonNode machine) {
    String name =
        "%s of cluster %s".formatted(machine.path("id").asText(), machine.path("cluster").asText());
    String standing = machine.path("standing").asText();
    String line =
        switch (standing) {
          case "stays" -> name + " has come to the host meanwhile: is the host disabled?";
          case "refuses" -> "%s stays: %s".formatted(name, machine.path("reason").asText());
          default -> "%s: %s".formatted(name, machine.path("reason").asText());
        };
    if (told.add(line)) {
      err.println("caisson: " + line);
    }
  }
}
