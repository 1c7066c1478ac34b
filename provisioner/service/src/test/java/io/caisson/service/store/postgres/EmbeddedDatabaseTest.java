package io.caisson.service.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Order(2)
class EmbeddedDatabaseTest {
  private final Path parent = TestDatabase.newFolder();
  private final Path folder = parent.resolve("database");

  @AfterEach
  void deleteFolder() throws IOException {
    PostgresSoftware.delete(parent);
  }

  private EmbeddedDatabase started() {
    return EmbeddedDatabase.start(folder, TestDatabase.SOFTWARE, 0);
  }

  private static Connection connect(DatabaseAddress address) throws SQLException {
    return DriverManager.getConnection(
        address.url(), address.user().orElseThrow(), address.password().orElseThrow());
  }

  private static String sql(EmbeddedDatabase database, String statement) throws SQLException {
    try (Connection connection = connect(database.address());
        Statement sql = connection.createStatement()) {
      if (!sql.execute(statement)) {
        return "";
      }
      try (ResultSet rows = sql.getResultSet()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  private static void write(EmbeddedDatabase database) throws SQLException {
    sql(database, "create table kept as select 'kept' as what");
  }

  private static void assertKept(EmbeddedDatabase database) throws SQLException {
    assertThat(sql(database, "select what from kept")).isEqualTo("kept");
  }

  @Test
  void dataSurviveARestart() throws Exception {
    ProcessHandle first;
    try (EmbeddedDatabase database = started()) {
      first = database.process();
      write(database);
    }
    assertThat(first.isAlive()).isFalse();
    try (EmbeddedDatabase database = started()) {
      assertKept(database);
    }
  }

  @Test
  void itIsDurableAndReachableFromHereOnly() throws Exception {
    try (EmbeddedDatabase database = started()) {
      for (String name : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
        assertThat(sql(database, "show " + name)).isEqualTo("on");
      }
      assertThat(sql(database, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(sql(database, "show unix_socket_directories")).isEmpty();
      assertThat(
              sql(database, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules"))
          .isEqualTo("scram-sha-256");
    }
  }

  @Test
  void nobodyGetsInWithoutThePasswordThatOnlyTheOwnerCanRead() throws Exception {
    try (EmbeddedDatabase database = started()) {
      DatabaseAddress wrong =
          new DatabaseAddress(
              database.address().url(), database.address().user(), Optional.of("guess"));
      assertThatThrownBy(() -> connect(wrong))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      assertThat(permissions(folder)).isEqualTo("rwx------");
      assertThat(permissions(folder.resolve("password"))).isEqualTo("rw-------");
      assertThat(database.address().toString())
          .doesNotContain(database.address().password().orElseThrow());
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aServerThatIsKilledIsStartedAgainAtTheSameAddress() throws Exception {
    try (EmbeddedDatabase database = started()) {
      write(database);
      DatabaseAddress address = database.address();
      ProcessHandle killed = database.process();
      killed.destroyForcibly();
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .untilAsserted(() -> assertKept(database));
      assertThat(database.address()).isEqualTo(address);
      await().untilAsserted(() -> assertThat(database.process()).isNotEqualTo(killed));
    }
  }

  @Test
  void aSecondServiceOnTheSameFolderIsRefusedAndTheFirstGoesOn() throws Exception {
    try (EmbeddedDatabase database = started()) {
      assertThatThrownBy(this::started)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another Caisson (process " + ProcessHandle.current().pid())
          .hasMessageContaining(folder.toString());
      write(database);
    }
  }

  @Test
  void theServerOfAKilledServiceIsStoppedAndItsDataAreThere() throws Exception {
    try (EmbeddedDatabase database = started()) {
      write(database);
    }
    Process service = program();
    long left = readServer(service);
    assertThatThrownBy(this::started).hasMessageContaining("process " + service.pid());
    service.destroyForcibly().waitFor();
    assertThat(runs(left)).isTrue();
    try (EmbeddedDatabase database = started()) {
      assertKept(database);
      assertThat(database.process().pid()).isNotEqualTo(left);
      assertThat(runs(left)).isFalse();
    }
  }

  /** What has ended and was not yet noticed by its parent has no arguments any more. */
  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().arguments()).isPresent();
  }

  private Process program() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            EmbeddedDatabaseProgram.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static long readServer(Process service) throws IOException {
    BufferedReader lines = service.inputReader(StandardCharsets.UTF_8);
    String line = lines.readLine();
    while (line != null && !line.startsWith(EmbeddedDatabaseProgram.READY)) {
      line = lines.readLine();
    }
    assertThat(line).isNotNull();
    return Long.parseLong(line.split(" ")[1]);
  }

  @Test
  void aLockFileThatNamesAnInnocentProcessIsRemovedAndTheProcessLives() throws Exception {
    Process innocent = new ProcessBuilder("sleep", "600").start();
    try (EmbeddedDatabase database = started()) {
      write(database);
    }
    Files.writeString(
        folder.resolve("data").resolve("postmaster.pid"),
        innocent.pid() + "\n" + folder.resolve("data") + "\n1\n1\n\n127.0.0.1\n\n");
    try (EmbeddedDatabase database = started()) {
      assertKept(database);
      assertThat(innocent.isAlive()).isTrue();
    } finally {
      innocent.destroyForcibly();
    }
  }

  @Test
  void aHalfMadeDatabaseIsMadeAnew() throws Exception {
    Files.createDirectories(folder.resolve("data.unfinished").resolve("base"));
    Files.writeString(folder.resolve("data.unfinished").resolve("PG_VERSION"), "18\n");
    try (EmbeddedDatabase database = started()) {
      write(database);
      assertThat(folder.resolve("data.unfinished")).doesNotExist();
    }
  }

  @Test
  void aDatabaseThatCannotStartSaysWhy() throws Exception {
    started().close();
    Files.writeString(folder.resolve("data").resolve("PG_VERSION"), "9.6\n");
    assertThatThrownBy(this::started).hasMessageContaining("incompatible with server");
    Files.writeString(folder.resolve("data").resolve("PG_VERSION"), "18\n");
    started().close();
  }
}
