package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Problem;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.spi.cloud.Facts.QuotaFact;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a desired state would come to, told before anything is done, by the same rules that will do
 * it. Nothing was looked at, so machines that are lost at the moment count as there.
 *
 * @param joining machines that would be made
 * @param leaving machines that would be removed
 * @param resources of the cloud and of the cluster that would be made
 * @param needed by the name of the quota
 * @param warnings of machines that would leave though a rule is against it
 */
public record Preview(
    List<Machine> joining,
    List<MachineId> leaving,
    List<ResourceKey> resources,
    SortedMap<String, Long> needed,
    List<Problem> warnings) {
  public Preview {
    joining = List.copyOf(joining);
    leaving = List.copyOf(leaving);
    resources = List.copyOf(resources);
    warnings = List.copyOf(warnings);
    needed = Collections.unmodifiableSortedMap(new TreeMap<>(needed));
  }

  /**
   * @param cluster at the desired state in question
   */
  public static Preview of(Cluster cluster, Instant now) {
    Sight nothing = Sight.none(now);
    List<ClusterRecord> records = MachineSet.of(cluster, nothing, now).records();
    Cluster planned = cluster.apply(records);
    return new Preview(
        planned.machines().values().stream()
            .filter(one -> !cluster.machines().containsKey(one.id()))
            .toList(),
        records.stream()
            .filter(ClusterRecord.MachineMoved.class::isInstance)
            .map(ClusterRecord.MachineMoved.class::cast)
            .filter(moved -> !moved.state().stays())
            .map(ClusterRecord.MachineMoved::machine)
            .toList(),
        Wants.of(planned, nothing).stream()
            .map(Want::key)
            .filter(key -> !Leaving.isAboutNode(key.kind()))
            .filter(key -> cluster.resource(key).isEmpty())
            .toList(),
        needed(cluster, planned),
        records.stream().flatMap(record -> warning(record).stream()).toList());
  }

  private static Optional<Problem> warning(ClusterRecord record) {
    return record instanceof ClusterRecord.GrantGiven(var grant)
        ? grant.warned().map(text -> new Problem("machines." + grant.machine(), text))
        : Optional.empty();
  }

  private static SortedMap<String, Long> needed(Cluster cluster, Cluster planned) {
    SortedMap<String, Long> needed = RollNeeds.of(cluster);
    Quotas.needed(planned).forEach((quota, more) -> needed.merge(quota, more, Long::sum));
    return needed;
  }

  /** What the quotas do not leave, a sentence each. */
  public List<String> lacking(List<QuotaFact> quotas) {
    return Quotas.lacking(needed, quotas);
  }
}
