package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.NodeGroup;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Spreads a group's machines over its availability zones: the next one goes to the zone that has
 * fewest of them, in doubt to the one named first. A zone that could not build a machine is passed
 * over until its back-off ends, so that another one takes over.
 */
final class Zones {
  private final List<String> open;
  private final Map<String, Integer> machines = new TreeMap<>();

  Zones(Cluster cluster, NodeGroup group) {
    this.open =
        group.options().zones().stream()
            .filter(zone -> !cluster.holds().containsKey(backOff(group.name(), Optional.of(zone))))
            .toList();
    for (Machine machine : cluster.machinesOf(group.name())) {
      if (machine.state().stays()) {
        machine.zone().ifPresent(this::count);
      }
    }
  }

  /** The hold that keeps a group from making machines in a zone for a while. */
  static String backOff(String group, Optional<String> zone) {
    return "back-off/" + group + zone.map(name -> "/" + name).orElse("");
  }

  /** The group that such a hold is about; empty if it is another hold. */
  static Optional<String> groupOf(String hold) {
    String[] parts = hold.split("/", 3);
    return parts[0].equals("back-off") && parts.length > 1
        ? Optional.of(parts[1])
        : Optional.empty();
  }

  /** Whether every zone is passed over. */
  static boolean closed(Cluster cluster, NodeGroup group) {
    boolean free = group.options().zones().isEmpty();
    return free
        ? cluster.holds().containsKey(backOff(group.name(), Optional.empty()))
        : new Zones(cluster, group).open.isEmpty();
  }

  /** Where the next machine goes; empty for the cloud's choice. */
  Optional<String> next() {
    Optional<String> zone =
        open.stream().min(Comparator.comparing((String one) -> machines.getOrDefault(one, 0)));
    zone.ifPresent(this::count);
    return zone;
  }

  private void count(String zone) {
    machines.merge(zone, 1, Integer::sum);
  }
}
