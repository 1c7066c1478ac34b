package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.spi.cloud.Port;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The address that control-plane machines answer for in turn. A port without a server holds it, so
 * that the cloud gives it to nobody else. Which address it is, the first port that was seen says:
 * each try before may choose another one, and of several tries whose outcome was in doubt the port
 * that is kept counts. From then on it never changes, whatever becomes of the port.
 */
final class VirtualAddress {
  static final ResourceKey KEY = new ResourceKey(Kind.VIRTUAL_ADDRESS, "api");

  private VirtualAddress() {}

  /** The address, once its port was seen. */
  static Optional<String> of(Cluster cluster) {
    return cluster.resource(KEY).flatMap(Resource::detail);
  }

  /** Whether nothing has to wait for it: it is known, or there is to be none. */
  static boolean known(Cluster cluster) {
    return !(cluster.spec().endpoint() instanceof Endpoint.VirtualAddress)
        || of(cluster).isPresent();
  }

  static Want want(Cluster cluster, Sight sight) {
    if (cluster.present(KEY)) {
      return Want.after(KEY, "");
    }
    return of(cluster)
        .or(() -> choose(cluster, sight))
        .map(address -> want(cluster, address))
        .orElseGet(() -> Want.after(KEY, "a free address in the pools of its subnet"));
  }

  private static Want want(Cluster cluster, String address) {
    ClusterSpec.Networking networking = cluster.spec().networking();
    String name = Names.of(cluster.head(), "api");
    return ClusterNetwork.plug(
            cluster, new Machine.Plug(networking.network(), networking.subnet().id(), address))
        .map(plug -> Want.of(KEY, new Order.CreatePort(name, plug, List.of(), List.of())))
        .orElseGet(() -> Want.after(KEY, "its subnet"));
  }

  private static Optional<String> choose(Cluster cluster, Sight sight) {
    int tries = cluster.resource(KEY).map(Resource::attempts).orElse(0);
    return Addresses.choose(
        cluster.spec().networking().subnet().pools(),
        used(cluster, sight),
        cluster.id() + "/" + KEY + "/" + tries);
  }

  private static Set<String> used(Cluster cluster, Sight sight) {
    Set<String> used = new HashSet<>();
    cluster.machines().values().forEach(one -> one.ports().forEach(p -> used.add(p.address())));
    sight.ports().all().stream()
        .filter(port -> ClusterNetwork.has(cluster, port))
        .map(Port::addresses)
        .forEach(used::addAll);
    return used;
  }
}
