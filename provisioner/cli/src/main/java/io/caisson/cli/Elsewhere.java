package io.caisson.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Commands that the launcher starts as programs of their own; here for the help. */
final class Elsewhere {
  private Elsewhere() {}

  /** The service. */
  @Command(
      name = "serve",
      description = "Run the service; its configuration is in docs/configuration.md.")
  static final class Serve implements Runnable {
    @Unmatched private List<String> rest = List.of();

    @Override
    public void run() {
      throw byLauncher("serve", rest);
    }
  }

  /** The embedded database. */
  @Command(
      name = "database",
      description = "Run the embedded PostgreSQL alone, for several services on one machine.")
  static final class Database implements Runnable {
    @Unmatched private List<String> rest = List.of();

    @Override
    public void run() {
      throw byLauncher("database", rest);
    }
  }

  /** The simulated data centre. */
  @Command(
      name = "simulator",
      description = "Run the simulated data centre, or only its guests for another cloud.")
  static final class Simulator implements Runnable {
    @Unmatched private List<String> rest = List.of();

    @Override
    public void run() {
      throw byLauncher("simulator", rest);
    }
  }

  /** Lives of clusters in virtual time. */
  @Command(
      name = "simulate",
      description =
          "Let clusters live whole lives in virtual time, and judge whether a promise is broken.")
  static final class Simulate implements Runnable {
    @Unmatched private List<String> rest = List.of();

    @Override
    public void run() {
      throw byLauncher("simulate", rest);
    }
  }

  private static CommandFailed byLauncher(String command, List<String> rest) {
    return new CommandFailed(
        CommandFailed.Exit.USAGE,
        "start it by the launcher: ./caisson %s %s".formatted(command, String.join(" ", rest)));
  }
}
