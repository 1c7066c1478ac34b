package io.caisson.service.store.postgres;

import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.jsonbArrayAgg;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.service.store.ClusterChange;
import io.caisson.service.store.json.RecordJson;
import io.caisson.service.store.postgres.Schema.Clusters;
import io.caisson.service.store.postgres.Schema.Parts;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record4;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** A cluster as rows: its own, and one for each machine and resource. */
final class ClusterRows {
  private static final Field<JSONB> MACHINES = partsOf(Parts.MACHINES);
  private static final Field<JSONB> RESOURCES = partsOf(Parts.RESOURCES);

  private final RecordJson json;
  private final RecordJson ownRow;

  ClusterRows(RecordJson json) {
    this.json = json;
    this.ownRow = json.without(Cluster.class, "version", "machines", "resources");
  }

  /** The rows that a commit writes, in the form that the database takes. */
  record Written(
      JSONB cluster,
      List<Part> machines,
      List<Part> resources,
      List<String> machinesRemoved,
      List<String> resourcesRemoved) {}

  /** One row of a part. */
  record Part(String id, JSONB doc) {}

  Written written(Cluster created) {
    return written(
        new ClusterChange(created.with(0, new TreeMap<>(), new TreeMap<>()), created, List.of()));
  }

  Written written(ClusterChange change) {
    ClusterChange.Rows<MachineId, Machine> machines = change.machines();
    ClusterChange.Rows<ResourceKey, Resource> resources = change.resources();
    return new Written(
        JSONB.valueOf(ownRow.write(Cluster.class, change.after())),
        machines.put().stream()
            .map(one -> new Part(one.id().toString(), doc(Machine.class, one)))
            .toList(),
        resources.put().stream()
            .map(one -> new Part(one.key().toString(), doc(Resource.class, one)))
            .toList(),
        machines.removed().stream().map(MachineId::toString).toList(),
        resources.removed().stream().map(ResourceKey::toString).toList());
  }

  private <T> JSONB doc(Class<T> type, T value) {
    return JSONB.valueOf(json.write(type, value));
  }

  /** False if there is a cluster with this id already. */
  boolean insert(DSLContext inside, Cluster cluster, Written written) {
    UUID id = PostgresClusterStore.uuid(cluster.id());
    int made =
        inside
            .insertInto(Clusters.TABLE)
            .set(Clusters.ID, id)
            .set(Clusters.PROJECT, cluster.head().project())
            .set(Clusters.TEMPLATE, cluster.template())
            .set(Clusters.CREATED, cluster.head().created().atOffset(ZoneOffset.UTC))
            .set(Clusters.VERSION, cluster.version())
            .set(Clusters.DOC, written.cluster())
            .onConflictDoNothing()
            .execute();
    if (made == 1) {
      change(inside, id, written);
    }
    return made == 1;
  }

  void change(DSLContext inside, UUID cluster, Written written) {
    put(inside, Parts.MACHINES, cluster, written.machines());
    put(inside, Parts.RESOURCES, cluster, written.resources());
    remove(inside, Parts.MACHINES, cluster, written.machinesRemoved());
    remove(inside, Parts.RESOURCES, cluster, written.resourcesRemoved());
  }

  private static void put(DSLContext inside, Parts parts, UUID cluster, List<Part> rows) {
    if (rows.isEmpty()) {
      return;
    }
    inside
        .batch(
            inside
                .insertInto(parts.table(), parts.cluster(), parts.id(), parts.doc())
                .values((UUID) null, null, null)
                .onConflict(parts.cluster(), parts.id())
                .doUpdate()
                .set(parts.doc(), excluded(parts.doc())))
        .bind(
            rows.stream()
                .map(row -> new Object[] {cluster, row.id(), row.doc()})
                .toArray(Object[][]::new))
        .execute();
  }

  private static void remove(DSLContext inside, Parts parts, UUID cluster, List<String> ids) {
    if (!ids.isEmpty()) {
      inside
          .deleteFrom(parts.table())
          .where(parts.cluster().eq(cluster))
          .and(parts.id().eq(DSL.any(ids.toArray(String[]::new))))
          .execute();
    }
  }

  /** Which cluster has which version. */
  record Stamp(ClusterId id, long version) {}

  /** What the clusters are known by, oldest first. */
  List<Stamp> stamps(DSLContext dsl, Condition which) {
    return dsl.select(Clusters.ID, Clusters.VERSION)
        .from(Clusters.TABLE)
        .where(which)
        .orderBy(Clusters.CREATED, Clusters.ID)
        .fetch(row -> new Stamp(new ClusterId(row.value1().toString()), row.value2()));
  }

  /** The clusters, oldest first, by one statement: all of each is of the same moment. */
  List<Cluster> select(DSLContext dsl, Condition which) {
    return dsl.select(Clusters.VERSION, Clusters.DOC, MACHINES, RESOURCES)
        .from(Clusters.TABLE)
        .where(which)
        .orderBy(Clusters.CREATED, Clusters.ID)
        .fetch(this::cluster);
  }

  private Cluster cluster(Record4<Long, JSONB, JSONB, JSONB> row) {
    SortedMap<MachineId, Machine> machines = new TreeMap<>();
    list(Machine.class, row.value3()).forEach(one -> machines.put(one.id(), one));
    SortedMap<ResourceKey, Resource> resources = new TreeMap<>();
    list(Resource.class, row.value4()).forEach(one -> resources.put(one.key(), one));
    return json.read(Cluster.class, row.value2().data()).with(row.value1(), machines, resources);
  }

  private <T> List<T> list(Class<T> type, @Nullable JSONB array) {
    return array == null ? List.of() : json.readList(type, array.data());
  }

  private static Field<JSONB> partsOf(Parts parts) {
    return field(
        DSL.select(jsonbArrayAgg(parts.doc()))
            .from(parts.table())
            .where(parts.cluster().eq(Clusters.ID)));
  }
}
