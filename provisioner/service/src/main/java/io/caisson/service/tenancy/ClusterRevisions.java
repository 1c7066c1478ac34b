package io.caisson.service.tenancy;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Problem;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.cluster.RevisionRules;
import io.caisson.service.traces.Traces;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives clusters another desired state, for all APIs:
 *
 * <ol>
 *   <li>Everything that can be judged is judged before anything is recorded: a refusal later would
 *       reach nobody.
 *   <li>The new state is made of the one that it replaces; if somebody was faster, it is made anew.
 *   <li>Any state may be revised but that of a cluster that is being deleted. The same state once
 *       more is a revision too: it lets what had failed be tried again.
 * </ol>
 */
public final class ClusterRevisions {
  private final TenantClusters clusters;
  private final InstantSource clock;

  public ClusterRevisions(TenantClusters clusters, InstantSource clock) {
    this.clusters = clusters;
    this.clock = clock;
  }

  /** Makes a desired state of the one before; it may run several times. */
  public interface Change {
    /**
     * @throws Refused if the cluster cannot be changed so
     */
    Desired of(Cluster cluster);

    /**
     * Judges what would come of it; not asked for a preview, which tells it.
     *
     * @param after the cluster at the desired state
     * @throws Refused if it cannot come about
     */
    default void check(Cluster after) {}
  }

  /**
   * @param marks what is set on machines, or taken away, with it
   * @param pace if empty, the current one while it is made use of, else the default
   * @param restores number of the earlier revision that it is once more
   * @param template id of another template than before
   * @param why a word beside the name of who asks; empty if there is nothing to say
   */
  public record Desired(
      ClusterSpec spec,
      SortedMap<MachineId, Optional<Mark>> marks,
      Optional<Pace> pace,
      Optional<Integer> restores,
      Optional<String> template,
      Optional<String> why) {
    public Desired {
      marks = Collections.unmodifiableSortedMap(new TreeMap<>(marks));
    }

    public static Desired of(ClusterSpec spec) {
      return new Desired(
          spec,
          new TreeMap<>(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    Desired marking(Collection<MachineId> machines, Optional<Mark> mark) {
      TreeMap<MachineId, Optional<Mark>> all = new TreeMap<>(marks);
      machines.forEach(machine -> all.put(machine, mark));
      return new Desired(spec, all, pace, restores, template, why);
    }

    Desired at(Optional<Pace> other) {
      return new Desired(spec, marks, other, restores, template, why);
    }

    /** As a revision was. */
    Desired restoring(Revision old) {
      return new Desired(spec, marks, pace, Optional.of(old.number()), old.template(), why);
    }

    Desired madeBy(Optional<String> other) {
      return new Desired(spec, marks, pace, restores, other, why);
    }

    Desired because(String reason) {
      return new Desired(spec, marks, pace, restores, template, Optional.of(reason));
    }
  }

  /**
   * @return the cluster with its new revision, durable
   */
  public Cluster revise(Principal who, String idOrName, Expected expected, Change change) {
    return clusters.change(
        who,
        idOrName,
        expected,
        cluster -> {
          List<ClusterRecord> records = records(who, cluster, change);
          change.check(cluster.apply(records));
          return records;
        });
  }

  /** The cluster as the change would make it; nothing is kept of it. */
  public Cluster preview(Principal who, String idOrName, Expected expected, Change change) {
    return clusters.preview(who, idOrName, expected, cluster -> records(who, cluster, change));
  }

  private List<ClusterRecord> records(Principal who, Cluster cluster, Change change) {
    if (cluster.deleting()) {
      throw new Refused(
          Refused.Kind.CONFLICT,
          "cluster %s is being deleted and cannot be changed any more".formatted(cluster.id()));
    }
    Desired desired = change.of(cluster);
    List<Problem> problems = newProblems(cluster, desired.spec());
    if (!problems.isEmpty()) {
      throw Refused.of(Refused.Kind.INVALID, problems);
    }
    String user = who.caller().userId();
    String actor = desired.why().map(why -> "%s (%s)".formatted(user, why)).orElse(user);
    List<ClusterRecord> records = new ArrayList<>();
    desired.marks().forEach((machine, mark) -> records.add(marked(machine, mark, actor)));
    records.add(new ClusterRecord.Revised(next(cluster, desired, actor)));
    return records;
  }

  private ClusterRecord marked(MachineId machine, Optional<Mark> mark, String actor) {
    return mark.<ClusterRecord>map(
            one -> new ClusterRecord.MachineMarked(machine, one, actor, clock.instant()))
        .orElseGet(() -> new ClusterRecord.MarkRemoved(machine, actor, clock.instant()));
  }

  private Revision next(Cluster cluster, Desired desired, String actor) {
    Revision now = cluster.revision();
    Pace pace = desired.pace().orElse(cluster.reached() ? Pace.DEFAULT : now.pace());
    return revision(now, desired, actor, pace).in(Traces.current());
  }

  private Revision revision(Revision now, Desired desired, String actor, Pace pace) {
    return new Revision(
        now.number() + 1,
        desired.spec(),
        actor,
        clock.instant(),
        pace,
        desired.restores(),
        desired.restores().isPresent() ? desired.template() : desired.template().or(now::template));
  }

  /** What was wrong before, as after an upgrade of the service, is not this change's fault. */
  private static List<Problem> newProblems(Cluster cluster, ClusterSpec next) {
    Set<Problem> old = Set.copyOf(RevisionRules.problems(cluster, cluster.spec()));
    return RevisionRules.problems(cluster, next).stream()
        .filter(one -> !old.contains(one))
        .toList();
  }
}
