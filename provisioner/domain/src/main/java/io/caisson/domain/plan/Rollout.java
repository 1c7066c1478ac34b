package io.caisson.domain.plan;

import io.caisson.domain.cluster.Blueprint;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Grant;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * How the machines of one group are replaced by machines that are made as they are to be. Its
 * rules:
 *
 * <ol>
 *   <li>Meanwhile the group has more machines than desired, as many as the pace's surge. What is
 *       leaving counts until its server is proved absent, because it counts against the quota.
 *   <li>An outdated machine leaves when the ledger lets it, never because its number is up.
 *   <li>Those that are not Ready leave first, then those that a rollback has taken back, the newest
 *       of them first, then zone by zone, the oldest first: {@link TakenBack}.
 *   <li>Those that carry a pod which is to complete by itself are the last of all: their drain may
 *       hold what the budget lends it for as long as the drain's deadline. So no machine of the
 *       group that could go at once waits for such a pod, unless it came after the drain was begun.
 *   <li>While somebody has paused the cluster nothing is begun: what was made beside the old
 *       machines stays, and no more is made.
 *   <li>Workers wait for the whole control plane, which is changed by other rules: {@link
 *       ControlPlane}.
 * </ol>
 */
final class Rollout {
  private final Cluster cluster;
  private final NodeGroup group;
  private final List<Machine> outdated;
  private final int staying;

  /**
   * @param staying the group's machines that are to stay, as far as nothing but this is concerned
   * @param busy names of Nodes with pods that are to complete
   */
  Rollout(Cluster cluster, NodeGroup group, List<Machine> staying, Set<String> busy) {
    this.cluster = cluster;
    this.group = group;
    this.staying = staying.size();
    this.outdated =
        staying.stream()
            .filter(machine -> Blueprint.outdated(cluster, machine).isPresent())
            .filter(machine -> !Rebuilding.asked(machine))
            .sorted(
                Comparator.comparing((Machine one) -> one.state() == MachineState.READY)
                    .thenComparing(one -> busy.contains(one.name()))
                    .thenComparing(new TakenBack(cluster, group.name()).order()))
            .toList();
  }

  /** The machines to replace, in the order in which they are; none before it is their turn. */
  List<Machine> outdated() {
    return inTurn() ? outdated : List.of();
  }

  private boolean inTurn() {
    return group.role() == Role.WORKER && workersTurn(cluster);
  }

  private static boolean workersTurn(Cluster cluster) {
    return cluster.controlPlane().stream()
        .allMatch(machine -> Blueprint.outdated(cluster, machine).isEmpty());
  }

  /** Whether the order of any machines depends on what their Nodes carry. */
  static boolean anyWaits(Cluster cluster) {
    return workersTurn(cluster)
        && cluster.machines().values().stream()
            .filter(one -> one.role() == Role.WORKER && one.state() == MachineState.READY)
            .anyMatch(one -> Blueprint.outdated(cluster, one).isPresent());
  }

  /** How many machines the group is to have now. */
  int target() {
    int more = Math.min(surge(), outdated().size());
    return group.count() + (cluster.pause().isPresent() ? Math.min(more, beside()) : more);
  }

  /** How many new machines stand beside as many old ones as are desired. */
  private int beside() {
    return Math.clamp(staying - group.count(), 0, staying - outdated.size());
  }

  /** How many may be made now of those that are missing. */
  int room(int missing) {
    boolean rolling = !outdated().isEmpty() || anyLeaves();
    return rolling ? Math.min(missing, group.count() + surge() - occupied()) : missing;
  }

  private int surge() {
    return cluster.revision().pace().surge(group.count());
  }

  private boolean anyLeaves() {
    return cluster.grants().values().stream()
        .anyMatch(
            grant ->
                grant.actor() == Grant.Actor.UPGRADE
                    && grant.machine().group().equals(group.name()));
  }

  private int occupied() {
    return (int)
        cluster.machinesOf(group.name()).stream()
            .filter(machine -> machine.state().keeps() || cluster.exists(machine.server()))
            .count();
  }
}
