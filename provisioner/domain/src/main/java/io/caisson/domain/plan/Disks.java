package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.spi.cloud.ServerOrder;
import io.caisson.spi.cloud.Volume;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The volumes of machines. Their rules:
 *
 * <ol>
 *   <li>Each volume belongs to one machine for its whole life. It is made before the machine's
 *       server, and plugged in by the order of that server.
 *   <li>A server is asked for only when a look has shown all of its volumes ready to be used.
 *   <li>A volume that the cloud could not make takes its machine with it, which has never run.
 *   <li>While a server is there, or may be, no volume is made for its machine: what is lost under a
 *       server is not replaced by something empty.
 *   <li>A volume is deleted only when its machine's server is proved absent. Volumes that a cluster
 *       has made for its own pods are none of these, and are never touched.
 * </ol>
 */
final class Disks {
  /** A server can use it, or does. */
  private static final String USABLE = "usable";

  private static final String BROKEN = "broken";

  private Disks() {}

  /** What is recorded of how a volume is. */
  static Optional<String> detail(Volume volume) {
    return switch (volume.status()) {
      case AVAILABLE, RESERVED, IN_USE -> Optional.of(USABLE);
      case ERROR -> Optional.of(BROKEN);
      case CREATING, DELETING, OTHER -> Optional.empty();
    };
  }

  /**
   * @param before what has to come first; empty for nothing
   */
  static List<Want> wants(Cluster cluster, Machine machine, String before) {
    boolean served = cluster.exists(machine.server());
    return machine.blueprint().volumes().stream()
        .map(
            volume ->
                served || !before.isEmpty()
                    ? Want.after(machine.volume(volume.use()), served ? "" : before)
                    : Want.of(machine.volume(volume.use()), order(machine, volume)))
        .toList();
  }

  private static Order order(Machine machine, NodeGroup.Volume volume) {
    return new Order.CreateVolume(
        machine.name() + "-" + volume.use(),
        volume.sizeGib(),
        volume.use().equals(NodeGroup.Volume.ROOT)
            ? Optional.of(machine.blueprint().image())
            : Optional.empty(),
        Optional.of(volume.type()).filter(type -> !type.isEmpty()));
  }

  /** Those of a machine for as long as it is to keep them. */
  static List<Want> kept(Machine machine) {
    return machine.blueprint().volumes().stream()
        .map(volume -> Want.after(machine.volume(volume.use()), ""))
        .toList();
  }

  /** What a machine's server has to wait for; empty for nothing. */
  static String before(Cluster cluster, Machine machine) {
    return volumes(cluster, machine).allMatch(one -> is(one, USABLE))
        ? ""
        : "its volumes to be ready";
  }

  /** Why a machine cannot get a server any more; empty if it can. */
  static Optional<String> broken(Cluster cluster, Machine machine) {
    return volumes(cluster, machine)
        .flatMap(Optional::stream)
        .filter(one -> is(Optional.of(one), BROKEN))
        .findFirst()
        .map(one -> "its volume %s is in the state error".formatted(one.ref().orElse("")));
  }

  /** Whether what is still open about a resource is not whether a server can use it. */
  static boolean settled(Resource resource) {
    return resource.key().kind() != ResourceKey.Kind.VOLUME || is(Optional.of(resource), USABLE);
  }

  private static Stream<Optional<Resource>> volumes(Cluster cluster, Machine machine) {
    return machine.blueprint().volumes().stream()
        .map(volume -> cluster.resource(machine.volume(volume.use())));
  }

  private static boolean is(Optional<Resource> volume, String detail) {
    return volume
        .filter(Resource::present)
        .flatMap(Resource::detail)
        .filter(detail::equals)
        .isPresent();
  }

  /** What the server of a machine whose volumes are ready boots from and has. */
  static ServerOrder.Disks of(Cluster cluster, Machine machine) {
    Map<String, String> ids = new TreeMap<>();
    for (NodeGroup.Volume volume : machine.blueprint().volumes()) {
      ids.put(volume.use(), cluster.ref(machine.volume(volume.use())).orElseThrow());
    }
    ServerOrder.Disks root =
        Optional.ofNullable(ids.remove(NodeGroup.Volume.ROOT))
            .map(ServerOrder.Disks::ofVolume)
            .orElseGet(() -> ServerOrder.Disks.ofImage(machine.blueprint().image()));
    return root.and(List.copyOf(ids.values()));
  }
}
