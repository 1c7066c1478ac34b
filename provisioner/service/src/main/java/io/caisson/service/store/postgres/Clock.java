package io.caisson.service.store.postgres;

import static org.jooq.impl.DSL.field;

import java.time.Duration;
import java.time.OffsetDateTime;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.jooq.types.DayToSecond;

/** The database's clock, which all replicas share. */
final class Clock {
  /** The moment itself: {@code now()} would be the one at which the transaction began to wait. */
  static final Field<OffsetDateTime> NOW =
      field("clock_timestamp()", SQLDataType.TIMESTAMPWITHTIMEZONE);

  private Clock() {}

  static DayToSecond span(Duration time) {
    return DayToSecond.valueOf(time);
  }
}
