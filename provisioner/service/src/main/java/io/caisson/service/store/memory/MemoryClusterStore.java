package io.caisson.service.store.memory;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.operation.JournalSentences;
import io.caisson.domain.plan.Footprint;
import io.caisson.service.store.ClusterChange;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.Message;
import io.caisson.service.store.ProjectQuota;
import io.caisson.service.store.StaleCluster;
import io.caisson.service.store.json.RecordJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The clusters in memory. Leases and retention run by the given clock. Safe for all threads. */
public final class MemoryClusterStore implements ClusterStore {
  private final InstantSource clock;
  private final RecordJson json = new RecordJson();
  private final SortedMap<ClusterId, StoredCluster> all = new TreeMap<>();
  private final SortedMap<String, ProjectQuota> quotas = new TreeMap<>();
  private long sequence;

  public MemoryClusterStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void create(Cluster cluster, SealedSecrets secrets) {
    json.write(Cluster.class, cluster);
    if (all.containsKey(cluster.id())) {
      throw new StaleCluster(cluster.id(), "there is one with this id already");
    }
    check(cluster, Footprint.NONE);
    StoredCluster stored = new StoredCluster(cluster, secrets);
    stored.tell(JournalSentences.ofCreation(cluster), () -> ++sequence);
    all.put(cluster.id(), stored);
  }

  @Override
  public synchronized Optional<Cluster> load(ClusterId id) {
    return Optional.ofNullable(all.get(id)).map(stored -> stored.cluster);
  }

  @Override
  public synchronized List<ClusterId> living() {
    return all.values().stream().filter(StoredCluster::lives).map(one -> one.cluster.id()).toList();
  }

  @Override
  public synchronized List<Cluster> clusters(Optional<String> project) {
    return all.values().stream()
        .filter(StoredCluster::lives)
        .map(stored -> stored.cluster)
        .filter(one -> project.isEmpty() || project.get().equals(one.head().project()))
        .sorted(
            Comparator.comparing((Cluster one) -> one.head().created()).thenComparing(Cluster::id))
        .toList();
  }

  @Override
  public synchronized Cluster commit(
      Cluster loaded, Optional<Ownership> owner, List<ClusterRecord> records) {
    records.forEach(record -> json.write(ClusterRecord.class, record));
    StoredCluster stored = all.get(loaded.id());
    if (stored == null) {
      throw new StaleCluster(loaded.id(), "there is none with this id");
    }
    stored.requireVersion(loaded.version());
    owner.ifPresent(one -> stored.requireOwner(one, clock.instant()));
    ClusterChange change = ClusterChange.of(loaded, records);
    if (owner.isEmpty()) {
      check(change.after(), Footprint.of(change.before()));
    }
    stored.tell(change.sentences(), () -> ++sequence);
    stored.become(change.after(), clock.instant());
    return change.after();
  }

  private void check(Cluster after, Footprint before) {
    String project = after.head().project();
    List<Cluster> others =
        clusters(Optional.of(project)).stream()
            .filter(one -> !one.id().equals(after.id()))
            .toList();
    quota(project).check(others, before, after);
  }

  @Override
  public synchronized ProjectQuota quota(String project) {
    return quotas.getOrDefault(project, new ProjectQuota(project, ProjectQuota.Limits.NONE));
  }

  @Override
  public synchronized List<ProjectQuota> quotas() {
    return List.copyOf(quotas.values());
  }

  @Override
  public synchronized void limit(ProjectQuota quota) {
    quotas.put(quota.project(), quota);
  }

  @Override
  public synchronized Optional<SealedSecrets> secrets(ClusterId id) {
    return Optional.ofNullable(all.get(id)).flatMap(stored -> stored.secrets);
  }

  @Override
  public synchronized boolean reseal(ClusterId id, SealedSecrets from, SealedSecrets to) {
    StoredCluster stored = all.get(id);
    if (stored == null || !stored.secrets.equals(Optional.of(from))) {
      return false;
    }
    stored.secrets = Optional.of(to);
    return true;
  }

  @Override
  public synchronized List<Line> journal(ClusterId id, long afterSequence, int limit) {
    return Optional.ofNullable(all.get(id)).stream()
        .flatMap(stored -> stored.journal.tailMap(afterSequence + 1).values().stream())
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Line> journalOf(ClusterId id, MachineId machine, int limit) {
    Pattern subject = Pattern.compile("([^/]*/)?" + machine + "([.+].*)?");
    List<Line> lines =
        Optional.ofNullable(all.get(id)).stream()
            .flatMap(stored -> stored.journal.values().stream())
            .filter(line -> subject.matcher(line.entry().subject()).matches())
            .toList();
    return lines.subList(Math.max(0, lines.size() - limit), lines.size());
  }

  @Override
  public synchronized Optional<Ownership> own(ClusterId id, String replica, Duration lease) {
    Instant now = clock.instant();
    return Optional.ofNullable(all.get(id))
        .filter(StoredCluster::lives)
        .flatMap(stored -> stored.own(replica, now, now.plus(lease)));
  }

  @Override
  public synchronized List<Ownership> renew(String replica, Duration lease) {
    Instant now = clock.instant();
    return all.values().stream()
        .filter(StoredCluster::lives)
        .filter(stored -> stored.isOf(replica))
        .flatMap(stored -> stored.own(replica, now, now.plus(lease)).stream())
        .toList();
  }

  @Override
  public synchronized List<Standing> standings(String replica) {
    Instant now = clock.instant();
    return all.values().stream()
        .filter(StoredCluster::lives)
        .map(stored -> stored.standing(replica, now))
        .toList();
  }

  @Override
  public synchronized void release(Ownership ownership) {
    Optional.ofNullable(all.get(ownership.cluster())).ifPresent(one -> one.release(ownership));
  }

  @Override
  public synchronized void post(ClusterId id, Message message) {
    json.write(Message.class, message);
    Optional.ofNullable(all.get(id))
        .filter(StoredCluster::lives)
        .ifPresent(stored -> stored.inbox.put(++sequence, new Posted(sequence, message)));
  }

  @Override
  public synchronized List<Posted> inbox(ClusterId id) {
    return Optional.ofNullable(all.get(id)).stream()
        .flatMap(stored -> new ArrayList<>(stored.inbox.values()).stream())
        .toList();
  }

  @Override
  public synchronized void taken(ClusterId id, List<Posted> messages) {
    Optional.ofNullable(all.get(id))
        .ifPresent(stored -> messages.forEach(one -> stored.inbox.remove(one.sequence())));
  }

  @Override
  public synchronized int forgetGone(Duration after) {
    Instant limit = clock.instant().minus(after);
    int had = all.size();
    all.values().removeIf(stored -> stored.goneAt.filter(limit::isAfter).isPresent());
    return had - all.size();
  }
}
