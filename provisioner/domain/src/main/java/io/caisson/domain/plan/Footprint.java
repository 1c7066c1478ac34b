package io.caisson.domain.plan;

import io.caisson.domain.cluster.Blueprint;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.NodeGroup;

/**
 * What a cluster takes of its project's quotas in this service. It is what the desired state may
 * come to, so recording that state reserves it:
 *
 * <ol>
 *   <li>A group takes as many nodes as it is to have, and those beyond that until they are gone.
 *   <li>While machines of it are outdated, or are to have a successor first, it also takes the
 *       surge.
 *   <li>A cluster counts until nothing of it is left.
 * </ol>
 */
public record Footprint(int clusters, int nodes, int gpus) {
  public static final Footprint NONE = new Footprint(0, 0, 0);

  public static Footprint of(Cluster cluster) {
    if (cluster.gone().isPresent()) {
      return NONE;
    }
    Footprint sum = new Footprint(1, strays(cluster), 0);
    for (NodeGroup group : cluster.spec().groups()) {
      int nodes = nodes(cluster, group);
      int gpus = group.options().gpus().stream().mapToInt(NodeGroup.Gpu::count).sum();
      sum = sum.plus(new Footprint(0, nodes, nodes * gpus));
    }
    return sum;
  }

  public Footprint plus(Footprint other) {
    return new Footprint(clusters + other.clusters, nodes + other.nodes, gpus + other.gpus);
  }

  /** Machines of groups that were removed. */
  private static int strays(Cluster cluster) {
    return (int)
        cluster.machines().values().stream()
            .filter(one -> there(cluster, one))
            .filter(
                one ->
                    cluster.spec().groups().stream()
                        .noneMatch(group -> group.name().equals(one.id().group())))
            .count();
  }

  private static int nodes(Cluster cluster, NodeGroup group) {
    int there =
        (int) cluster.machinesOf(group.name()).stream().filter(one -> there(cluster, one)).count();
    if (cluster.deleting()) {
      return there;
    }
    return Math.max(there, group.count() + surge(cluster, group));
  }

  /** One that leaves has gone with its server, though its ports may still be there. */
  private static boolean there(Cluster cluster, Machine machine) {
    return machine.state().stays() || cluster.ref(machine.server()).isPresent();
  }

  private static int surge(Cluster cluster, NodeGroup group) {
    boolean replaced =
        cluster.machinesOf(group.name()).stream()
            .anyMatch(
                one -> one.marked(Mark.RENEW) || Blueprint.outdated(cluster, one).isPresent());
    return replaced ? cluster.revision().pace().surge(group.count()) : 0;
  }
}
