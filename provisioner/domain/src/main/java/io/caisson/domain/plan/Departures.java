package io.caisson.domain.plan;

import static java.util.stream.Collectors.toList;

import io.caisson.domain.cluster.Blueprint;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.NodeGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which machines leave. Those that somebody has named leave by their name; of those that are too
 * many, in this order:
 *
 * <ol>
 *   <li>none that is protected, as long as there are others;
 *   <li>machines that are not Ready, before those that are;
 *   <li>machines that were emptied;
 *   <li>machines that would have to be replaced anyway;
 *   <li>machines of the zone that has most of them, so that zones keep in balance;
 *   <li>the youngest first.
 * </ol>
 */
final class Departures {
  private Departures() {}

  /** Why this machine leaves whatever its group's size; empty if it does not. */
  static Optional<String> asked(Cluster cluster, Machine machine) {
    if (!machine.state().stays()) {
      return Optional.empty();
    }
    if (machine.marked(Mark.REPLACE)) {
      return Optional.of("somebody has asked for it to leave");
    }
    boolean anew = machine.state() == MachineState.FAILED && Retries.anew(cluster, machine.since());
    return anew
        ? Optional.of("it had failed, and its cluster was asked for once more")
        : Optional.empty();
  }

  /** Why those that are chosen leave. */
  static String tooMany(NodeGroup group, int surplus) {
    return "%s has %d %s too many"
        .formatted(group.name(), surplus, surplus == 1 ? "machine" : "machines");
  }

  /** As many as are too many. */
  static List<Machine> chosen(Cluster cluster, List<Machine> staying, int surplus) {
    if (surplus <= 0) {
      return List.of();
    }
    Map<Optional<String>, Integer> zones = new HashMap<>();
    staying.forEach(machine -> zones.merge(machine.zone(), 1, Integer::sum));
    TreeMap<Integer, List<Machine>> byRank =
        staying.stream()
            .collect(Collectors.groupingBy(one -> rank(cluster, one), TreeMap::new, toList()));
    List<Machine> chosen = new ArrayList<>();
    for (List<Machine> alike : byRank.values()) {
      balanced(alike, zones, surplus, chosen);
    }
    return chosen;
  }

  /** Who leaves before others whatever its zone and age: the lowest. */
  private static int rank(Cluster cluster, Machine machine) {
    int rank = machine.marked(Mark.PROTECT) ? 8 : 0;
    rank += machine.state() == MachineState.READY ? 4 : 0;
    rank += machine.marked(Mark.DRAIN) ? 0 : 2;
    return rank + (Blueprint.outdated(cluster, machine).isPresent() ? 0 : 1);
  }

  /** The youngest of the zone that has most machines, again and again. */
  private static void balanced(
      List<Machine> alike,
      Map<Optional<String>, Integer> zones,
      int surplus,
      List<Machine> chosen) {
    Map<Optional<String>, TreeSet<Machine>> left = new HashMap<>();
    for (Machine machine : alike) {
      left.computeIfAbsent(
              machine.zone(), _ -> new TreeSet<>(Comparator.comparing(Machine::id).reversed()))
          .add(machine);
    }
    for (int more = Math.min(surplus - chosen.size(), alike.size()); more > 0; more--) {
      Machine next =
          left.values().stream()
              .filter(zone -> !zone.isEmpty())
              .map(TreeSet::first)
              .max(
                  Comparator.comparing((Machine one) -> zones.getOrDefault(one.zone(), 0))
                      .thenComparing(Machine::id))
              .orElseThrow();
      chosen.add(next);
      zones.merge(next.zone(), -1, Integer::sum);
      left.values().forEach(zone -> zone.remove(next));
    }
  }
}
