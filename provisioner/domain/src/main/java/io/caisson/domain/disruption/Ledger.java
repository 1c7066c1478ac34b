package io.caisson.domain.disruption;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Grant;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.NodeGroup;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Says whether a machine may be interrupted now. The rules:
 *
 * <ol>
 *   <li>A machine is available if its Node has been Ready for {@linkplain Steadiness long enough},
 *       its member of etcd is not known to be sick, and nobody was granted its interruption.
 *   <li>A group keeps as many available machines as it is to have, less what its revision's pace
 *       allows to miss. To interrupt a machine whose Node is not Ready costs nothing; one that is
 *       Ready and not yet believed stays as if it were available.
 *   <li>While the cloud or the cluster's API does not answer, nobody but a user interrupts what is
 *       available: what was seen last may be true no longer.
 *   <li>While somebody has paused the cluster, nobody but a user interrupts any machine.
 *   <li>While most Nodes are silent at once, a machine that is not Ready is not free to take:
 *       {@link Outage}.
 *   <li>A user who names a machine or a number is bound by none of these, and is warned by all.
 * </ol>
 *
 * <p>What was granted since counts at once, so that one decision cannot spend a budget twice.
 */
public final class Ledger {
  private final Cluster cluster;
  private final Set<String> silent;
  private final Outage outage;
  private final Set<MachineId> sick;
  private final Set<MachineId> granted = new TreeSet<>();
  private final Steadiness steadiness;
  private final Instant now;

  /** By group, for those that somebody has asked about. */
  private final Map<String, Integer> available = new TreeMap<>();

  /** The same with those that are silent and may be at work all the same. */
  private final Map<String, Integer> supposed = new TreeMap<>();

  /** What is said of those that are Ready and do not count yet, until one more is granted. */
  private final Map<String, String> unbelieved = new TreeMap<>();

  public Ledger(Cluster cluster, Signs signs, Instant now) {
    this.cluster = cluster;
    this.steadiness = Steadiness.ofKnown(cluster.spec().labels());
    this.now = now;
    this.silent = new TreeSet<>(signs.silent());
    this.sick = signs.sick();
    this.outage = new Outage(cluster, signs.off());
  }

  /** May this machine be interrupted? What goes is charged at once. */
  public Verdict ask(Machine machine, Grant.Actor actor) {
    Verdict rules = judge(machine);
    Verdict verdict = actor == Grant.Actor.USER ? rules.waived() : rules;
    if (verdict.goes()) {
      charge(machine);
    }
    return verdict;
  }

  private void charge(Machine machine) {
    if (available(machine)) {
      available.computeIfPresent(machine.id().group(), (_, count) -> count - 1);
    }
    if (supposed(machine)) {
      supposed.computeIfPresent(machine.id().group(), (_, count) -> count - 1);
    }
    granted.add(machine.id());
    unbelieved.remove(machine.id().group());
  }

  private Verdict judge(Machine machine) {
    if (cluster.pause().isPresent()) {
      return Verdict.hold(cluster.pause().get().reason());
    }
    Optional<String> brake = outage.brake(machine);
    if (brake.isPresent()) {
      return Verdict.hold(brake.get());
    }
    if (!interrupts(machine)) {
      return outage.doubts(machine) ? doubtful(machine.id().group()) : Verdict.go();
    }
    if (!silent.isEmpty()) {
      return Verdict.hold("no answer from " + String.join(" and ", silent));
    }
    String group = machine.id().group();
    int there = available.computeIfAbsent(group, this::count);
    int left = there - (available(machine) ? 1 : 0);
    int needed = needed(group);
    return left >= needed
        ? Verdict.go()
        : Verdict.hold(
            "%s has %d machines available, and %d must stay so%s"
                .formatted(
                    group, there, needed, unbelieved.computeIfAbsent(group, this::unbelieved)));
  }

  /** How many are to be available; of a group that is not wanted any more none. */
  private int needed(String group) {
    int count = cluster.spec().group(group).map(NodeGroup::count).orElse(0);
    return count - cluster.revision().pace().unavailable(count);
  }

  private Verdict doubtful(String group) {
    int there =
        supposed.computeIfAbsent(
            group, name -> (int) cluster.machinesOf(name).stream().filter(this::supposed).count());
    int needed = needed(group);
    return there - 1 >= needed
        ? Verdict.go()
        : Verdict.hold(
            "%s, so they may be at work; with them %s has %d machines, and %d must stay"
                .formatted(outage.doubt(group), group, there, needed));
  }

  private boolean supposed(Machine machine) {
    return available(machine) || (outage.doubts(machine) && isFree(machine));
  }

  private String unbelieved(String group) {
    String names =
        cluster.machinesOf(group).stream()
            .filter(one -> interrupts(one) && !available(one))
            .map(one -> one.id().toString())
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : "; not yet Ready for long enough to count: " + names;
  }

  private int count(String group) {
    return (int) cluster.machinesOf(group).stream().filter(this::available).count();
  }

  private boolean available(Machine machine) {
    return interrupts(machine) && steadiness.believes(machine, now);
  }

  /** Whether somebody might miss it, believed or not. */
  private boolean interrupts(Machine machine) {
    return machine.state() == MachineState.READY && !sick.contains(machine.id()) && isFree(machine);
  }

  /** Whether nobody was granted its interruption. */
  private boolean isFree(Machine machine) {
    return !cluster.grants().containsKey(machine.id()) && !granted.contains(machine.id());
  }
}
