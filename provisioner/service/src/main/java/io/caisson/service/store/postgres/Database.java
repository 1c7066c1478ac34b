package io.caisson.service.store.postgres;

import io.caisson.service.store.StoreUnavailable;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * Runs statements, each piece of work in one transaction, and says which failures mean that the
 * database is not there. Nothing is ever repeated: after a lost reply nobody knows whether a
 * transaction was committed.
 */
final class Database {
  /**
   * Classes of SQLSTATE (PostgreSQL manual, appendix A) that blame the moment and not the
   * statement: connection, insufficient resources, operator intervention, system error, and
   * transactions that were rolled back for the sake of others.
   */
  private static final Set<String> PASSING = Set.of("08", "53", "57", "58", "40");

  private final DSLContext dsl;

  Database(DataSource source) {
    this.dsl =
        DSL.using(
            source,
            SQLDialect.POSTGRES,
            new Settings()
                .withRenderQuotedNames(RenderQuotedNames.ALWAYS)
                .withExecuteLogging(false));
  }

  /** One statement that only reads: it sees one moment. */
  <T> T read(Function<DSLContext, T> statement) {
    return guarded(() -> statement.apply(dsl));
  }

  /** All or nothing. */
  <T> T write(Function<DSLContext, T> work) {
    return guarded(() -> dsl.transactionResult(inside -> work.apply(inside.dsl())));
  }

  private static <T> T guarded(Supplier<T> work) {
    try {
      return work.get();
    } catch (DataAccessException failed) {
      if (passing(failed)) {
        throw new StoreUnavailable("the database does not answer", failed);
      }
      throw failed;
    }
  }

  private static boolean passing(DataAccessException failed) {
    SQLException cause = failed.getCause(SQLException.class);
    String state = cause == null ? null : cause.getSQLState();
    return state == null || state.length() < 2 || PASSING.contains(state.substring(0, 2));
  }
}
