package io.caisson.service.tenancy;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.cluster.Wait;
import io.caisson.service.tenancy.ClusterRevisions.Desired;
import io.caisson.service.tenancy.HostSight.Occupant;
import io.caisson.service.tenancy.HostSight.Part;
import io.caisson.service.tenancy.HostSight.Standing;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is ours on a compute host, of all projects, and how it leaves it. Only operators see hosts.
 *
 * <ol>
 *   <li>Where servers are is asked of the cloud when an operator asks. What a project does not
 *       answer is unknown, and is told as that.
 *   <li>A machine is marked to have a successor first. So it leaves as one that is outdated does:
 *       under a grant, by the budgets and the pace of its cluster, and not while that is paused.
 *   <li>What leaves or is marked already is not marked again. A machine that somebody protects or
 *       has emptied stays, and so does one of a control plane that cannot have others; each with
 *       the reason.
 *   <li>Each cluster is changed by itself: what one refuses keeps none of the others.
 *   <li>A tenant is told that an operator empties a host, and not which: clouds hide that.
 * </ol>
 */
public final class Hosts {
  private static final String WHY = "host drain";

  private final TenantClusters clusters;
  private final ClusterRevisions revisions;
  private final HostSearch search;

  public Hosts(TenantClusters clusters, ClusterRevisions revisions, Clouds clouds) {
    this.clusters = clusters;
    this.revisions = revisions;
    this.search = new HostSearch(clouds);
  }

  /**
   * What is there.
   *
   * @throws Refused if the caller is no operator
   */
  public HostSight show(Principal who, String host) {
    mustOperate(who);
    HostSearch.Found found = search.on(host, clusters.list(who));
    return new HostSight(
        found.places().stream().map(one -> part(one.cluster(), one.machines())).toList(),
        found.unknown());
  }

  /**
   * Lets all that is there be replaced; that it was asked for before is success.
   *
   * @throws Refused if the caller is no operator
   */
  public HostSight drain(Principal who, String host) {
    HostSight before = show(who, host);
    who.mustWrite();
    return new HostSight(
        before.clusters().stream().map(part -> mark(who, part)).toList(), before.unknown());
  }

  private Part mark(Principal who, Part part) {
    Set<MachineId> staying =
        part.occupants().stream()
            .filter(Occupant::stays)
            .map(one -> one.machine().id())
            .collect(Collectors.toCollection(TreeSet::new));
    if (staying.isEmpty()) {
      return part;
    }
    String id = part.cluster().id().value();
    try {
      Cluster after = revisions.revise(who, id, Expected.ANY, cluster -> marked(cluster, staying));
      return after(part(after, part.occupants().stream().map(Hosts::id).toList()), staying);
    } catch (Refused refused) {
      return new Part(
          part.cluster(),
          part.occupants().stream().map(one -> one.refusing(refused.text())).toList());
    }
  }

  private static Part after(Part part, Set<MachineId> wanted) {
    return new Part(
        part.cluster(),
        part.occupants().stream()
            .map(
                one ->
                    new Occupant(
                        one.machine(), one.standing(), one.reason(), wanted.contains(id(one))))
            .toList());
  }

  private static MachineId id(Occupant one) {
    return one.machine().id();
  }

  /** By what the cluster is now: somebody may have been faster. */
  private static Desired marked(Cluster cluster, Set<MachineId> wanted) {
    List<MachineId> staying =
        part(cluster, wanted).occupants().stream().filter(Occupant::stays).map(Hosts::id).toList();
    if (staying.isEmpty()) {
      throw new Refused(Refused.Kind.CONFLICT, "its cluster was changed just now, ask again");
    }
    return Desired.of(cluster.spec()).marking(staying, Optional.of(Mark.RENEW)).because(WHY);
  }

  private static Part part(Cluster cluster, Collection<MachineId> machines) {
    return new Part(
        cluster,
        machines.stream()
            .flatMap(id -> Optional.ofNullable(cluster.machines().get(id)).stream())
            .map(machine -> occupant(cluster, machine))
            .toList());
  }

  private static Occupant occupant(Cluster cluster, Machine machine) {
    if (cluster.deleting()) {
      return new Occupant(machine, Standing.LEAVES, "its cluster is being deleted");
    }
    if (!machine.state().stays()) {
      return new Occupant(machine, Standing.LEAVES, waitsFor(cluster, machine));
    }
    if (machine.marked(Mark.RENEW) || machine.marked(Mark.REPLACE)) {
      return new Occupant(machine, Standing.MARKED, waitsFor(cluster, machine));
    }
    return refusal(cluster, machine)
        .map(why -> new Occupant(machine, Standing.REFUSES, why))
        .orElseGet(() -> new Occupant(machine, Standing.STAYS, ""));
  }

  private static Optional<String> refusal(Cluster cluster, Machine machine) {
    return machine
        .mark()
        .map(mark -> "it has the mark %s: take that away first".formatted(mark))
        .or(() -> machine.role() == Role.CONTROL_PLANE ? cluster.bound() : Optional.empty());
  }

  private static String waitsFor(Cluster cluster, Machine machine) {
    return cluster.waitOf(machine.id()).map(Wait::reason).orElse("");
  }

  private static void mustOperate(Principal who) {
    if (!who.administrator()) {
      throw new Refused(
          Refused.Kind.FORBIDDEN,
          "user %s is no administrator of the cloud, and nobody else sees its hosts"
              .formatted(who.caller().userName()));
    }
  }
}
