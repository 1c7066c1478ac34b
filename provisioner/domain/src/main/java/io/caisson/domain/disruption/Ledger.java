package io.caisson.domain.disruption;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Grant;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.NodeGroup;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Says whether a machine may be interrupted now. The rules:
 *
 * <ol>
 *   <li>A machine is available if its Node is Ready and nobody was granted its interruption.
 *   <li>A group keeps as many available machines as it is to have, less what its revision's pace
 *       allows to miss. To interrupt a machine that is not available costs nothing.
 *   <li>While the cloud or the cluster's API does not answer, nobody but a user interrupts what is
 *       available: what was seen last may be true no longer.
 *   <li>While somebody has paused the cluster, nobody but a user interrupts any machine.
 *   <li>A user who names a machine or a number is bound by none of these.
 * </ol>
 *
 * <p>What was granted since counts at once, so that one decision cannot spend a budget twice.
 */
public final class Ledger {
  private final Cluster cluster;
  private final Set<String> silent;
  private final Set<MachineId> granted = new TreeSet<>();

  /** By group, for those that somebody has asked about. */
  private final Map<String, Integer> available = new TreeMap<>();

  /**
   * @param silent who does not answer at the moment, in words such as "the cluster's API"
   */
  public Ledger(Cluster cluster, Set<String> silent) {
    this.cluster = cluster;
    this.silent = new TreeSet<>(silent);
  }

  /** May this machine of a group that is wanted be interrupted? What goes is charged at once. */
  public Verdict ask(NodeGroup group, Machine machine, Grant.Actor actor) {
    Verdict verdict = actor == Grant.Actor.USER ? Verdict.go() : judge(group, machine);
    if (verdict.goes()) {
      charge(group, machine);
    }
    return verdict;
  }

  private void charge(NodeGroup group, Machine machine) {
    if (available(machine)) {
      available.computeIfPresent(group.name(), (_, count) -> count - 1);
    }
    granted.add(machine.id());
  }

  private Verdict judge(NodeGroup group, Machine machine) {
    if (cluster.pause().isPresent()) {
      return Verdict.hold(cluster.pause().get().reason());
    }
    if (!available(machine)) {
      return Verdict.go();
    }
    if (!silent.isEmpty()) {
      return Verdict.hold("no answer from " + String.join(" and ", silent));
    }
    int left = available.computeIfAbsent(group.name(), this::count) - 1;
    int needed = group.count() - cluster.revision().pace().unavailable(group.count());
    return left >= needed
        ? Verdict.go()
        : Verdict.hold(
            "%s has %d machines available, and %d must stay so"
                .formatted(group.name(), left + 1, needed));
  }

  private int count(String group) {
    return (int) cluster.machinesOf(group).stream().filter(this::available).count();
  }

  private boolean available(Machine machine) {
    return machine.state() == MachineState.READY
        && !cluster.grants().containsKey(machine.id())
        && !granted.contains(machine.id());
  }
}
