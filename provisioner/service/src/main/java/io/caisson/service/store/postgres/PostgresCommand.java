package io.caisson.service.store.postgres;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs PostgreSQL's programs. They refuse to run as root; where we are root they run in a user
 * namespace in which we are nobody, so that the files still belong to us.
 */
final class PostgresCommand {
  private static final List<String> AS_NOBODY = List.of("unshare", "--user");
  private static final List<String> DETACHED = List.of("setsid");

  private final PostgresSoftware software;
  private final File log;
  private final boolean root;

  /**
   * @param log what the programs say is added to it
   */
  PostgresCommand(PostgresSoftware software, Path log) {
    this.software = software;
    this.log = log.toFile();
    this.root = root();
    if (root && run(Stream.concat(AS_NOBODY.stream(), Stream.of("true")).toList()) != 0) {
      throw new IllegalStateException(
          "PostgreSQL does not run as root, and this system lets us have no user namespace"
              + " (unshare --user): start Caisson as an ordinary user, or give the URL of a"
              + " PostgreSQL");
    }
  }

  private static boolean root() {
    return ProcessHandle.current().info().user().filter("root"::equals).isPresent();
  }

  /** Runs a program to its end; its exit code. */
  int run(String program, String... arguments) {
    return run(line(program, List.of(arguments)));
  }

  private int run(List<String> line) {
    try {
      return started(line).waitFor();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while it ran " + line.getFirst(), stopped);
    }
  }

  /** Starts a program that stays, out of the reach of the terminal's signals. */
  Process start(String program, List<String> arguments) {
    List<String> line = line(program, arguments);
    return started(onPath(DETACHED.getFirst()) ? joined(DETACHED, line) : line);
  }

  private List<String> line(String program, List<String> arguments) {
    List<String> line = joined(List.of(software.program(program)), arguments);
    return root ? joined(AS_NOBODY, line) : line;
  }

  private Process started(List<String> line) {
    try {
      ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
      builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
      builder.environment().put("LC_ALL", "C");
      return builder
          .redirectInput(new File("/dev/null"))
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
          .start();
    } catch (IOException missing) {
      throw new UncheckedIOException(line.getFirst() + " cannot be started", missing);
    }
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static boolean onPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
