package io.caisson.domain.plan;

import io.caisson.domain.cluster.Blueprint;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Grant;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Wait;
import io.caisson.domain.disruption.Ledger;
import io.caisson.domain.disruption.Steadiness;
import io.caisson.domain.disruption.Verdict;
import io.caisson.spi.kubernetes.EtcdMember;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How the control plane changes, machine by machine. Its rules:
 *
 * <ol>
 *   <li>One machine leaves at a time, and while it has its server none comes unless machines are
 *       missing.
 *   <li>Of a machine that is sound and is replaced, the replacement is Ready first. Sound is one
 *       that is Ready and whose member of etcd is not sick: {@link SickMembers}.
 *   <li>A machine that is sound leaves only while all others are Ready, and have been so for
 *       {@linkplain Steadiness long enough}, and all members of etcd are well; any machine only if
 *       {@link io.caisson.domain.disruption.EtcdQuorum} allows it.
 *   <li>A machine that is not sound leaves without a replacement: waiting for one would wait for
 *       etcd, which is not well because of it. If it is well in etcd all the same, it is no
 *       obstacle to who joins, and its vote is still of use: then it leaves only if as many others
 *       vote as the control plane is to have beside it, and for the only one another comes first.
 *   <li>While somebody has paused the cluster no replacement is begun.
 *   <li>A machine that never was let in cannot be missed.
 *   <li>Where the endpoint cannot follow, a machine that served is not replaced: {@link
 *       io.caisson.domain.cluster.Cluster#bound}.
 *   <li>Those to be replaced leave before those that are too many; those that are not sound first,
 *       among them those that are not well in etcd, then as {@link TakenBack} says.
 * </ol>
 */
final class ControlPlane {
  private final Cluster cluster;
  private final Sight sight;
  private final NodeGroup group;
  private final Membership membership;
  private final List<Machine> staying;
  private final List<Machine> leaving;
  private final List<Departure> going;
  private final Map<MachineId, String> held = new TreeMap<>();
  private final Steadiness steadiness;
  private final Instant now;

  /** A machine that is to leave, on whose behalf, and why. */
  record Departure(Machine machine, Grant.Actor actor, String reason) {}

  ControlPlane(Cluster cluster, Sight sight, NodeGroup group, Instant now) {
    this.cluster = cluster;
    this.steadiness = Steadiness.ofKnown(cluster.spec().labels());
    this.now = now;
    this.sight = sight;
    this.group = group;
    this.membership = new Membership(cluster, sight);
    List<Machine> all = cluster.machinesOf(group.name());
    this.staying = all.stream().filter(one -> one.state().stays()).toList();
    this.leaving = all.stream().filter(one -> !one.state().stays()).toList();
    this.going =
        staying.stream()
            .flatMap(one -> replaced(cluster, one).stream())
            .sorted(
                Comparator.comparing((Departure one) -> isSound(one.machine()))
                    .thenComparing(one -> isWell(one.machine()))
                    .thenComparing(
                        Departure::machine, new TakenBack(cluster, group.name()).order()))
            .toList();
  }

  /** Whether a machine is to come or to go, so that etcd has to be looked at. */
  static boolean changes(Cluster cluster, NodeGroup group) {
    List<Machine> all = cluster.machinesOf(group.name());
    return all.size() != group.count()
        || all.stream().anyMatch(one -> !one.state().stays())
        || all.stream().anyMatch(one -> replaced(cluster, one).isPresent());
  }

  /** Whether, and why, another machine is to take the place of this one. */
  static Optional<Departure> replaced(Cluster cluster, Machine machine) {
    return Departures.asked(cluster, machine)
        .map(why -> new Departure(machine, Grant.Actor.USER, why))
        .or(
            () ->
                Blueprint.outdated(cluster, machine)
                    .map(
                        change ->
                            new Departure(
                                machine, Grant.Actor.UPGRADE, "it is to have " + change)));
  }

  /** How many machines are to be planned now. */
  int missing() {
    boolean paused = cluster.pause().isPresent() && staying.size() <= group.count();
    boolean surges =
        !paused
            && bound().isEmpty()
            && going.stream().map(Departure::machine).anyMatch(this::isSucceeded);
    int target = group.count() + (surges && vacated() ? 1 : 0);
    return Math.max(0, target - staying.size());
  }

  /** Whether its replacement comes before it leaves. */
  private boolean isSucceeded(Machine machine) {
    return isSound(machine) || (staying.size() == 1 && isWell(machine));
  }

  /** Whether no machine that leaves counts against the quotas any more. */
  private boolean vacated() {
    return leaving.stream().noneMatch(one -> cluster.exists(one.server()));
  }

  /** Who begins to leave now. */
  List<Grant> departures(Ledger ledger) {
    List<Grant> begun = new ArrayList<>();
    boolean busy = false;
    for (Departure one : candidates()) {
      Verdict verdict = judge(one, busy);
      if (verdict.goes()) {
        verdict = ledger.ask(one.machine(), one.actor());
      }
      switch (verdict) {
        case Verdict.Go(var warning) -> {
          begun.add(new Grant(one.machine().id(), one.actor(), one.reason(), now, warning));
          busy |= served(one.machine());
        }
        case Verdict.Hold(String why) ->
            held.put(one.machine().id(), "its leaving (%s): %s".formatted(one.reason(), why));
      }
    }
    return begun;
  }

  /** Why machines that are to leave do not yet; known after {@link #departures}. */
  Map<MachineId, String> held() {
    Map<MachineId, String> reasons = new TreeMap<>(held);
    if (!sight.askedEtcd(cluster)) {
      reasons.replaceAll((machine, why) -> cluster.waitOf(machine).map(Wait::reason).orElse(why));
    }
    return reasons;
  }

  private List<Departure> candidates() {
    int surplus = staying.size() - group.count();
    String tooMany = Departures.tooMany(group, surplus);
    return !going.isEmpty()
        ? going
        : Departures.chosen(cluster, staying, surplus).stream()
            .map(one -> new Departure(one, Grant.Actor.USER, tooMany))
            .toList();
  }

  private Verdict judge(Departure departure, boolean busy) {
    Machine machine = departure.machine();
    if (!served(machine)) {
      return Verdict.go();
    }
    if (bound().isPresent()) {
      return Verdict.hold(bound().get());
    }
    if (busy || (!leaving.isEmpty() && !isLearner(machine))) {
      return Verdict.hold("another machine of the control plane leaves");
    }
    if (going.contains(departure) && isNeeded(machine)) {
      String until = isSound(machine) ? "be Ready" : "vote in etcd";
      return Verdict.hold("another machine has to %s in its place first".formatted(until));
    }
    Verdict quorum = membership.mayLeave(machine);
    return quorum.goes() && isSound(machine) ? allWell(machine) : quorum;
  }

  /** Whether the control plane is to have another machine before it may do without this one. */
  private boolean isNeeded(Machine machine) {
    if (isSound(machine)) {
      return staying.stream().filter(this::isSound).count() <= group.count();
    }
    long others = staying.stream().filter(one -> !one.equals(machine) && isWell(one)).count();
    return isWell(machine) && others < Math.max(1, group.count() - 1);
  }

  private Verdict allWell(Machine machine) {
    Optional<Machine> unready =
        staying.stream().filter(one -> !one.equals(machine) && !isReady(one)).findFirst();
    if (unready.isPresent()) {
      return Verdict.hold("%s is not Ready".formatted(unready.get().id()));
    }
    Optional<Machine> young =
        staying.stream()
            .filter(one -> !one.equals(machine) && !steadiness.believes(one, now))
            .findFirst();
    if (young.isPresent()) {
      return Verdict.hold(
          "%s has not been Ready for long enough to count".formatted(young.get().id()));
    }
    return sight.api().etcd().all().stream()
        .filter(one -> one.learner() || !one.healthy())
        .findFirst()
        .map(EtcdMember::called)
        .map(name -> Verdict.hold("etcd's member %s is not well".formatted(name)))
        .orElseGet(Verdict::go);
  }

  private boolean isLearner(Machine machine) {
    return !isSound(machine) && !membership.votes(machine);
  }

  /** Whether it may be a member of etcd: before, nothing of the cluster depends on it. */
  private boolean served(Machine machine) {
    return Membership.isPossible(cluster, machine);
  }

  private Optional<String> bound() {
    return cluster.completed().flatMap(_ -> cluster.bound());
  }

  private static boolean isReady(Machine machine) {
    return machine.state() == MachineState.READY;
  }

  private boolean isSound(Machine machine) {
    return isReady(machine) && !SickMembers.isSick(cluster, machine, now);
  }

  /** Whether it votes in etcd, as far as is known, and is well there. */
  private boolean isWell(Machine machine) {
    return membership.of(machine).filter(one -> !one.learner() && one.healthy()).isPresent();
  }
}
