package io.caisson.service.store.postgres;

import io.caisson.service.store.StoreUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own in a data folder, for those who have none. What it promises:
 *
 * <ol>
 *   <li>What is committed survives a crash: fsync, synchronous commit and full pages are on.
 *   <li>It listens on the loopback address only, has no socket, and asks for a random password
 *       (scram-sha-256) that only the folder's owner can read.
 *   <li>One process uses a folder; a second one is refused.
 *   <li>A server that dies is started again on the same port. One that a killed service left behind
 *       is stopped first.
 * </ol>
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final String WRONG_PASSWORD = "28P01";
  private static final int LOOKS = 600;
  private static final int LOOK_MILLIS = 100;
  private static final int LOG_LINES = 5;

  private final DataFolder folder;
  private final FolderLock lock;
  private final Postmaster postmaster;
  private final int port;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread keeper;
  private volatile Process process;

  private EmbeddedDatabase(DataFolder folder, FolderLock lock, Path software, int wantedPort) {
    this.folder = folder;
    this.lock = lock;
    PostgresCommand command = new PostgresCommand(PostgresSoftware.unpack(software), folder.log());
    folder.initialise(command);
    this.postmaster = new Postmaster(command, folder.data());
    this.port = wantedPort == 0 ? freePort() : wantedPort;
    this.process = started();
    this.keeper = Thread.ofVirtual().name("postgresql-keeper").start(this::keep);
  }

  /**
   * Starts the database of this folder, and makes it at the first time.
   *
   * @param port 0 for a free one
   * @throws IllegalStateException if another process uses the folder, or PostgreSQL cannot run; the
   *     message says why
   */
  public static EmbeddedDatabase start(Path folder, int port) {
    return start(folder, folder.resolve("software"), port);
  }

  /**
   * As {@link #start(Path, int)}.
   *
   * @param software where PostgreSQL's programs are unpacked; several databases can share it
   */
  static EmbeddedDatabase start(Path folder, Path software, int port) {
    DataFolder data = DataFolder.open(folder);
    FolderLock lock = FolderLock.take(data.path());
    try {
      return new EmbeddedDatabase(data, lock, software.toAbsolutePath(), port);
    } catch (RuntimeException failed) {
      lock.close();
      throw failed;
    }
  }

  /** Where it is; the same as long as this object lives. */
  public DatabaseAddress address() {
    return new DatabaseAddress(
        "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port),
        Optional.of(DataFolder.USER),
        Optional.of(folder.password()));
  }

  /** The server's process, which another one follows if it dies. */
  ProcessHandle process() {
    return process.toHandle();
  }

  /** Stops the database; nothing that was committed is lost. */
  @Override
  public void close() {
    closing.countDown();
    try {
      keeper.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      postmaster.stop();
      lock.close();
    }
  }

  private Process started() {
    postmaster.clear();
    Process begun = postmaster.start(port);
    for (int looks = 0; looks < LOOKS; looks++) {
      if (ready()) {
        return begun;
      }
      if (ended(begun)) {
        break;
      }
    }
    postmaster.stop();
    throw new StoreUnavailable(
        "PostgreSQL does not start; the end of its log is: " + folder.endOfLog(LOG_LINES),
        new IOException("no answer on port " + port));
  }

  private static boolean ended(Process begun) {
    try {
      return begun.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private boolean ready() {
    DatabaseAddress address = address();
    try (Connection connection =
        DriverManager.getConnection(
            address.url(), DataFolder.USER, address.password().orElseThrow())) {
      return connection.isValid(1);
    } catch (SQLException notYet) {
      if (WRONG_PASSWORD.equals(notYet.getSQLState())) {
        throw new IllegalStateException(
            "the password in %s is not that of its database".formatted(folder.path()), notYet);
      }
      return false;
    }
  }

  private void keep() {
    while (!closes(LOOK_MILLIS)) {
      if (!process.isAlive()) {
        LOG.warn("PostgreSQL has ended ({}); starting it again", process.exitValue());
        restart();
      }
    }
  }

  private void restart() {
    try {
      process = started();
    } catch (StoreUnavailable notYet) {
      LOG.error(notYet.getMessage());
      closes(LOOK_MILLIS * LOG_LINES);
    }
  }

  private boolean closes(int millis) {
    try {
      return closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      return true;
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException("there is no free port", none);
    }
  }
}
