package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.spi.cloud.Port;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The network that a cluster's machines are in: one that was there before, or one that is made for
 * it, with a subnet and a router. The rules of the latter:
 *
 * <ol>
 *   <li>Addresses are chosen from the range that was asked for before anything is there; ports are
 *       asked for when the subnet is, servers and attachments when it has a way out.
 *   <li>All of it stays as long as the cluster does, and goes after all ports, load balancers and
 *       floating addresses of the cluster: first the router's plug, then router and subnet, then
 *       the network.
 *   <li>While servers that are not the cluster's are in the network nothing of it is taken away; a
 *       hold names them. What else has a port there, the cloud tells when it refuses.
 * </ol>
 */
public final class ClusterNetwork {
  /** Somebody else's servers are in the network of a cluster that is being deleted. */
  static final String HOLD = "network";

  static final ResourceKey NETWORK = new ResourceKey(Kind.NETWORK, "nodes");
  static final ResourceKey SUBNET = new ResourceKey(Kind.SUBNET, "nodes");
  static final ResourceKey ROUTER = new ResourceKey(Kind.ROUTER, "nodes");
  static final ResourceKey PLUG = new ResourceKey(Kind.ROUTER_INTERFACE, "nodes");

  private static final int NAMED = 5;

  private ClusterNetwork() {}

  private static Optional<ClusterSpec.NewNetwork> asked(Cluster cluster) {
    return cluster.spec().networking().create();
  }

  /** The network's id; empty while it is not there. */
  public static Optional<String> id(Cluster cluster) {
    return asked(cluster).isPresent()
        ? cluster.resource(NETWORK).flatMap(Resource::ref)
        : Optional.of(cluster.spec().networking().network());
  }

  /** The id of the subnet that the machines' addresses are of; empty while it is not there. */
  public static Optional<String> subnet(Cluster cluster) {
    return asked(cluster).isPresent()
        ? cluster.ref(SUBNET)
        : Optional.of(cluster.spec().networking().subnet().id());
  }

  static List<Want> wants(Cluster cluster) {
    return asked(cluster).map(made -> wants(cluster, made)).orElse(List.of());
  }

  private static List<Want> wants(Cluster cluster, ClusterSpec.NewNetwork made) {
    String name = Names.of(cluster.head(), "nodes");
    Optional<String> router = cluster.ref(ROUTER);
    Optional<String> subnet = cluster.ref(SUBNET);
    return List.of(
        Want.of(NETWORK, new Order.CreateNetwork(name)),
        cluster
            .ref(NETWORK)
            .map(id -> Want.of(SUBNET, subnet(cluster, made, name, id)))
            .orElseGet(() -> Want.after(SUBNET, "its network")),
        Want.of(ROUTER, new Order.CreateRouter(name, made.externalNetwork())),
        router.isPresent() && subnet.isPresent()
            ? Want.of(PLUG, new Order.PlugRouter(router.get(), subnet.get()))
            : Want.after(PLUG, "the router and the subnet"));
  }

  private static Order subnet(
      Cluster cluster, ClusterSpec.NewNetwork made, String name, String network) {
    String cidr = cluster.spec().networking().subnet().cidr();
    return new Order.CreateSubnet(name, network, cidr, made.nameServers());
  }

  /** Where a port is to be, once that is there. */
  static Optional<Machine.Plug> plug(Cluster cluster, Machine.Plug planned) {
    if (!planned.network().isEmpty()) {
      return Optional.of(planned);
    }
    Optional<String> network = cluster.ref(NETWORK);
    return cluster
        .ref(SUBNET)
        .filter(_ -> network.isPresent())
        .map(subnet -> new Machine.Plug(network.orElseThrow(), subnet, planned.address()));
  }

  /** Whether its addresses are of the machines' network. */
  static boolean has(Cluster cluster, Port port) {
    return id(cluster).filter(port.network()::equals).isPresent();
  }

  /** Whether floating addresses can lead into it, and machines out of it. */
  static boolean hasWayOut(Cluster cluster) {
    return asked(cluster).isEmpty() || cluster.present(PLUG);
  }

  /** Takes the router's plug out, if there can be one. */
  static Optional<Order> unplug(Cluster cluster) {
    Optional<String> subnet = cluster.resource(SUBNET).flatMap(Resource::ref);
    return cluster
        .resource(ROUTER)
        .flatMap(Resource::ref)
        .filter(_ -> subnet.isPresent())
        .map(router -> new Order.UnplugRouter(router, subnet.orElseThrow()));
  }

  /** Whether the router's plug is gone with what it was plugged into. */
  static boolean plugIsGone(Cluster cluster) {
    return !cluster.exists(SUBNET) || !cluster.exists(ROUTER);
  }

  /** Whether this may be removed now, as far as rules 2 and 3 go. */
  static boolean mayGo(Cluster cluster, ResourceKey key) {
    if (key.isTwin()) {
      return true;
    }
    boolean empty =
        !anyOf(cluster, Set.of(Kind.SERVER, Kind.PORT, Kind.VIRTUAL_ADDRESS, Kind.LOAD_BALANCER));
    boolean mine = !cluster.holds().containsKey(HOLD);
    return empty
        && mine
        && switch (key.kind()) {
          case ROUTER_INTERFACE -> !anyOf(cluster, Set.of(Kind.FLOATING_IP));
          case NETWORK -> !cluster.exists(PLUG) && !cluster.exists(SUBNET);
          default -> !cluster.exists(PLUG);
        };
  }

  private static boolean anyOf(Cluster cluster, Set<Kind> kinds) {
    return cluster.resources().values().stream()
        .anyMatch(one -> kinds.contains(one.key().kind()) && cluster.exists(one.key()));
  }

  /** Rule 3. A look that was not answered changes nothing. */
  static List<ClusterRecord> holds(Cluster cluster, Sight sight, Instant now) {
    if (!cluster.deleting() || asked(cluster).isEmpty() || sight.ports().seen().isEmpty()) {
      return List.of();
    }
    return Holds.keep(cluster, HOLD, foreign(cluster, sight), now);
  }

  private static Optional<String> foreign(Cluster cluster, Sight sight) {
    Set<String> known =
        cluster.resources().values().stream()
            .flatMap(one -> one.ref().stream())
            .collect(Collectors.toSet());
    List<String> servers =
        sight.ports().all().stream()
            .filter(
                port -> has(cluster, port) && !known.contains(port.id()) && !ours(cluster, port))
            .flatMap(port -> port.device().stream())
            .filter(server -> !known.contains(server))
            .distinct()
            .sorted()
            .toList();
    return servers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d servers that are not the cluster's are in its network %s: %s%s; it goes when they are out of it"
                .formatted(
                    servers.size(),
                    id(cluster).orElse(""),
                    String.join(", ", servers.subList(0, Math.min(NAMED, servers.size()))),
                    servers.size() > NAMED ? ", …" : ""));
  }

  private static boolean ours(Cluster cluster, Port port) {
    return port.mark()
        .filter(mark -> mark.installation().equals(cluster.head().installation()))
        .filter(mark -> mark.cluster().equals(cluster.id().value()))
        .isPresent();
  }

  /** The keys of what is to be made, each with the quota that it counts to. */
  static List<Counted> counted(Cluster cluster) {
    return asked(cluster).isEmpty()
        ? List.of()
        : List.of(
            new Counted(NETWORK, "networks"),
            new Counted(SUBNET, "subnets"),
            new Counted(ROUTER, "routers"),
            new Counted(PLUG, "ports"));
  }

  /** One thing that counts to a quota. */
  record Counted(ResourceKey key, String quota) {}
}
