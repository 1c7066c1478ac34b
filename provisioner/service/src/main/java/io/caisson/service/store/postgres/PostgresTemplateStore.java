package io.caisson.service.store.postgres;

import static org.jooq.impl.DSL.noCondition;

import io.caisson.domain.cluster.ClusterId;
import io.caisson.service.store.ClusterTemplate;
import io.caisson.service.store.TemplateStore;
import io.caisson.service.store.json.RecordJson;
import io.caisson.service.store.postgres.Schema.Clusters;
import io.caisson.service.store.postgres.Schema.Templates;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.Condition;
import org.jooq.JSONB;

/** The templates in PostgreSQL. */
public final class PostgresTemplateStore implements TemplateStore {
  private final Database database;
  private final RecordJson json = new RecordJson();

  /**
   * @param source of connections to a database that {@link Migrations} has prepared
   */
  public PostgresTemplateStore(DataSource source) {
    this.database = new Database(source);
  }

  @Override
  public void create(ClusterTemplate template) {
    JSONB doc = doc(template);
    int made =
        database.write(
            inside ->
                inside
                    .insertInto(Templates.TABLE)
                    .set(Templates.ID, UUID.fromString(template.id()))
                    .set(Templates.PROJECT, template.owner().project())
                    .set(Templates.EVERYBODY, template.sharing().everybody())
                    .set(Templates.HIDDEN, template.sharing().hidden())
                    .set(Templates.CREATED, template.times().created().atOffset(ZoneOffset.UTC))
                    .set(Templates.DOC, doc)
                    .onConflictDoNothing()
                    .execute());
    if (made == 0) {
      throw new IllegalStateException("there is a template " + template.id() + " already");
    }
  }

  @Override
  public boolean replace(ClusterTemplate old, ClusterTemplate changed) {
    JSONB doc = doc(changed);
    return database.write(
        inside ->
            inside
                    .update(Templates.TABLE)
                    .set(Templates.EVERYBODY, changed.sharing().everybody())
                    .set(Templates.HIDDEN, changed.sharing().hidden())
                    .set(Templates.DOC, doc)
                    .where(Templates.ID.eq(UUID.fromString(old.id())))
                    .and(Templates.DOC.eq(doc(old)))
                    .execute()
                == 1);
  }

  @Override
  public void delete(String id) {
    database.write(
        inside ->
            inside
                .deleteFrom(Templates.TABLE)
                .where(Templates.ID.eq(UUID.fromString(id)))
                .execute());
  }

  @Override
  public Optional<ClusterTemplate> find(String id) {
    return select(Templates.ID.eq(UUID.fromString(id))).stream().findFirst();
  }

  @Override
  public List<ClusterTemplate> all() {
    return select(noCondition());
  }

  @Override
  public List<ClusterTemplate> visible(String project) {
    return select(
        Templates.PROJECT
            .eq(project)
            .or(Templates.EVERYBODY.isTrue().and(Templates.HIDDEN.isFalse())));
  }

  @Override
  public List<ClusterId> clustersUsing(String id) {
    return database
        .read(
            dsl ->
                dsl.select(Clusters.ID)
                    .from(Clusters.TABLE)
                    .where(Clusters.TEMPLATE.eq(id))
                    .and(Clusters.GONE_AT.isNull())
                    .orderBy(Clusters.ID)
                    .fetch(Clusters.ID))
        .stream()
        .map(one -> new ClusterId(one.toString()))
        .toList();
  }

  private List<ClusterTemplate> select(Condition which) {
    return database.read(
        dsl ->
            dsl.select(Templates.DOC)
                .from(Templates.TABLE)
                .where(which)
                .orderBy(Templates.CREATED, Templates.ID)
                .fetch(row -> json.read(ClusterTemplate.class, row.value1().data())));
  }

  private JSONB doc(ClusterTemplate template) {
    return JSONB.valueOf(json.write(ClusterTemplate.class, template));
  }
}
