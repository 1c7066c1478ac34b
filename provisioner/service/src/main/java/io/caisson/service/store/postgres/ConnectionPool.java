package io.caisson.service.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;

/**
 * Connections to one database. The pool starts without it, gives up on a connection in seconds, and
 * has new ones when the database is back; a statement that hangs is ended by the server, and by the
 * socket if there is no server any more.
 */
public final class ConnectionPool {
  private static final Duration WAIT = Duration.ofSeconds(5);

  private ConnectionPool() {}

  /**
   * Opens a pool; whoever opens it closes it.
   *
   * @param size how many connections at most
   */
  public static HikariDataSource open(DatabaseAddress address, int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("caisson");
    config.setJdbcUrl(address.url());
    address.user().ifPresent(config::setUsername);
    address.password().ifPresent(config::setPassword);
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(WAIT.toMillis());
    config.setValidationTimeout(WAIT.dividedBy(2).toMillis());
    config.setKeepaliveTime(Duration.ofMinutes(1).toMillis());
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("ApplicationName", "caisson");
    config.addDataSourceProperty("connectTimeout", "5");
    config.addDataSourceProperty("socketTimeout", "60");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty(
        "options",
        "-c statement_timeout=30s -c lock_timeout=10s"
            + " -c idle_in_transaction_session_timeout=30s");
    return new HikariDataSource(config);
  }
}
