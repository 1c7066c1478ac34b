package io.caisson.service.store.postgres;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.plan.Footprint;
import io.caisson.service.store.ProjectQuota;
import io.caisson.service.store.ProjectQuota.Limits;
import io.caisson.service.store.postgres.Schema.Clusters;
import io.caisson.service.store.postgres.Schema.Quotas;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * What projects may have. Whoever takes more of it locks the project's row before counting what is
 * taken: so the second of two sees what the first has taken.
 */
final class QuotaRows {
  private final ClusterRows clusters;

  QuotaRows(ClusterRows clusters) {
    this.clusters = clusters;
  }

  ProjectQuota of(DSLContext dsl, String project) {
    return dsl.selectFrom(Quotas.TABLE)
        .where(Quotas.PROJECT.eq(project))
        .fetchOptional(QuotaRows::quota)
        .orElseGet(() -> new ProjectQuota(project, Limits.NONE));
  }

  List<ProjectQuota> all(DSLContext dsl) {
    return dsl.selectFrom(Quotas.TABLE).orderBy(Quotas.PROJECT).fetch(QuotaRows::quota);
  }

  void put(DSLContext inside, ProjectQuota quota) {
    Limits limits = quota.limits();
    inside
        .insertInto(Quotas.TABLE)
        .set(Quotas.PROJECT, quota.project())
        .set(Quotas.CLUSTERS, orNull(limits.clusters()))
        .set(Quotas.NODES, orNull(limits.nodes()))
        .set(Quotas.GPUS, orNull(limits.gpus()))
        .onConflict(Quotas.PROJECT)
        .doUpdate()
        .set(Quotas.CLUSTERS, orNull(limits.clusters()))
        .set(Quotas.NODES, orNull(limits.nodes()))
        .set(Quotas.GPUS, orNull(limits.gpus()))
        .execute();
  }

  /** The last thing that a transaction does; nothing is read for a project without limits. */
  void check(DSLContext inside, Cluster after, Footprint before) {
    String project = after.head().project();
    Optional<ProjectQuota> quota =
        inside
            .selectFrom(Quotas.TABLE)
            .where(Quotas.PROJECT.eq(project))
            .forUpdate()
            .fetchOptional(QuotaRows::quota);
    quota.ifPresent(one -> one.check(others(inside, after), before, after));
  }

  private List<Cluster> others(DSLContext inside, Cluster cluster) {
    return clusters.select(
        inside,
        Clusters.PROJECT
            .eq(cluster.head().project())
            .and(Clusters.GONE_AT.isNull())
            .and(Clusters.ID.ne(PostgresClusterStore.uuid(cluster.id()))));
  }

  private static ProjectQuota quota(Record row) {
    return new ProjectQuota(
        row.get(Quotas.PROJECT),
        new Limits(limit(row, Quotas.CLUSTERS), limit(row, Quotas.NODES), limit(row, Quotas.GPUS)));
  }

  private static Optional<Integer> limit(Record row, Field<Integer> column) {
    return Optional.ofNullable(row.get(column));
  }

  private static @Nullable Integer orNull(Optional<Integer> limit) {
    return limit.orElse(null);
  }
}
