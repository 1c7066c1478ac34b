package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Machines of the control plane whose Nodes are Ready and whose members of etcd are not well. Who
 * waited for the successor of such a machine would wait for ever: nobody joins an etcd that is not
 * well. Its rules:
 *
 * <ol>
 *   <li>Only a machine that is to be replaced anyway is concerned; healing is another matter.
 *   <li>The first look that shows it places a hold, which tells. It counts as sick when later looks
 *       have shown nothing else for {@link #PATIENCE}: longer than it takes until the Node of a
 *       machine that is dead is not Ready.
 *   <li>A look that shows it well lifts the hold; one that does not say anything of etcd does not.
 * </ol>
 */
final class SickMembers {
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String HOLD = "member/";

  private SickMembers() {}

  /** What a look at etcd says about them. */
  static List<ClusterRecord> of(Cluster cluster, Sight sight, Instant now) {
    Membership membership = new Membership(cluster, sight);
    return cluster.machines().values().stream()
        .filter(machine -> machine.role() == Role.CONTROL_PLANE)
        .flatMap(
            machine ->
                Holds.keep(cluster, hold(machine), reason(cluster, membership, machine), now)
                    .stream())
        .toList();
  }

  private static Optional<String> reason(Cluster cluster, Membership membership, Machine machine) {
    boolean concerned =
        !cluster.deleting()
            && machine.state() == MachineState.READY
            && ControlPlane.replaced(cluster, machine).isPresent();
    if (!concerned) {
      return Optional.empty();
    }
    return membership.of(machine).isPresent()
        ? membership.of(machine).filter(one -> !one.healthy()).map(_ -> words(machine))
        : Optional.ofNullable(cluster.holds().get(hold(machine))).map(Hold::reason);
  }

  private static String words(Machine machine) {
    return "%s is Ready and its member of etcd is not well, so nobody can join; if that is still so in %d s, it leaves before another one comes"
        .formatted(machine.id(), PATIENCE.toSeconds());
  }

  private static String hold(Machine machine) {
    return HOLD + machine.id();
  }

  /** Whether it has been so for long enough. */
  static boolean isSick(Cluster cluster, Machine machine, Instant now) {
    return Optional.ofNullable(cluster.holds().get(hold(machine)))
        .filter(hold -> !now.isBefore(hold.since().plus(PATIENCE)))
        .isPresent();
  }

  /** All of them. */
  static Set<MachineId> all(Cluster cluster, Instant now) {
    return cluster.controlPlane().stream()
        .filter(machine -> isSick(cluster, machine, now))
        .map(Machine::id)
        .collect(Collectors.toSet());
  }
}
