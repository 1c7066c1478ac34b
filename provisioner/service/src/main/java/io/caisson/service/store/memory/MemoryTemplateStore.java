package io.caisson.service.store.memory;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.ClusterTemplate;
import io.caisson.service.store.TemplateStore;
import io.caisson.service.store.json.RecordJson;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The templates in memory. Safe for all threads. */
public final class MemoryTemplateStore implements TemplateStore {
  private final ClusterStore clusters;
  private final RecordJson json = new RecordJson();
  private final SortedMap<String, ClusterTemplate> all = new TreeMap<>();

  /**
   * @param clusters among which those that use a template are found
   */
  public MemoryTemplateStore(ClusterStore clusters) {
    this.clusters = clusters;
  }

  @Override
  public synchronized void create(ClusterTemplate template) {
    json.write(ClusterTemplate.class, template);
    if (all.putIfAbsent(template.id(), template) != null) {
      throw new IllegalStateException("there is a template " + template.id() + " already");
    }
  }

  @Override
  public synchronized boolean replace(ClusterTemplate old, ClusterTemplate changed) {
    json.write(ClusterTemplate.class, changed);
    return all.replace(old.id(), old, changed);
  }

  @Override
  public synchronized void delete(String id) {
    all.remove(id);
  }

  @Override
  public synchronized Optional<ClusterTemplate> find(String id) {
    return Optional.ofNullable(all.get(id));
  }

  @Override
  public synchronized List<ClusterTemplate> all() {
    return all.values().stream()
        .sorted(Comparator.comparing(one -> one.times().created()))
        .toList();
  }

  @Override
  public List<ClusterTemplate> visible(String project) {
    return all().stream()
        .filter(
            one ->
                one.owner().project().equals(project)
                    || one.sharing().everybody() && !one.sharing().hidden())
        .toList();
  }

  @Override
  public List<ClusterId> clustersUsing(String id) {
    return clusters.clusters(Optional.empty()).stream()
        .filter(cluster -> cluster.template().equals(id))
        .map(Cluster::id)
        .sorted()
        .toList();
  }
}
