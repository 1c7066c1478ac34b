package io.caisson.service.store.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server process of one data folder. Whoever uses it has the folder's lock, so a server that
 * already runs there was left behind by a service that was killed.
 */
final class Postmaster {
  private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
  private static final Duration STOP = Duration.ofSeconds(60);

  private final PostgresCommand command;
  private final Path data;

  Postmaster(PostgresCommand command, Path data) {
    this.command = command;
    this.data = data;
  }

  /** Starts the server; it is not ready yet. Durable, on the loopback address only, no socket. */
  Process start(int port) {
    return command.start(
        "postgres",
        List.of(
            "-D",
            data.toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=on",
            "-c",
            "synchronous_commit=on",
            "-c",
            "full_page_writes=on",
            "-c",
            "max_connections=60"));
  }

  /** Ends the server and waits for it; nothing that was committed is lost. */
  void stop() {
    if (stopped("fast") || stopped("immediate")) {
      return;
    }
    LOG.warn("the PostgreSQL of {} does not stop", data);
  }

  private boolean stopped(String mode) {
    return running().isEmpty()
        || command.run(
                "pg_ctl",
                "stop",
                "-D",
                data.toString(),
                "-w",
                "-t",
                Long.toString(STOP.toSeconds()),
                "-m",
                mode)
            == 0
        || running().isEmpty();
  }

  /** Stops a server that was left behind, and removes what a killed one could not. */
  void clear() {
    running()
        .ifPresent(
            left -> {
              LOG.warn("stopping the PostgreSQL that was left behind (process {})", left.pid());
              stop();
            });
    try {
      if (running().isEmpty()) {
        Files.deleteIfExists(pidFile());
      }
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  /** The server of exactly this folder; its number in the file may be anybody's by now. */
  Optional<ProcessHandle> running() {
    return pid()
        .flatMap(ProcessHandle::of)
        .filter(ProcessHandle::isAlive)
        .filter(
            process ->
                process.info().arguments().stream()
                    .flatMap(Arrays::stream)
                    .anyMatch(data.toString()::equals));
  }

  private Optional<Long> pid() {
    try {
      return Files.exists(pidFile())
          ? Files.readAllLines(pidFile()).stream().findFirst().map(String::strip).map(Long::valueOf)
          : Optional.empty();
    } catch (IOException | NumberFormatException broken) {
      LOG.warn("{} cannot be read", pidFile(), broken);
      return Optional.empty();
    }
  }

  private Path pidFile() {
    return data.resolve("postmaster.pid");
  }
}
