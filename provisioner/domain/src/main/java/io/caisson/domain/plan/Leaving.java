package io.caisson.domain.plan;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Grant;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.spi.kubernetes.KubernetesApi.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a machine leaves a cluster that lives on. The order:
 *
 * <ol>
 *   <li>It leaves under a grant, which is given in the commit that begins it.
 *   <li>Its Node takes no new pods; then the pods leave it by eviction. A Node counts as drained
 *       when its pods were listed again.
 *   <li>Its server goes, and only when that is proved absent its Node object: until then something
 *       may still run there.
 *   <li>A member of the control plane first gives up the API's address, and when it is empty its
 *       membership of etcd: {@link Door}, {@link Balancer}, {@link Membership}. Its server goes
 *       when etcd says that it is out.
 *   <li>A machine whose server is gone, or that is {@linkplain #nodeless without a Node}, skips
 *       what is pointless. One that may have joined and whose Node was not looked for has one: pods
 *       may be there, whatever stage it was last seen at.
 *   <li>A machine that has not become empty by its cluster's deadline is told about and tried on;
 *       or its Node is given back and the change has failed; or its server goes as it is, whatever
 *       budgets say. Which of these is the cluster's policy.
 * </ol>
 */
final class Leaving {
  private Leaving() {}

  static ResourceKey cordon(Machine machine) {
    return new ResourceKey(Kind.CORDON, machine.id().toString());
  }

  static ResourceKey drain(Machine machine) {
    return new ResourceKey(Kind.DRAIN, machine.id().toString());
  }

  static ResourceKey removal(Machine machine) {
    return new ResourceKey(Kind.NODE_REMOVAL, machine.id().toString());
  }

  static boolean isAboutNode(Kind kind) {
    return kind == Kind.CORDON
        || kind == Kind.OUTDATED_TAINT
        || kind == Kind.DRAIN
        || kind == Kind.NODE_REMOVAL
        || kind == Kind.LEADER_MOVE
        || kind == Kind.MEMBER_REMOVAL;
  }

  static List<ClusterRecord> begin(Cluster cluster, Sight sight, Machine machine, Grant grant) {
    boolean empty =
        !machine.state().joined()
            && nodeless(cluster, sight, machine)
            && !Membership.isPossible(cluster, machine);
    MachineState next = empty ? MachineState.DELETING : MachineState.LEAVING;
    return List.of(
        new ClusterRecord.GrantGiven(grant),
        new ClusterRecord.MachineMoved(machine.id(), next, grant.reason(), grant.since()));
  }

  /** What has become of machines that leave. */
  static List<ClusterRecord> of(Cluster cluster, Sight sight, Instant now) {
    List<ClusterRecord> records = new ArrayList<>();
    Membership membership = new Membership(cluster, sight);
    for (Machine machine : cluster.machines().values()) {
      if (!machine.state().stays()) {
        membership.undone(machine, now).forEach(records::add);
      }
      if (machine.state() == MachineState.LEAVING) {
        Lateness lateness = new Lateness(cluster, machine, now);
        Optional<String> empty =
            empty(cluster, sight, machine)
                .or(lateness::override)
                .filter(_ -> membership.isOut(machine));
        empty.ifPresent(
            why ->
                records.add(
                    new ClusterRecord.MachineMoved(machine.id(), MachineState.DELETING, why, now)));
        records.addAll(lateness.records());
      } else if (Rebuilding.asked(machine)) {
        records.addAll(new Lateness(cluster, machine, now).records());
      } else if (cluster.holds().containsKey(hold(machine))) {
        records.add(new ClusterRecord.HoldLifted(hold(machine), now));
      }
    }
    return records;
  }

  /** In a cluster that is deleted nobody waits for pods. */
  static List<ClusterRecord> noMore(Cluster cluster, Instant now) {
    return cluster.machines().values().stream()
        .filter(machine -> cluster.holds().containsKey(hold(machine)))
        .<ClusterRecord>map(machine -> new ClusterRecord.HoldLifted(hold(machine), now))
        .toList();
  }

  static String hold(Machine machine) {
    return "drain/" + machine.id();
  }

  static Optional<String> empty(Cluster cluster, Sight sight, Machine machine) {
    if (!cluster.exists(machine.server())) {
      return Optional.of("its server was removed from the cloud");
    }
    if (cluster.present(drain(machine))) {
      return Optional.of("its pods have left it");
    }
    return nodeless(cluster, sight, machine)
        ? Optional.of("it has no Node any more")
        : Optional.empty();
  }

  /**
   * Whether no pods can be on it: it can never have joined, or a look shows no Node of it that
   * began after all that could have let it in.
   */
  static boolean nodeless(Cluster cluster, Sight sight, Machine machine) {
    return !mayHaveJoined(cluster, machine) || isSeenAbsent(cluster, sight, machine);
  }

  private static boolean mayHaveJoined(Cluster cluster, Machine machine) {
    return machine.state().joined()
        || mayHaveNode(cluster, machine)
        || cluster.exists(machine.token())
        || !JoinRules.joins(cluster, machine).isEmpty();
  }

  private static boolean isSeenAbsent(Cluster cluster, Sight sight, Machine machine) {
    Look<Node> nodes = sight.api().nodes();
    return nodes.seen().isPresent()
        && JoinRules.joins(cluster, machine).stream().allMatch(nodes::countsFor)
        && !sight.api().hasNode(machine.name());
  }

  /** A cordon whose undoing was begun may be undone, whatever came of that. */
  private static boolean cordoned(Cluster cluster, Machine machine) {
    return cluster
        .resource(cordon(machine))
        .filter(Resource::present)
        .flatMap(Resource::attempt)
        .filter(last -> last.verb() == Attempt.Verb.CREATE)
        .isPresent();
  }

  /** Whether its pods are to leave it, though it stays. */
  static boolean emptied(Machine machine) {
    return (machine.state().joined() && machine.marked(Mark.DRAIN)) || Rebuilding.asked(machine);
  }

  /** What is wanted of a machine that leaves, or of the Node of one that is to be empty. */
  static List<Want> wants(Cluster cluster, Sight sight, Machine machine) {
    List<Want> wants = new ArrayList<>();
    if (machine.state() == MachineState.LEAVING || emptied(machine)) {
      boolean out =
          machine.state().stays()
              || (Door.successor(cluster, machine).isEmpty()
                  && !Balancer.leadsTo(cluster, machine));
      if (Lateness.givenUp(cluster, machine)) {
        return wants;
      }
      wants.add(
          out
              ? Want.of(cordon(machine), new Order.Cordon(machine.name()))
              : Want.after(cordon(machine), "the API's address to lead to another machine"));
      wants.add(
          out && cordoned(cluster, machine)
              ? Want.of(drain(machine), new Order.Drain(machine.name()))
              : Want.after(drain(machine), "its Node to take no new pods"));
      if (machine.state() == MachineState.LEAVING) {
        boolean empty = out && empty(cluster, sight, machine).isPresent();
        wants.addAll(new Membership(cluster, sight).wants(machine, empty));
      }
    }
    if (machine.state() == MachineState.DELETING && mayHaveNode(cluster, machine)) {
      wants.add(
          cluster.exists(machine.server())
              ? Want.after(removal(machine), "its server to be gone")
              : Want.of(removal(machine), new Order.RemoveNode(machine.name())));
      wants.addAll(new Membership(cluster, sight).wants(machine, true));
    }
    return wants;
  }

  /** Whether its Node object may still be there. */
  static boolean hasNode(Cluster cluster, Machine machine) {
    return mayHaveNode(cluster, machine) && !cluster.present(removal(machine));
  }

  private static boolean mayHaveNode(Cluster cluster, Machine machine) {
    return !cluster.deleting()
        && cluster.present(Wants.SERVICE_BINDING)
        && (machine.heard(Machine.Stage.BUNDLE_HANDED_OUT) || machine.rebuilt().isPresent());
  }
}
