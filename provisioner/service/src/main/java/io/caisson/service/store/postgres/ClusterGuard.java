package io.caisson.service.store.postgres;

import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;

import io.caisson.domain.cluster.ClusterId;
import io.caisson.service.store.ClusterChange;
import io.caisson.service.store.ClusterStore.Holder;
import io.caisson.service.store.ClusterStore.Ownership;
import io.caisson.service.store.ClusterStore.Standing;
import io.caisson.service.store.StaleCluster;
import io.caisson.service.store.postgres.Schema.Clusters;
import io.caisson.service.store.postgres.Schema.Inbox;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** The statements that let exactly one change a cluster. */
final class ClusterGuard {
  /** The compare-and-set. */
  void advance(DSLContext inside, ClusterChange change, Optional<Ownership> owner, JSONB doc) {
    UUID id = PostgresClusterStore.uuid(change.after().id());
    boolean gone = change.after().gone().isPresent();
    int changed =
        inside
            .update(Clusters.TABLE)
            .set(Clusters.VERSION, change.after().version())
            .set(Clusters.TEMPLATE, change.after().template())
            .set(Clusters.DOC, doc)
            .set(Clusters.GONE_AT, gone ? Clock.NOW : Clusters.GONE_AT)
            .where(Clusters.ID.eq(id))
            .and(Clusters.VERSION.eq(change.before().version()))
            .and(Clusters.GONE_AT.isNull())
            .and(owner.map(ClusterGuard::owns).orElse(noCondition()))
            .execute();
    if (changed == 0) {
      throw new StaleCluster(change.after().id(), reason(inside, id, change, owner));
    }
  }

  /** Takes or keeps a cluster that nobody else has; its epoch. */
  Optional<Long> own(DSLContext inside, UUID id, String replica, Duration lease) {
    Condition mine = Clusters.OWNER.eq(replica);
    return inside
        .update(Clusters.TABLE)
        .set(Clusters.OWNER, replica)
        .set(Clusters.UNTIL, Clock.NOW.plus(Clock.span(lease)))
        .set(Clusters.EPOCH, raisedUnless(mine, Clusters.EPOCH))
        .set(Clusters.VERSION, raisedUnless(mine, Clusters.VERSION))
        .where(Clusters.ID.eq(id))
        .and(Clusters.GONE_AT.isNull())
        .and(Clusters.OWNER.isNull().or(mine).or(Clusters.UNTIL.le(Clock.NOW)))
        .returningResult(Clusters.EPOCH)
        .fetchOptional(Clusters.EPOCH);
  }

  List<Ownership> renew(DSLContext inside, String replica, Duration lease) {
    return inside
        .update(Clusters.TABLE)
        .set(Clusters.UNTIL, Clock.NOW.plus(Clock.span(lease)))
        .where(Clusters.OWNER.eq(replica))
        .and(Clusters.GONE_AT.isNull())
        .returningResult(Clusters.ID, Clusters.EPOCH)
        .fetch(row -> new Ownership(new ClusterId(row.value1().toString()), replica, row.value2()));
  }

  List<Standing> standings(DSLContext dsl, String replica) {
    Condition mail = exists(selectOne().from(Inbox.TABLE).where(Inbox.CLUSTER.eq(Clusters.ID)));
    return dsl.select(
            Clusters.ID,
            Clusters.OWNER,
            field(Clusters.UNTIL.gt(Clock.NOW)),
            Clusters.VERSION,
            field(mail))
        .from(Clusters.TABLE)
        .where(Clusters.GONE_AT.isNull())
        .orderBy(Clusters.ID)
        .fetch(
            row ->
                new Standing(
                    new ClusterId(row.value1().toString()),
                    holder(row.value2(), row.value3(), replica),
                    row.value4(),
                    row.value5()));
  }

  private static Holder holder(@Nullable String owner, boolean inTime, String replica) {
    if (replica.equals(owner)) {
      return Holder.ME;
    }
    return owner != null && inTime ? Holder.ANOTHER : Holder.NOBODY;
  }

  int release(DSLContext inside, Ownership ownership) {
    return inside
        .update(Clusters.TABLE)
        .set(Clusters.OWNER, DSL.val(null, SQLDataType.CLOB))
        .where(Clusters.ID.eq(PostgresClusterStore.uuid(ownership.cluster())))
        .and(Clusters.OWNER.eq(ownership.replica()))
        .and(Clusters.EPOCH.eq(ownership.epoch()))
        .execute();
  }

  private static Field<Long> raisedUnless(Condition kept, Field<Long> number) {
    return when(kept, number).otherwise(number.plus(1));
  }

  private static Condition owns(Ownership owner) {
    return Clusters.OWNER
        .eq(owner.replica())
        .and(Clusters.EPOCH.eq(owner.epoch()))
        .and(Clusters.UNTIL.gt(Clock.NOW));
  }

  /** For people: read after the refusal, so it may already be another one. */
  private static String reason(
      DSLContext inside, UUID id, ClusterChange change, Optional<Ownership> owner) {
    return inside
        .select(Clusters.VERSION, Clusters.GONE_AT)
        .from(Clusters.TABLE)
        .where(Clusters.ID.eq(id))
        .fetchOptional()
        .map(
            row ->
                row.value2() != null
                    ? "it is gone"
                    : row.value1() != change.before().version()
                        ? "it has version %d, not %d"
                            .formatted(row.value1(), change.before().version())
                        : owner
                            .map(
                                one ->
                                    "%s does not own it in epoch %d (any more)"
                                        .formatted(one.replica(), one.epoch()))
                            .orElse("it was being changed"))
        .orElse("there is none with this id");
  }
}
