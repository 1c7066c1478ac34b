package io.caisson.service.store.postgres;

import io.caisson.service.store.RequestStore;
import io.caisson.service.store.postgres.Schema.Requests;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;

/** Keys of requests in PostgreSQL. */
public final class PostgresRequestStore implements RequestStore {
  private final Database database;

  /**
   * @param source of connections to a database that {@link Migrations} has prepared
   */
  public PostgresRequestStore(DataSource source) {
    this.database = new Database(source);
  }

  @Override
  public Claim claim(Key key, Claim claim) {
    return database.write(
        inside -> {
          inside
              .deleteFrom(Requests.TABLE)
              .where(Requests.PROJECT.eq(key.project()))
              .and(Requests.AT.lt(time(claim.at().minus(KEPT))))
              .execute();
          inside
              .insertInto(Requests.TABLE)
              .set(Requests.PROJECT, key.project())
              .set(Requests.SENDER, key.user())
              .set(Requests.KEY, key.text())
              .set(values(claim))
              .onConflictDoNothing()
              .execute();
          return inside
              .select()
              .from(Requests.TABLE)
              .where(is(key))
              .fetchSingle(PostgresRequestStore::claim);
        });
  }

  @Override
  public boolean takeOver(Key key, Claim unanswered, Claim claim) {
    return database.write(
        inside ->
            inside
                    .update(Requests.TABLE)
                    .set(values(claim))
                    .where(is(key))
                    .and(is(unanswered))
                    .and(Requests.STATUS.isNull())
                    .execute()
                == 1);
  }

  @Override
  public void answer(Key key, Claim claim, Answer answer) {
    database.write(
        inside ->
            inside
                .update(Requests.TABLE)
                .set(Requests.STATUS, answer.status())
                .set(Requests.BODY, answer.body())
                .set(Requests.LOCATION, answer.location())
                .where(is(key))
                .and(is(claim))
                .execute());
  }

  @Override
  public void withdraw(Key key, Claim claim) {
    database.write(
        inside -> inside.deleteFrom(Requests.TABLE).where(is(key)).and(is(claim)).execute());
  }

  private static Condition is(Key key) {
    return Requests.PROJECT
        .eq(key.project())
        .and(Requests.SENDER.eq(key.user()))
        .and(Requests.KEY.eq(key.text()));
  }

  private static Condition is(Claim claim) {
    return Requests.SUBJECT.eq(UUID.fromString(claim.subject()));
  }

  private static Map<Field<?>, Object> values(Claim claim) {
    return Map.of(
        Requests.FINGERPRINT,
        claim.fingerprint(),
        Requests.SUBJECT,
        UUID.fromString(claim.subject()),
        Requests.AT,
        time(claim.at()));
  }

  private static Claim claim(Record row) {
    Optional<Answer> answer =
        Optional.ofNullable(row.get(Requests.STATUS))
            .map(status -> new Answer(status, row.get(Requests.BODY), row.get(Requests.LOCATION)));
    return new Claim(
        row.get(Requests.FINGERPRINT),
        row.get(Requests.SUBJECT).toString(),
        row.get(Requests.AT).toInstant(),
        answer);
  }

  private static OffsetDateTime time(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
