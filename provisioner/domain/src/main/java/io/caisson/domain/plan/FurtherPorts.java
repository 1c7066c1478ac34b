package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.ResourceKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The ports of machines beside the one that carries the cluster's traffic. Their rules:
 *
 * <ol>
 *   <li>Each is made and removed as the first one: before the machine's server with a chosen
 *       address, after the server is proved absent. The server's interfaces are in the order of the
 *       spec.
 *   <li>What the cloud's switch is before has the security group of the machine's role; what it is
 *       not before (SR-IOV) has none, for nothing would keep to it.
 *   <li>Nothing of the cluster is reached by them: a Node's address is the first port's.
 * </ol>
 */
final class FurtherPorts {
  private FurtherPorts() {}

  /**
   * @param before what has to come first; empty for nothing
   */
  static List<Want> wants(Cluster cluster, Machine machine, String before) {
    return IntStream.range(1, machine.ports().size())
        .mapToObj(index -> want(cluster, machine, index, before))
        .toList();
  }

  private static Want want(Cluster cluster, Machine machine, int index, String before) {
    ResourceKey key = machine.port(index);
    Optional<String> group = cluster.ref(Wants.group(machine.role()));
    if (!before.isEmpty()) {
      return Want.after(key, before);
    }
    return group
        .map(id -> Want.of(key, order(machine, index, id)))
        .orElseGet(() -> Want.after(key, "its security group"));
  }

  private static Order order(Machine machine, int index, String group) {
    NodeGroup.ExtraPort port = machine.blueprint().ports().get(index - 1);
    return new Order.CreatePort(
        machine.name() + "-" + index,
        machine.ports().get(index),
        port.filtered() ? List.of(group) : List.of(),
        List.of(),
        port.vnicType());
  }
}
