package io.caisson.service.store;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.JournalEntry;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.operation.JournalSentences;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a commit does, the same for every adapter: the next state, the changed rows, the news. */
public record ClusterChange(Cluster before, Cluster after, List<JournalEntry> sentences) {
  public ClusterChange {
    sentences = List.copyOf(sentences);
  }

  public static ClusterChange of(Cluster loaded, List<ClusterRecord> records) {
    Cluster next = loaded.apply(records);
    List<JournalEntry> sentences = JournalSentences.of(loaded, next, records);
    return new ClusterChange(
        loaded,
        next.gone().isPresent()
            ? next.with(next.version(), new TreeMap<>(), new TreeMap<>())
            : next,
        sentences);
  }

  public Rows<MachineId, Machine> machines() {
    return Rows.between(before.machines(), after.machines());
  }

  public Rows<ResourceKey, Resource> resources() {
    return Rows.between(before.resources(), after.resources());
  }

  /**
   * The sentences that do not repeat what was said last.
   *
   * @param last what was said last, by subject
   */
  public static List<JournalEntry> news(List<JournalEntry> sentences, Map<String, String> last) {
    Map<String, String> said = new TreeMap<>(last);
    List<JournalEntry> news = new ArrayList<>();
    for (JournalEntry entry : sentences) {
      if (!entry.text().equals(said.put(entry.subject(), entry.text()))) {
        news.add(entry);
      }
    }
    return news;
  }

  /**
   * What has changed between two maps.
   *
   * @param put new or changed values
   * @param removed keys that are there no more
   */
  public record Rows<K, V>(List<V> put, List<K> removed) {
    public Rows {
      put = List.copyOf(put);
      removed = List.copyOf(removed);
    }

    static <K, V> Rows<K, V> between(SortedMap<K, V> before, SortedMap<K, V> after) {
      List<V> put = new ArrayList<>();
      after.forEach(
          (key, value) -> {
            if (!value.equals(before.get(key))) {
              put.add(value);
            }
          });
      return new Rows<>(
          put, before.keySet().stream().filter(key -> !after.containsKey(key)).toList());
    }
  }
}
