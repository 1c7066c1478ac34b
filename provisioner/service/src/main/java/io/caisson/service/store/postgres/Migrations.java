package io.caisson.service.store.postgres;

import io.caisson.service.store.StoreUnavailable;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.internal.exception.FlywaySqlException;

/** Brings a database to the form that the stores need. */
public final class Migrations {
  private Migrations() {}

  /**
   * Applies what is missing; replicas that start together wait for each other.
   *
   * @throws StoreUnavailable if the database cannot be reached
   */
  public static void apply(DataSource source) {
    try {
      Flyway.configure().dataSource(source).locations("classpath:db/migration").load().migrate();
    } catch (FlywaySqlException unreachable) {
      throw new StoreUnavailable("the database cannot be prepared", unreachable);
    }
  }
}
