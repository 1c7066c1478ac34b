package io.caisson.domain.plan;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Blueprint;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.disruption.Steadiness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides. A pure function of the cluster, of what was seen and heard, and of the time: no clock,
 * no randomness, no I/O. Creating, converging and deleting are the same: phases that each compare
 * what is recorded with what is desired, each seeing what the ones before it decided.
 */
public final class Planner {
  /** Longer than {@link Policy#doubt} and {@link Policy#later} are by default. */
  private static final Duration SETTLED = Duration.ofMinutes(2);

  private final Policy policy;

  public Planner(Policy policy) {
    this.policy = policy;
  }

  /**
   * What to record and to do now.
   *
   * @param epoch of the owner who asks; calls of earlier epochs whose outcome is not recorded are
   *     in doubt
   */
  public Plan decide(Cluster cluster, Sight seen, Heard heard, long epoch, Instant now) {
    Draft draft = new Draft(cluster);
    draft.add(List.copyOf(heard.settled()));
    draft.add(List.copyOf(heard.pings()));
    draft.add(orphanedCalls(draft.cluster(), epoch, now));
    Sight sight = seen.own(draft.cluster());
    draft.add(Reachability.of(draft.cluster(), sight, now));
    draft.add(Recognition.of(draft.cluster(), sight, policy, now));
    if (!draft.cluster().deleting()) {
      draft.add(MachineLife.of(draft.cluster(), sight, policy, now));
      draft.add(Leaving.of(draft.cluster(), sight, now));
      draft.add(Rebuilding.of(draft.cluster(), sight, policy, now));
      draft.add(Slowness.of(draft.cluster(), sight, policy.stages(), now));
      draft.add(Joins.of(draft.cluster(), sight, now));
      draft.add(Door.of(draft.cluster(), sight, now));
    } else {
      draft.add(Leaving.noMore(draft.cluster(), now));
    }
    draft.add(Balancer.of(draft.cluster(), sight, now));
    draft.add(Orphans.of(draft.cluster(), sight, now));
    draft.add(SickMembers.of(draft.cluster(), sight, now));
    draft.add(ClusterNetwork.holds(draft.cluster(), sight, now));
    MachineSet machines = MachineSet.of(draft.cluster(), sight, now);
    draft.add(machines.records());
    draft.add(Quotas.of(draft.cluster(), sight, now));
    List<Want> wants = Wants.of(draft.cluster(), sight);
    draft.add(Converger.of(draft.cluster(), wants, policy, epoch, now));
    draft.add(Waiting.of(draft.cluster(), wants, machines.held(), policy, now));
    draft.add(milestones(draft.cluster(), now));
    return new Plan(draft.records(), wake(draft.cluster(), sight, draft.records(), now));
  }

  /** The owner that sent them is gone; nobody will ever settle them. */
  private static List<ClusterRecord> orphanedCalls(Cluster cluster, long epoch, Instant now) {
    return cluster.resources().values().stream()
        .filter(one -> one.is(Attempt.State.IN_FLIGHT))
        .filter(one -> one.attempt().orElseThrow().epoch() != epoch)
        .<ClusterRecord>map(
            one ->
                new ClusterRecord.EffectSettled(
                    one.key(),
                    one.attempts(),
                    new Outcome.InDoubt("the service that sent it ended before its answer"),
                    now))
        .toList();
  }

  private static List<ClusterRecord> milestones(Cluster cluster, Instant now) {
    if (cluster.deleting()) {
      return gone(cluster)
          .<List<ClusterRecord>>map(remark -> List.of(new ClusterRecord.ClusterGone(remark, now)))
          .orElse(List.of());
    }
    List<ClusterRecord> reached = new ArrayList<>();
    if (!cluster.reached() && complete(cluster)) {
      if (cluster.completed().isEmpty()) {
        reached.add(new ClusterRecord.CreationCompleted(now));
      }
      reached.add(new ClusterRecord.RevisionReached(cluster.revision().number(), now));
    }
    return reached;
  }

  /** Whether nothing is left, with a remark about what had to be left. */
  private static Optional<String> gone(Cluster cluster) {
    boolean clean = cluster.resources().isEmpty() && cluster.machines().isEmpty();
    if (clean) {
      return Optional.of("nothing of it is left");
    }
    boolean onlyCredential =
        cluster.machines().isEmpty()
            && cluster.resources().keySet().stream().allMatch(Wants.CREDENTIAL::equals);
    return onlyCredential
        ? cluster
            .resource(Wants.CREDENTIAL)
            .filter(one -> Retries.stopped(cluster, one))
            .map(one -> one.attempt().orElseThrow().text())
        : Optional.empty();
  }

  private static boolean complete(Cluster cluster) {
    boolean counts =
        cluster.spec().groups().stream()
            .allMatch(group -> cluster.machinesOf(group.name()).size() == group.count());
    int desired = cluster.spec().groups().stream().mapToInt(NodeGroup::count).sum();
    return counts
        && cluster.machines().size() == desired
        && VersionChange.done(cluster)
        && Balancer.isComplete(cluster)
        && cluster.spec().count(Role.CONTROL_PLANE) > 0
        && cluster.machines().values().stream()
            .allMatch(
                machine ->
                    machine.state() == MachineState.READY
                        && !machine.marked(Mark.REPLACE)
                        && Blueprint.outdated(cluster, machine).isEmpty());
  }

  private Instant wake(Cluster cluster, Sight sight, List<ClusterRecord> news, Instant now) {
    boolean quiet = LookOrder.rests(cluster) && !Expected.servingRequest(cluster, sight, now);
    boolean stopped =
        !cluster.deleting()
            && cluster.holds().values().stream().anyMatch(hold -> hold.fatal())
            && cluster.resources().values().stream().noneMatch(Resource::open);
    if (quiet || stopped) {
      Instant rested = now.plus(policy.rest());
      return Steadiness.next(cluster, now).filter(rested::isAfter).orElse(rested);
    }
    return now.plus(Expected.of(cluster, news, policy, now).orElse(policy.poll()));
  }

  /**
   * Whether a decision about the cluster depends on nothing but what is seen and heard, so that the
   * same sight later leads to the same decision. Calls of a while ago are in nobody's doubt.
   */
  public static boolean isTimeless(Cluster cluster, Instant now) {
    return LookOrder.rests(cluster)
        && cluster.holds().isEmpty()
        && cluster.waits().isEmpty()
        && Steadiness.next(cluster, now).isEmpty()
        && cluster.resources().values().stream()
            .flatMap(one -> one.attempt().stream())
            .allMatch(last -> last.at().plus(SETTLED).isBefore(now));
  }

  /** Whether this machine is the one that runs {@code kubeadm init}; all others join. */
  public static boolean initialises(Cluster cluster, Machine machine) {
    return Wants.initialises(cluster, machine);
  }

  /** Whether the service's own identity is bound in the cluster, so that it needs no other. */
  public static boolean serviceIsBound(Cluster cluster) {
    return cluster.present(Wants.SERVICE_BINDING);
  }

  /** The resource that is the cluster's own credential. */
  public static ResourceKey credential() {
    return Wants.CREDENTIAL;
  }
}
