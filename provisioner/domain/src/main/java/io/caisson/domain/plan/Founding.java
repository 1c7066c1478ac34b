package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.Machine.Stage;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Role;
import java.util.Optional;

/**
 * When the other machines of a cluster may follow the first. Its rules:
 *
 * <ol>
 *   <li>Their servers are made once the first has started kubeadm: what an image, a network, a
 *       mirror or a clock can spoil would have shown by then, and one server is left behind, not
 *       all. They boot while kubeadm works, and then wait for their bundles.
 *   <li>Nobody joins before kubeadm has made all of the cluster, since its last steps write what
 *       joins need, and allow all joins, which is then undone.
 *   <li>Members of the control plane join one after the other. The next may come when kubeadm is
 *       done with the one before: by then that one votes in etcd and its API server answers. The
 *       pod network is not waited for. In a cluster that was complete once, members have to be
 *       Ready: one that is not may have been lost since.
 *   <li>Workers join after all members of the control plane, all at once.
 * </ol>
 */
final class Founding {
  private Founding() {}

  /** Whether the first machine has come so far that the others are worth their servers. */
  static boolean underWay(Cluster cluster) {
    return cluster
        .firstControlPlane()
        .filter(first -> told(first, Stage.KUBEADM_STARTED))
        .filter(first -> first.state() != MachineState.FAILED)
        .isPresent();
  }

  /** Whether the cluster is made, such that others can join it. */
  static boolean over(Cluster cluster) {
    return cluster.completed().isPresent()
        || cluster
            .firstControlPlane()
            .filter(first -> isReady(first) || isMember(first))
            .isPresent();
  }

  /** Who has to be a member before this machine joins. */
  static Optional<Machine> before(Cluster cluster, Machine machine) {
    boolean young = cluster.completed().isEmpty();
    return cluster.machines().values().stream()
        .filter(other -> goesBefore(cluster, other, machine))
        .filter(other -> !(isReady(other) || (young && isMember(other))))
        .findFirst();
  }

  private static boolean isReady(Machine machine) {
    return machine.state() == MachineState.READY;
  }

  private static boolean isMember(Machine machine) {
    return machine.state() == MachineState.JOINED && told(machine, Stage.KUBEADM_DONE);
  }

  private static boolean told(Machine machine, Stage stage) {
    return machine.heard(stage) && machine.guest().stage() != Stage.FAILED;
  }

  private static boolean goesBefore(Cluster cluster, Machine other, Machine machine) {
    boolean leads = other.role() == Role.CONTROL_PLANE && other.state().stays();
    return machine.role() == Role.CONTROL_PLANE
        ? leads && other.id().compareTo(machine.id()) < 0
        : leads && cluster.firstControlPlane().filter(other::equals).isEmpty();
  }
}
