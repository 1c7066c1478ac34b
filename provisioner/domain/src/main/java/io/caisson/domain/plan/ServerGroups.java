package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Placement;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.spi.cloud.ServerGroup;
import io.caisson.spi.cloud.ServerOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The server groups that keep machines apart, or together. Their rules:
 *
 * <ol>
 *   <li>A node group with a placement has one server group, made before its first server and
 *       removed after its last one when the node group is no longer wanted, so that it does not go
 *       and come back with every first machine; never a second one beside it, for hosts are
 *       compared within one server group only.
 *   <li>A machine joins it by the order of its server, and for good: a server group that is lost is
 *       made again, for the servers that come after.
 *   <li>More members than the quota leaves are not asked for.
 * </ol>
 */
final class ServerGroups {
  static final String MEMBERS = "server_group_members";

  private ServerGroups() {}

  /** The server group of a machine that has a placement. */
  static Optional<ResourceKey> key(Machine machine) {
    return machine.blueprint().placement().map(placement -> key(machine.id().group(), placement));
  }

  private static ResourceKey key(String group, Placement placement) {
    return new ResourceKey(Kind.SERVER_GROUP, group + "." + placement.text());
  }

  /** One for each that a machine is in, or will be; made only for such as stay. */
  static List<Want> wants(Cluster cluster) {
    Map<ResourceKey, Want> wants = new TreeMap<>();
    if (!cluster.deleting()) {
      kept(cluster).forEach(want -> wants.put(want.key(), want));
    }
    for (Machine machine : cluster.machines().values()) {
      machine
          .blueprint()
          .placement()
          .ifPresent(placement -> want(wants, machine, placement.policy()));
    }
    return List.copyOf(wants.values());
  }

  /** Those of the node groups that are wanted, as far as they were made once. */
  private static Stream<Want> kept(Cluster cluster) {
    return cluster.spec().groups().stream()
        .flatMap(group -> group.options().placement().map(it -> want(group.name(), it)).stream())
        .filter(want -> cluster.exists(want.key()));
  }

  private static Want want(String group, Placement placement) {
    return Want.of(key(group, placement), new Order.CreateServerGroup(placement.policy()));
  }

  private static void want(
      Map<ResourceKey, Want> wants, Machine machine, ServerGroup.Policy policy) {
    ResourceKey key = key(machine).orElseThrow();
    if (machine.state().stays()) {
      wants.put(key, Want.of(key, new Order.CreateServerGroup(policy)));
    } else {
      wants.putIfAbsent(key, Want.after(key, ""));
    }
  }

  /** Whether a machine's server can be asked for as far as this goes. */
  static boolean ready(Cluster cluster, Machine machine) {
    return key(machine).map(cluster::present).orElse(true);
  }

  /** Where the server of a machine may run. */
  static ServerOrder.Placement placement(Cluster cluster, Machine machine) {
    return new ServerOrder.Placement(machine.zone(), key(machine).flatMap(cluster::ref));
  }

  /** Whether no server is in it any more, or may be. */
  static boolean isEmpty(Cluster cluster, ResourceKey group) {
    String nodeGroup = group.name().replaceFirst("\\..*", "");
    return cluster.resources(Kind.SERVER, nodeGroup + "-").stream()
        .filter(server -> cluster.exists(server.key()))
        .flatMap(server -> MachineSet.machine(server.key()).stream())
        .map(MachineId::group)
        .noneMatch(nodeGroup::equals);
  }

  /** Adds what is still to be made of them, and of how many members the largest will be then. */
  static void needed(Cluster cluster, Map<String, Long> needed) {
    Map<ResourceKey, Long> members = new TreeMap<>();
    Map<ResourceKey, Long> joining = new TreeMap<>();
    for (Machine machine : cluster.machines().values()) {
      boolean there = cluster.exists(machine.server());
      if (there || machine.state().stays()) {
        key(machine).ifPresent(key -> members.merge(key, 1L, Long::sum));
      }
      if (!there && machine.state().stays()) {
        key(machine).ifPresent(key -> joining.merge(key, 1L, Long::sum));
      }
    }
    for (ResourceKey group : joining.keySet()) {
      needed.merge(MEMBERS, members.getOrDefault(group, 0L), Math::max);
      if (!cluster.exists(group)) {
        needed.merge("server_groups", 1L, Long::sum);
      }
    }
  }
}
