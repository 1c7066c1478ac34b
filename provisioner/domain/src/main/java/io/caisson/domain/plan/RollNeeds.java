package io.caisson.domain.plan;

import io.caisson.domain.cluster.Blueprint;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Role;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * What the quotas must leave for machines that grow by being replaced. The first of them are made
 * beside the old ones, as many as the surge, and are counted as any machine that is to be made;
 * each later one takes the place of an old one, and needs what it has more.
 */
final class RollNeeds {
  private RollNeeds() {}

  static SortedMap<String, Long> of(Cluster cluster) {
    TreeMap<String, Long> needs = new TreeMap<>();
    for (NodeGroup group : cluster.spec().groups()) {
      int surge =
          group.role() == Role.CONTROL_PLANE ? 1 : cluster.revision().pace().surge(group.count());
      List<NodeGroup.Flavor> old =
          cluster.machinesOf(group.name()).stream()
              .filter(machine -> machine.state().stays())
              .filter(machine -> Blueprint.outdated(cluster, machine).isPresent())
              .map(Machine::blueprint)
              .map(Blueprint::flavor)
              .toList();
      List<NodeGroup.Flavor> later = old.subList(Math.min(surge, old.size()), old.size());
      grow(needs, "cores", group.flavor(), later, NodeGroup.Flavor::vcpus);
      grow(needs, "ram", group.flavor(), later, NodeGroup.Flavor::ramMib);
    }
    return needs;
  }

  private static void grow(
      SortedMap<String, Long> needs,
      String quota,
      NodeGroup.Flavor next,
      List<NodeGroup.Flavor> old,
      ToIntFunction<NodeGroup.Flavor> size) {
    long more =
        old.stream()
            .mapToLong(one -> Math.max(0, size.applyAsInt(next) - size.applyAsInt(one)))
            .sum();
    if (more > 0) {
      needs.merge(quota, more, Long::sum);
    }
  }
}
