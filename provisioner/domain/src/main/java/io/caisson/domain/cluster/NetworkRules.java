package io.caisson.domain.cluster;

import io.caisson.domain.catalogue.Catalogue;
import java.util.List;
import java.util.Optional;

/**
 * The rules for addresses. Those of pods and services are kubeadm's and the controller manager's:
 * each node takes a /24 out of the pod range, which may be at most 16 bits wider; the service range
 * has at least ten addresses and is a /12 or narrower.
 */
final class NetworkRules {
  private static final int NODE_PREFIX = 24;
  private static final int POD_WIDEST = NODE_PREFIX - 16;
  private static final int SERVICE_WIDEST = 12;
  private static final int SERVICE_LEAST = 10;
  private static final String CREATED = "networking.create.cidr";
  private static final Cidr LOOPBACK = Cidr.parse("127.0.0.0/8");

  /** Where nobody can have pods or services: this host, link-local, multicast and above. */
  private static final List<Cidr> RESERVED =
      List.of(
          Cidr.parse("0.0.0.0/8"),
          LOOPBACK,
          Cidr.parse("169.254.0.0/16"),
          Cidr.parse("224.0.0.0/3"));

  private final ClusterSpec spec;
  private final ClusterSpec.Networking networking;
  private final Problems problems;

  NetworkRules(ClusterSpec spec, Problems problems) {
    this.spec = spec;
    this.networking = spec.networking();
    this.problems = problems;
  }

  void check() {
    networking
        .create()
        .ifPresentOrElse(
            this::create,
            () ->
                problems.require(
                    !networking.network().isBlank(), "networking.network", "no network is named"));
    problems.require(
        Catalogue.POD_NETWORKS.contains(networking.cni()),
        "networking.cni",
        "'%s' is not installed by this version; it knows %s",
        networking.cni(),
        Catalogue.POD_NETWORKS);
    Optional<Cidr> pods = problems.cidr("networking.pod_cidr", networking.podCidr());
    Optional<Cidr> services = problems.cidr("networking.service_cidr", networking.serviceCidr());
    Optional<Cidr> subnet = problems.cidr(range(), networking.subnet().cidr());
    networking.create().ifPresent(_ -> subnet.ifPresent(this::madeSubnet));
    pods.ifPresent(this::pods);
    services.ifPresent(this::services);
    subnet.ifPresent(this::pools);
    apart("networking.pod_cidr", pods, "the service range", services);
    apart("networking.pod_cidr", pods, "the machines' subnet", subnet);
    apart("networking.service_cidr", services, "the machines' subnet", subnet);
    furtherPorts(pods, services, subnet);
  }

  /** Where the machines' range stands. */
  private String range() {
    return networking.create().isPresent() ? CREATED : "networking.subnet.cidr";
  }

  private void create(ClusterSpec.NewNetwork made) {
    problems.require(
        !made.externalNetwork().isBlank(),
        "networking.create.external_network",
        "a network that is made needs a way out: name the external network that its router is to"
            + " lead to");
    boolean inside =
        switch (spec.endpoint()) {
          case Endpoint.ServerAddress _ -> true;
          case Endpoint.VirtualAddress virtual -> virtual.outside().isEmpty();
          case Endpoint.LoadBalancer balancer ->
              balancer.outside().isEmpty() && balancer.subnet().isEmpty();
          case Endpoint.FloatingAddress _, Endpoint.Name _ -> false;
        };
    problems.require(
        !inside,
        "endpoint",
        "an address of a network that is made leads nowhere from outside of it, and this service is"
            + " outside: ask for a floating address, or name a network that is routed");
    for (String server : made.nameServers()) {
      problems.require(
          isAddress(server),
          "networking.create.dns_servers",
          "'%s' is no IPv4 address of a name server",
          server);
    }
  }

  private static boolean isAddress(String text) {
    try {
      return Cidr.number(text) > 0;
    } catch (IllegalArgumentException no) {
      return false;
    }
  }

  /** Guests on this host's own range are what simulated ones are; no other reserved one works. */
  private void madeSubnet(Cidr subnet) {
    RESERVED.stream()
        .filter(reserved -> !reserved.equals(LOOPBACK) && subnet.overlaps(reserved))
        .forEach(
            reserved ->
                problems.add(
                    CREATED, "%s overlaps %s, which no network may use", subnet, reserved));
  }

  private void furtherPorts(Optional<Cidr> pods, Optional<Cidr> services, Optional<Cidr> machines) {
    for (int i = 0; i < spec.groups().size(); i++) {
      NodeGroup group = spec.groups().get(i);
      List<NodeGroup.ExtraPort> ports = group.options().ports();
      for (int j = 0; j < ports.size(); j++) {
        String path = "node_groups[%d].ports[%d].network".formatted(i, j);
        ClusterSpec.Subnet subnet = ports.get(j).subnet();
        Optional<Cidr> range = problems.cidr(path, subnet.cidr());
        apart(path, range, "the pod range", pods);
        apart(path, range, "the service range", services);
        if (!subnet.id().equals(networking.subnet().id())) {
          apart(path, range, "the machines' subnet", machines);
        }
        range.ifPresent(one -> room(path, one, subnet, most(group)));
      }
    }
  }

  private void room(String path, Cidr range, ClusterSpec.Subnet subnet, long needed) {
    long room = subnet.pools().stream().mapToLong(pool -> size(pool, range).orElse(0L)).sum();
    problems.require(
        room >= needed,
        path,
        "the pools of %s have %d addresses, and the group may grow to %d machines; choose a larger"
            + " subnet",
        range,
        room,
        needed);
  }

  private static long most(NodeGroup group) {
    return Math.max(0, Math.max(group.count(), group.bounds().max().orElse(0)));
  }

  private void pods(Cidr pods) {
    String path = "networking.pod_cidr";
    unreserved(path, pods);
    problems.require(
        pods.prefix() >= POD_WIDEST,
        path,
        "%s is too wide: Kubernetes cuts /%d ranges out of at most a /%d",
        pods,
        NODE_PREFIX,
        POD_WIDEST);
    long room = pods.prefix() > NODE_PREFIX ? 0 : pods.size() >> (32 - NODE_PREFIX);
    problems.require(
        room >= mostMachines(),
        path,
        "%s has room for %d nodes of a /%d each, and the groups may grow to %d; choose a wider"
            + " range",
        pods,
        room,
        NODE_PREFIX,
        mostMachines());
  }

  private void services(Cidr services) {
    String path = "networking.service_cidr";
    unreserved(path, services);
    problems.require(
        services.prefix() >= SERVICE_WIDEST,
        path,
        "%s is too wide: kubeadm takes a /%d or narrower",
        services,
        SERVICE_WIDEST);
    problems.require(
        services.size() >= SERVICE_LEAST,
        path,
        "%s has %d addresses; kubeadm needs at least %d",
        services,
        services.size(),
        SERVICE_LEAST);
  }

  private void unreserved(String path, Cidr range) {
    RESERVED.stream()
        .filter(range::overlaps)
        .forEach(
            reserved ->
                problems.add(path, "%s overlaps %s, which no network may use", range, reserved));
  }

  private void apart(String path, Optional<Cidr> one, String what, Optional<Cidr> other) {
    if (one.isPresent() && other.isPresent() && one.get().overlaps(other.get())) {
      problems.add(path, "%s overlaps %s %s; choose ranges apart", one.get(), what, other.get());
    }
  }

  /** Each machine takes one address that is chosen out of the subnet's pools. */
  private void pools(Cidr subnet) {
    String path = networking.create().isPresent() ? CREATED : "networking.subnet.pools";
    long room = 0;
    for (ClusterSpec.AddressRange pool : networking.subnet().pools()) {
      Optional<Long> size = size(pool, subnet);
      problems.require(
          size.isPresent(),
          path,
          "%s to %s is no range of addresses within %s",
          pool.first(),
          pool.last(),
          subnet);
      room += size.orElse(0L);
    }
    boolean balanced =
        spec.endpoint() instanceof Endpoint.LoadBalancer balancer && balancer.subnet().isEmpty();
    int shared = balanced || spec.endpoint() instanceof Endpoint.VirtualAddress ? 1 : 0;
    problems.require(
        room >= mostMachines() + shared,
        path,
        "the subnet's pools have %d addresses, and the groups may grow to %d machines%s; choose a"
            + " larger subnet",
        room,
        mostMachines(),
        shared > 0 ? ", beside the control plane's own address" : "");
  }

  private static Optional<Long> size(ClusterSpec.AddressRange pool, Cidr subnet) {
    try {
      boolean within = subnet.contains(pool.first()) && subnet.contains(pool.last());
      long size = Cidr.number(pool.last()) - Cidr.number(pool.first()) + 1;
      return Optional.of(size).filter(some -> within && some > 0);
    } catch (IllegalArgumentException wrong) {
      return Optional.empty();
    }
  }

  private long mostMachines() {
    return spec.groups().stream().mapToLong(NetworkRules::most).sum();
  }
}
