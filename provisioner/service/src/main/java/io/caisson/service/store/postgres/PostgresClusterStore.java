package io.caisson.service.store.postgres;

import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.val;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.JournalEntry;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.operation.JournalSentences;
import io.caisson.domain.plan.Footprint;
import io.caisson.service.store.ClusterChange;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.Message;
import io.caisson.service.store.ProjectQuota;
import io.caisson.service.store.StaleCluster;
import io.caisson.service.store.json.RecordJson;
import io.caisson.service.store.postgres.Schema.Clusters;
import io.caisson.service.store.postgres.Schema.Inbox;
import io.caisson.service.store.postgres.Schema.Journal;
import io.caisson.service.store.postgres.Schema.Secrets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.Condition;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/**
 * The clusters in PostgreSQL. Its rules:
 *
 * <ol>
 *   <li>A commit is one transaction, and its first statement is the compare-and-set: it locks the
 *       cluster's row, so that what follows cannot race.
 *   <li>A commit writes the cluster's own row and those of machines and resources that differ.
 *   <li>Leases and retention run by the database's clock.
 *   <li>What is known at the version that the database names is not read again.
 * </ol>
 */
public final class PostgresClusterStore implements ClusterStore {
  /** Of all clusters that are known, so that some thousands of usual ones are. */
  private static final int KNOWN_PARTS = 200_000;

  private final Database database;
  private final ClusterCache known;
  private final RecordJson json = new RecordJson();
  private final ClusterRows rows = new ClusterRows(json);
  private final ClusterGuard guard = new ClusterGuard();
  private final QuotaRows quotas = new QuotaRows(rows);
  private final JournalRows journal = new JournalRows(json);

  /**
   * @param source of connections to a database that {@link Migrations} has prepared
   */
  public PostgresClusterStore(DataSource source) {
    this(source, KNOWN_PARTS);
  }

  PostgresClusterStore(DataSource source, int knownParts) {
    this.database = new Database(source);
    this.known = new ClusterCache(knownParts);
  }

  @Override
  public void create(Cluster cluster, SealedSecrets secrets) {
    ClusterRows.Written written = rows.written(cluster);
    List<JournalEntry> lines = JournalSentences.ofCreation(cluster);
    boolean made =
        database.write(
            inside -> {
              if (!rows.insert(inside, cluster, written)) {
                return false;
              }
              UUID id = uuid(cluster.id());
              inside
                  .insertInto(Secrets.TABLE, Secrets.CLUSTER, Secrets.SEALED)
                  .values(id, secrets.sealed())
                  .execute();
              journal.append(inside, id, lines);
              quotas.check(inside, cluster, Footprint.NONE);
              return true;
            });
    if (!made) {
      throw new StaleCluster(cluster.id(), "there is one with this id already");
    }
  }

  @Override
  public Optional<Cluster> load(ClusterId id) {
    Condition which = Clusters.ID.eq(uuid(id));
    return (known.knows(id) ? changed(which) : read(which)).stream().findFirst();
  }

  /** The clusters, oldest first; only those are read whose version is not known. */
  private List<Cluster> changed(Condition which) {
    List<ClusterRows.Stamp> stamps = database.read(dsl -> rows.stamps(dsl, which));
    Map<ClusterId, Cluster> clusters = new HashMap<>();
    stamps.forEach(
        one -> known.at(one.id(), one.version()).ifPresent(it -> clusters.put(it.id(), it)));
    UUID[] news =
        stamps.stream()
            .map(ClusterRows.Stamp::id)
            .filter(id -> !clusters.containsKey(id))
            .map(PostgresClusterStore::uuid)
            .toArray(UUID[]::new);
    if (news.length > 0) {
      read(which.and(Clusters.ID.eq(DSL.any(news)))).forEach(it -> clusters.put(it.id(), it));
    }
    return stamps.stream()
        .map(ClusterRows.Stamp::id)
        .map(clusters::get)
        .filter(Objects::nonNull)
        .toList();
  }

  private List<Cluster> read(Condition which) {
    List<Cluster> clusters = database.read(dsl -> rows.select(dsl, which));
    clusters.forEach(known::keep);
    return clusters;
  }

  @Override
  public List<ClusterId> living() {
    return database
        .read(
            dsl ->
                dsl.select(Clusters.ID)
                    .from(Clusters.TABLE)
                    .where(Clusters.GONE_AT.isNull())
                    .orderBy(Clusters.ID)
                    .fetch(Clusters.ID))
        .stream()
        .map(id -> new ClusterId(id.toString()))
        .toList();
  }

  @Override
  public List<Cluster> clusters(Optional<String> project) {
    return changed(
        Clusters.GONE_AT.isNull().and(project.map(Clusters.PROJECT::eq).orElse(noCondition())));
  }

  @Override
  public Cluster commit(Cluster loaded, Optional<Ownership> owner, List<ClusterRecord> records) {
    ClusterChange change = ClusterChange.of(loaded, records);
    ClusterRows.Written written = rows.written(change);
    Cluster committed =
        database.write(
            inside -> {
              guard.advance(inside, change, owner, written.cluster());
              UUID id = uuid(loaded.id());
              rows.change(inside, id, written);
              journal.append(inside, id, change.sentences());
              if (owner.isEmpty()) {
                quotas.check(inside, change.after(), Footprint.of(change.before()));
              }
              if (change.after().gone().isPresent()) {
                inside.deleteFrom(Secrets.TABLE).where(Secrets.CLUSTER.eq(id)).execute();
                inside.deleteFrom(Inbox.TABLE).where(Inbox.CLUSTER.eq(id)).execute();
              }
              return change.after();
            });
    known.keep(committed);
    return committed;
  }

  @Override
  public ProjectQuota quota(String project) {
    return database.read(dsl -> quotas.of(dsl, project));
  }

  @Override
  public List<ProjectQuota> quotas() {
    return database.read(quotas::all);
  }

  @Override
  public void limit(ProjectQuota quota) {
    database.write(
        inside -> {
          quotas.put(inside, quota);
          return true;
        });
  }

  @Override
  public Optional<SealedSecrets> secrets(ClusterId id) {
    return database
        .read(
            dsl ->
                dsl.select(Secrets.SEALED)
                    .from(Secrets.TABLE)
                    .where(Secrets.CLUSTER.eq(uuid(id)))
                    .fetchOptional(Secrets.SEALED))
        .map(SealedSecrets::new);
  }

  @Override
  public boolean reseal(ClusterId id, SealedSecrets from, SealedSecrets to) {
    return database.write(
        inside ->
            inside
                    .update(Secrets.TABLE)
                    .set(Secrets.SEALED, to.sealed())
                    .where(Secrets.CLUSTER.eq(uuid(id)))
                    .and(Secrets.SEALED.eq(from.sealed()))
                    .execute()
                == 1);
  }

  @Override
  public List<Line> journal(ClusterId id, long afterSequence, int limit) {
    return database.read(
        dsl ->
            dsl.select(Journal.SEQUENCE, Journal.DOC)
                .from(Journal.TABLE)
                .where(Journal.CLUSTER.eq(uuid(id)))
                .and(Journal.SEQUENCE.gt(afterSequence))
                .orderBy(Journal.SEQUENCE)
                .limit(limit)
                .fetch(row -> new Line(row.value1(), id, read(JournalEntry.class, row.value2()))));
  }

  @Override
  public List<Line> journalOf(ClusterId id, MachineId machine, int limit) {
    return database
        .read(
            dsl ->
                dsl.select(Journal.SEQUENCE, Journal.DOC)
                    .from(Journal.TABLE)
                    .where(Journal.CLUSTER.eq(uuid(id)))
                    .and(about(machine))
                    .orderBy(Journal.SEQUENCE.desc())
                    .limit(limit)
                    .fetch(
                        row -> new Line(row.value1(), id, read(JournalEntry.class, row.value2()))))
        .reversed();
  }

  /** Itself, and what belongs to it, such as {@code port/worker-1.0}. */
  private static Condition about(MachineId machine) {
    return Journal.SUBJECT
        .eq(machine.toString())
        .or(Journal.SUBJECT.like("%/" + machine))
        .or(Journal.SUBJECT.like("%/" + machine + ".%"))
        .or(Journal.SUBJECT.like("%/" + machine + "+%"));
  }

  @Override
  public Optional<Ownership> own(ClusterId id, String replica, Duration lease) {
    return database
        .write(inside -> guard.own(inside, uuid(id), replica, lease))
        .map(epoch -> new Ownership(id, replica, epoch));
  }

  @Override
  public List<Ownership> renew(String replica, Duration lease) {
    return database.write(inside -> guard.renew(inside, replica, lease));
  }

  @Override
  public List<Standing> standings(String replica) {
    return database.read(dsl -> guard.standings(dsl, replica));
  }

  @Override
  public void release(Ownership ownership) {
    database.write(inside -> guard.release(inside, ownership));
  }

  @Override
  public void post(ClusterId id, Message message) {
    JSONB doc = JSONB.valueOf(json.write(Message.class, message));
    database.write(
        inside ->
            inside
                .insertInto(Inbox.TABLE, Inbox.CLUSTER, Inbox.DOC)
                .select(
                    inside
                        .select(Clusters.ID, val(doc))
                        .from(Clusters.TABLE)
                        .where(Clusters.ID.eq(uuid(id)))
                        .and(Clusters.GONE_AT.isNull())
                        .forKeyShare())
                .execute());
  }

  @Override
  public List<Posted> inbox(ClusterId id) {
    return database.read(
        dsl ->
            dsl.select(Inbox.SEQUENCE, Inbox.DOC)
                .from(Inbox.TABLE)
                .where(Inbox.CLUSTER.eq(uuid(id)))
                .orderBy(Inbox.SEQUENCE)
                .fetch(row -> new Posted(row.value1(), read(Message.class, row.value2()))));
  }

  @Override
  public void taken(ClusterId id, List<Posted> messages) {
    List<Long> sequences = messages.stream().map(Posted::sequence).toList();
    database.write(
        inside ->
            inside
                .deleteFrom(Inbox.TABLE)
                .where(Inbox.CLUSTER.eq(uuid(id)))
                .and(Inbox.SEQUENCE.in(sequences))
                .execute());
  }

  @Override
  public int forgetGone(Duration after) {
    return database.write(
        inside ->
            inside
                .deleteFrom(Clusters.TABLE)
                .where(Clusters.GONE_AT.lt(Clock.NOW.minus(Clock.span(after))))
                .execute());
  }

  private <T> T read(Class<T> type, JSONB doc) {
    return json.read(type, doc.data());
  }

  static UUID uuid(ClusterId id) {
    return UUID.fromString(id.value());
  }
}
