package io.caisson.domain.disruption;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Role;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether so many Nodes are silent at once that rather the view of them is lost than all of their
 * machines: a network is cut, or who keeps the Nodes' conditions is. Its rules:
 *
 * <ol>
 *   <li>A Node is silent if it was Ready, is not any more, and the cloud does not show its server
 *       to be off. One that never was Ready is only coming up.
 *   <li>While 60 % of a cluster's Nodes are silent, and three at least, none of them is interrupted
 *       by itself; while so many of a zone's are, none of that zone's.
 *   <li>Whatever their number, while 60 % of a group of workers are silent, the silent ones count
 *       as available machines do: as if they still did their work, which nobody can see.
 * </ol>
 *
 * <p>Kubernetes' own node lifecycle controller stops evictions by the same thought: in a zone at 55
 * % and more than two, in a cluster when no Node is Ready.
 */
final class Outage {
  private static final int PERCENT = 60;
  private static final int LEAST = 3;

  private final Set<MachineId> off;
  private final Map<String, Tally> zones = new TreeMap<>();
  private final Map<String, Tally> groups = new TreeMap<>();
  private Tally all = Tally.NONE;

  /**
   * @param off machines whose servers the cloud shows to be off
   */
  Outage(Cluster cluster, Set<MachineId> off) {
    this.off = off;
    cluster.machines().values().forEach(this::count);
  }

  /** How many Nodes there are that were Ready once, and how many of them are silent. */
  private record Tally(int silent, int nodes) {
    static final Tally NONE = new Tally(0, 0);

    Tally with(boolean silentToo) {
      return new Tally(silent + (silentToo ? 1 : 0), nodes + 1);
    }

    boolean most() {
      return silent > 0 && silent * 100 >= nodes * PERCENT;
    }

    boolean large() {
      return most() && silent >= LEAST;
    }

    String words(String where) {
      return "%d of the %d Nodes of %s are not Ready, and the cloud does not show their servers to be off"
          .formatted(silent, nodes, where);
    }
  }

  private void count(Machine machine) {
    boolean silent = isSilent(machine);
    if (!silent && machine.state() != MachineState.READY) {
      return;
    }
    all = all.with(silent);
    machine.zone().ifPresent(zone -> zones.put(zone, tally(zones, zone).with(silent)));
    String group = machine.id().group();
    groups.put(group, tally(groups, group).with(silent));
  }

  private static Tally tally(Map<String, Tally> tallies, String name) {
    return tallies.getOrDefault(name, Tally.NONE);
  }

  private boolean isSilent(Machine machine) {
    return machine.state() == MachineState.JOINED
        && machine.lapsed().isPresent()
        && !off.contains(machine.id());
  }

  /** Why this machine is not interrupted by itself now; empty if no outage stands against it. */
  Optional<String> brake(Machine machine) {
    if (!machine.state().joined() || off.contains(machine.id())) {
      return Optional.empty();
    }
    Optional<String> zone = machine.zone().filter(name -> tally(zones, name).large());
    Optional<String> where =
        all.large()
            ? Optional.of(all.words("the cluster"))
            : zone.map(name -> tally(zones, name).words("zone " + name));
    return where.map(
        words ->
            "the brake for large outages: %s; from %d %% and %d on it may be the view of them that is lost, so only a user replaces one, by its name"
                .formatted(words, PERCENT, LEAST));
  }

  /** Rule 3: whether this machine counts as available though its Node is not Ready. */
  boolean doubts(Machine machine) {
    return machine.role() == Role.WORKER
        && isSilent(machine)
        && tally(groups, machine.id().group()).most();
  }

  /** In words, what makes a group's machines doubtful. */
  String doubt(String group) {
    return tally(groups, group).words(group);
  }
}
