package io.caisson.service.store.memory;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.JournalEntry;
import io.caisson.service.store.ClusterChange;
import io.caisson.service.store.ClusterStore.Holder;
import io.caisson.service.store.ClusterStore.Line;
import io.caisson.service.store.ClusterStore.Ownership;
import io.caisson.service.store.ClusterStore.Posted;
import io.caisson.service.store.ClusterStore.SealedSecrets;
import io.caisson.service.store.ClusterStore.Standing;
import io.caisson.service.store.StaleCluster;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** One cluster with all that is kept beside it. Guarded by the store. */
final class StoredCluster {
  final SortedMap<Long, Line> journal = new TreeMap<>();
  final SortedMap<Long, Posted> inbox = new TreeMap<>();
  private final Map<String, String> lastTexts = new TreeMap<>();
  Cluster cluster;
  Optional<SealedSecrets> secrets;
  Optional<Instant> goneAt = Optional.empty();
  private Optional<Ownership> ownership = Optional.empty();
  private Instant until = Instant.MIN;
  private long epoch;

  StoredCluster(Cluster cluster, SealedSecrets secrets) {
    this.cluster = cluster;
    this.secrets = Optional.of(secrets);
  }

  boolean lives() {
    return goneAt.isEmpty();
  }

  void requireVersion(long version) {
    if (!lives()) {
      throw new StaleCluster(cluster.id(), "it is gone");
    }
    if (cluster.version() != version) {
      throw new StaleCluster(
          cluster.id(), "it has version %d, not %d".formatted(cluster.version(), version));
    }
  }

  void requireOwner(Ownership claimed, Instant now) {
    if (!ownership.equals(Optional.of(claimed)) || !now.isBefore(until)) {
      throw new StaleCluster(
          cluster.id(),
          "%s does not own it in epoch %d (any more)"
              .formatted(claimed.replica(), claimed.epoch()));
    }
  }

  Optional<Ownership> own(String replica, Instant now, Instant newUntil) {
    boolean mine = isOf(replica);
    if (!mine && ownership.isPresent() && now.isBefore(until)) {
      return Optional.empty();
    }
    if (!mine) {
      epoch++;
      ownership = Optional.of(new Ownership(cluster.id(), replica, epoch));
      cluster = cluster.with(cluster.version() + 1, cluster.machines(), cluster.resources());
    }
    until = newUntil;
    return ownership;
  }

  boolean isOf(String replica) {
    return ownership.filter(one -> one.replica().equals(replica)).isPresent();
  }

  Standing standing(String replica, Instant now) {
    boolean free = ownership.isEmpty() || !now.isBefore(until);
    Holder other = free ? Holder.NOBODY : Holder.ANOTHER;
    return new Standing(
        cluster.id(), isOf(replica) ? Holder.ME : other, cluster.version(), !inbox.isEmpty());
  }

  void release(Ownership given) {
    if (ownership.equals(Optional.of(given))) {
      ownership = Optional.empty();
    }
  }

  void tell(List<JournalEntry> sentences, LongSupplier sequence) {
    for (JournalEntry entry : ClusterChange.news(sentences, lastTexts)) {
      Line line = new Line(sequence.getAsLong(), cluster.id(), entry);
      journal.put(line.sequence(), line);
      lastTexts.put(entry.subject(), entry.text());
    }
  }

  void become(Cluster next, Instant now) {
    cluster = next;
    if (next.gone().isPresent()) {
      goneAt = Optional.of(now);
      secrets = Optional.empty();
      inbox.clear();
    }
  }
}
