package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.Machine.Stage;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.disruption.EtcdQuorum;
import io.caisson.spi.kubernetes.EtcdMember;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When the other machines of a cluster may follow the first. Its rules:
 *
 * <ol>
 *   <li>Their servers are made once the first has started kubeadm: what an image, a network, a
 *       mirror or a clock can spoil would have shown by then, and one server is left behind, not
 *       all. They boot while kubeadm works, and then wait for their bundles.
 *   <li>Nobody joins before kubeadm has made all of the cluster, since its last steps write what
 *       joins need, and allow all joins, which is then undone.
 *   <li>Members of the control plane join one after the other. The next may come when etcd was seen
 *       to count the one before among its voters, or when kubeadm is done with it. What follows a
 *       member's promotion (its etcd serves 7 s later, then its API server starts, and its kubelet
 *       asks that one for a certificate) changes no quorum any more. The pod network is not waited
 *       for. In a cluster that was complete once, members have to be Ready, or well as etcd sees
 *       them: one that is neither may have been lost since.
 *   <li>Workers need nothing but an API that answers, so they wait for no further member, and join
 *       all at once.
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

  /** Who has to be a member before this machine joins; for a worker nobody. */
  static Optional<Machine> before(Cluster cluster, Machine machine, Look<EtcdMember> etcd) {
    if (machine.role() != Role.CONTROL_PLANE) {
      return Optional.empty();
    }
    boolean young = cluster.completed().isEmpty();
    return cluster.machines().values().stream()
        .filter(other -> goesBefore(other, machine))
        .filter(other -> !isReady(other))
        .filter(
            other ->
                young
                    ? !(isMember(other) || votes(other, etcd))
                    : voters(other, etcd).noneMatch(EtcdMember::healthy))
        .findFirst();
  }

  /**
   * The peer URLs of members whose machines are still being made: before their Nodes exist, nobody
   * can ask them how they are. None in a cluster that was complete once.
   */
  static Set<String> beginning(Cluster cluster) {
    return cluster.machines().values().stream()
        .filter(machine -> cluster.completed().isEmpty() && isBeginning(machine))
        .map(machine -> EtcdQuorum.peerUrl(machine.address()))
        .collect(Collectors.toSet());
  }

  private static boolean isBeginning(Machine machine) {
    return machine.role() == Role.CONTROL_PLANE
        && machine.state() == MachineState.BOOTING
        && told(machine, Stage.KUBEADM_STARTED);
  }

  private static boolean votes(Machine machine, Look<EtcdMember> etcd) {
    return isBeginning(machine) && voters(machine, etcd).findAny().isPresent();
  }

  /** The machine's member of etcd, if it has one that votes. */
  private static Stream<EtcdMember> voters(Machine machine, Look<EtcdMember> etcd) {
    String url = EtcdQuorum.peerUrl(machine.address());
    return etcd.all().stream()
        .filter(member -> !member.learner() && member.peerUrls().contains(url));
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

  private static boolean goesBefore(Machine other, Machine machine) {
    return other.role() == Role.CONTROL_PLANE
        && other.state().stays()
        && other.id().compareTo(machine.id()) < 0;
  }
}
