package io.caisson.service.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** A PostgreSQL for one test class, with its pool. */
final class TestDatabase implements AutoCloseable {
  static final Path SOFTWARE = Path.of("target", "postgresql-software").toAbsolutePath();

  private final Path folder;
  private final EmbeddedDatabase server;
  private final HikariDataSource pool;

  TestDatabase() {
    this.folder = newFolder();
    this.server = EmbeddedDatabase.start(folder, SOFTWARE, 0);
    this.pool = ConnectionPool.open(server.address(), 8);
    Migrations.apply(pool);
  }

  static Path newFolder() {
    try {
      return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "database-");
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  HikariDataSource source() {
    return pool;
  }

  EmbeddedDatabase server() {
    return server;
  }

  DSLContext sql() {
    return DSL.using(pool, SQLDialect.POSTGRES);
  }

  void empty() {
    sql().execute("truncate cluster, template, request, quota cascade");
  }

  /** For the database's clock: what was noted is so much older. */
  void timePasses(Duration time) {
    sql()
        .execute(
            "update cluster set until = until - ?::interval, gone_at = gone_at - ?::interval",
            time.toString(),
            time.toString());
  }

  @Override
  public void close() {
    pool.close();
    server.close();
    try {
      PostgresSoftware.delete(folder);
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }
}
