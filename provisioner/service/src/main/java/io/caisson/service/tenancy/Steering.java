package io.caisson.service.tenancy;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Grant;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.plan.Interruptions;
import io.caisson.domain.plan.Rebuilding;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What steers a change that goes on, or a single machine, and is no desired state of its own:
 * holds, paces and marks. Each may be asked for again; then it is nothing new.
 */
public final class Steering {
  private final TenantClusters clusters;
  private final InstantSource clock;

  public Steering(TenantClusters clusters, InstantSource clock) {
    this.clusters = clusters;
    this.clock = clock;
  }

  /**
   * Whose cluster is meant, and in which edition.
   *
   * @param cluster id or name
   * @param dryRun whether only to say what would be: all checks are made, and nothing is recorded
   */
  public record Target(Principal who, String cluster, Expected expected, boolean dryRun) {}

  /** From now on no machine is replaced by a better one. What has begun is finished. */
  public Cluster pause(Target target, String why) {
    String actor = actor(target);
    String reason =
        "paused by %s%s: no machine is replaced until it is resumed"
            .formatted(actor, why.isBlank() ? "" : " (" + why.strip() + ")");
    return change(
        target,
        cluster ->
            cluster.pause().filter(one -> one.reason().equals(reason)).isPresent()
                ? List.of()
                : List.of(
                    new ClusterRecord.HoldPlaced(new Hold(Hold.PAUSE, reason, false, now()))));
  }

  /** What was paused goes on. */
  public Cluster resume(Target target) {
    return change(
        target,
        cluster ->
            cluster.pause().isEmpty()
                ? List.of()
                : List.of(new ClusterRecord.HoldLifted(Hold.PAUSE, now())));
  }

  /** Faster or slower from now on. */
  public Cluster pace(Target target, Pace pace) {
    return change(
        target,
        cluster ->
            cluster.revision().pace().equals(pace)
                ? List.of()
                : List.of(new ClusterRecord.PaceChanged(pace, actor(target), now())));
  }

  /** The machine leaves only if somebody names it, or if what it is made of is outdated. */
  public Cluster protect(Target target, String machine) {
    return change(
        target,
        cluster -> {
          Machine one = NamedNodes.staying(cluster, machine);
          return mark(target, one, Mark.PROTECT, List.of());
        });
  }

  /** The machine's pods leave it, no new ones come, and it stays. */
  public Cluster drain(Target target, String machine) {
    return change(
        target,
        cluster -> {
          Machine one = NamedNodes.staying(cluster, machine);
          mustBeDrainable(one);
          Grant grant = Interruptions.byUser(cluster, one, "somebody empties it", now());
          return mark(target, one, Mark.DRAIN, List.of(new ClusterRecord.GrantGiven(grant)));
        });
  }

  /** The machine's pods leave it, and it is made anew on the server that it has. */
  public Cluster rebuild(Target target, String machine) {
    return change(
        target,
        cluster -> {
          Machine one = NamedNodes.staying(cluster, machine);
          mustBeRebuildable(cluster, one);
          Grant grant =
              Interruptions.byUser(cluster, one, "somebody has asked to make it anew", now());
          return mark(target, one, Mark.REBUILD, List.of(new ClusterRecord.GrantGiven(grant)));
        });
  }

  /** Pods may come again: to a machine that is emptied, also if it was to be made anew then. */
  public Cluster undrain(Target target, String machine) {
    return unmark(target, machine, Set.of(Mark.DRAIN, Mark.REBUILD));
  }

  /** The machine may be chosen again. */
  public Cluster unprotect(Target target, String machine) {
    return unmark(target, machine, Set.of(Mark.PROTECT));
  }

  /** Takes one of these marks away, if the machine has it. */
  private Cluster unmark(Target target, String machine, Set<Mark> marks) {
    return change(
        target,
        cluster -> {
          Machine one = NamedNodes.one(cluster, machine);
          if (marks.stream().noneMatch(one::marked)) {
            return List.of();
          }
          ClusterRecord removed = new ClusterRecord.MarkRemoved(one.id(), actor(target), now());
          return !one.marked(Mark.PROTECT) && one.state().stays()
              ? List.of(removed, new ClusterRecord.GrantEnded(one.id(), now()))
              : List.of(removed);
        });
  }

  /**
   * The machine of this name, address or id.
   *
   * @throws Refused if there is none, or several
   */
  public static Machine machine(Cluster cluster, String name) {
    return NamedNodes.one(cluster, name);
  }

  private List<ClusterRecord> mark(
      Target target, Machine machine, Mark mark, List<ClusterRecord> more) {
    if (machine.marked(mark)) {
      return List.of();
    }
    if (machine.mark().isPresent()) {
      throw new Refused(
          Refused.Kind.CONFLICT,
          "machine %s has the mark %s already: take that away first"
              .formatted(machine.id(), machine.mark().get()));
    }
    ClusterRecord marked =
        new ClusterRecord.MachineMarked(machine.id(), mark, actor(target), now());
    return Stream.concat(Stream.of(marked), more.stream()).toList();
  }

  private static void mustBeDrainable(Machine machine) {
    if (!machine.state().joined() || machine.role() == Role.CONTROL_PLANE) {
      throw new Refused(
          Refused.Kind.CONFLICT,
          machine.role() == Role.CONTROL_PLANE
              ? "machine %s is of the control plane: only workers are emptied and kept"
                  .formatted(machine.id())
              : "machine %s has no Node yet: it is %s".formatted(machine.id(), machine.state()));
    }
  }

  private static void mustBeRebuildable(Cluster cluster, Machine machine) {
    Rebuilding.objection(cluster, machine)
        .or(() -> unsettled(machine))
        .ifPresent(
            why -> {
              throw new Refused(
                  Refused.Kind.CONFLICT,
                  "machine %s cannot be made anew on its server: %s".formatted(machine.id(), why));
            });
  }

  private static Optional<String> unsettled(Machine machine) {
    return machine.state().joined()
        ? Optional.empty()
        : Optional.of(
            "it has no Node now, for it is %s: wait for that, or replace it"
                .formatted(machine.state()));
  }

  private Cluster change(Target target, Function<Cluster, List<ClusterRecord>> how) {
    Function<Cluster, List<ClusterRecord>> checked =
        cluster -> {
          mustLive(cluster);
          return how.apply(cluster);
        };
    return target.dryRun()
        ? clusters.preview(target.who(), target.cluster(), target.expected(), checked)
        : clusters.change(target.who(), target.cluster(), target.expected(), checked);
  }

  private static void mustLive(Cluster cluster) {
    if (cluster.deleting()) {
      throw new Refused(
          Refused.Kind.CONFLICT,
          "cluster %s is being deleted and cannot be steered any more".formatted(cluster.id()));
    }
  }

  private static String actor(Target target) {
    return target.who().caller().userId();
  }

  private Instant now() {
    return clock.instant();
  }
}
