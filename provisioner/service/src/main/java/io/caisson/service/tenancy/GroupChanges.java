package io.caisson.service.tenancy;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Problem;
import io.caisson.domain.cluster.Role;
import io.caisson.service.tenancy.ClusterRevisions.Change;
import io.caisson.service.tenancy.ClusterRevisions.Desired;
import io.caisson.spi.cloud.Facts;
import java.util.List;
import java.util.Optional;

/** What may be asked of a cluster's node groups. */
public final class GroupChanges {
  private GroupChanges() {}

  /**
   * Another number of machines, or other machines.
   *
   * @param group name of the group
   * @param count as it was, if empty
   * @param nodes that leave; if the count then asks for more than stay, new ones take their place
   */
  public record Resize(String group, Optional<Integer> count, List<String> nodes) {
    public Resize {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * @param path of the list of nodes in the request
   */
  public static Change resize(Resize order, String path) {
    return cluster -> {
      NodeGroup group = group(cluster, order.group());
      List<MachineId> leaving =
          NamedNodes.find(cluster, group, path, order.nodes()).stream()
              .filter(id -> cluster.machines().get(id) instanceof Machine one && stays(one))
              .toList();
      int count = order.count().orElse(group.count());
      bounded(group, count);
      mayLeave(cluster, group, leaving);
      return Desired.of(resized(cluster.spec(), group, count, group.bounds()))
          .marking(leaving, Optional.of(Mark.REPLACE));
    };
  }

  /**
   * Another machine in the place of one.
   *
   * @param beside whether it is made first, and the old one leaves under the budgets
   */
  public static Change replace(String machine, boolean beside) {
    return cluster -> {
      Machine old = NamedNodes.staying(cluster, machine);
      NodeGroup group = group(cluster, old.id().group());
      mayLeave(cluster, group, List.of(old.id()));
      Mark mark = beside ? Mark.RENEW : Mark.REPLACE;
      return Desired.of(cluster.spec()).marking(List.of(old.id()), Optional.of(mark));
    };
  }

  /** Other limits, and perhaps another number within them. */
  public static Change bound(String name, NodeGroup.Bounds bounds, Optional<Integer> count) {
    return cluster -> {
      NodeGroup group = group(cluster, name);
      int wanted = count.orElse(group.count());
      bounded(group.within(bounds), wanted);
      return Desired.of(resized(cluster.spec(), group, wanted, bounds));
    };
  }

  /**
   * Another group.
   *
   * @param facts of the caller's project
   * @param path of the group in the request, or empty
   */
  public static Change add(ClusterWish.Group wish, Facts facts, String path) {
    return cluster -> {
      if (cluster.spec().group(wish.name()).isPresent()) {
        throw new Refused(
            Refused.Kind.CONFLICT,
            "cluster %s has a node group %s already".formatted(cluster.id(), wish.name()));
      }
      if (wish.role() == Role.CONTROL_PLANE) {
        throw Refused.invalid("role: a cluster has one group of role control-plane, and has it");
      }
      CloudFacts found = new CloudFacts(facts);
      NodeGroup group =
          new GroupResolver(found, SystemChoice.of(cluster.spec(), found)).group(wish, path);
      if (!found.problems().isEmpty()) {
        throw Refused.of(Refused.Kind.INVALID, GroupUpdate.relative(found.problems()));
      }
      return Desired.of(cluster.spec().with(group));
    };
  }

  /** No such group any more, nor any of its machines. */
  public static Change remove(String name) {
    return cluster -> {
      NodeGroup group = group(cluster, name);
      if (group.role() == Role.CONTROL_PLANE) {
        throw Refused.invalid(
            "node group %s is the control plane: it goes only with its cluster", name);
      }
      return Desired.of(cluster.spec().without(name));
    };
  }

  /**
   * @throws Refused if the cluster has no group of that name
   */
  public static NodeGroup group(Cluster cluster, String name) {
    return cluster
        .spec()
        .group(name)
        .orElseThrow(
            () ->
                new Refused(
                    Refused.Kind.NOT_FOUND,
                    "Nodegroup %s could not be found in cluster %s"
                        .formatted(Printable.of(name), cluster.id())));
  }

  private static boolean stays(Machine machine) {
    return machine.state().stays();
  }

  private static ClusterSpec resized(
      ClusterSpec spec, NodeGroup group, int count, NodeGroup.Bounds bounds) {
    return spec.with(group.withCount(count).within(bounds));
  }

  private static void bounded(NodeGroup group, int count) {
    if (group.role() == Role.WORKER && !group.bounds().allow(count)) {
      throw Refused.of(
          Refused.Kind.INVALID,
          List.of(
              new Problem(
                  "count",
                  "%d machines are not within the bounds of group %s: %s; change the bounds first"
                      .formatted(count, group.name(), group.bounds().text()))));
    }
  }

  /** A control plane whose address cannot lead to other machines keeps those it has. */
  private static void mayLeave(Cluster cluster, NodeGroup group, List<MachineId> leaving) {
    Optional<String> bound = cluster.bound();
    if (group.role() == Role.CONTROL_PLANE && !leaving.isEmpty() && bound.isPresent()) {
      throw Refused.invalid(
          "%s cannot leave node group %s, which is the control plane: %s",
          leaving.getFirst(), group.name(), bound.get());
    }
  }
}
