package io.caisson.simulator.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All routers. A router is plugged into subnets by ports of its own. */
public final class Routers {
  private static final String INTERFACE = "network:router_interface";
  private static final String GATEWAY = "network:router_gateway";

  private final World world;
  private final Quotas quotas;
  private final Networks networks;
  private final Ports ports;
  private final Shelf<Router> routers;

  Routers(World world, Quotas quotas, Networks networks, Ports ports) {
    this.world = world;
    this.quotas = quotas;
    this.networks = networks;
    this.ports = ports;
    this.routers = new Shelf<>(world, "router");
  }

  public Router create(String project, String name, String description) {
    quotas.needRoomInNetwork(project, "router", count(project));
    Router router = new Router(world.card(project, name, description));
    routers.add(router.id(), router);
    world.record(
        LogEntry.Event.CREATED,
        "router",
        router.id(),
        Map.of("name", name, "description", description));
    return router;
  }

  public Router need(Caller caller, String id) {
    return routers
        .get(id)
        .filter(router -> caller.sees(router.card()))
        .orElseThrow(
            () -> Refusal.notFound("RouterNotFound", "Router " + id + " could not be found"));
  }

  public List<Router> listed(Caller caller) {
    return routers.listed().stream().filter(router -> caller.sees(router.card())).toList();
  }

  public void change(Router router, Optional<String> name, Optional<Boolean> adminUp) {
    name.ifPresent(router.card()::rename);
    adminUp.ifPresent(router::switchTo);
    router.card().touch(world.now());
  }

  public void tag(Router router, List<String> tags) {
    router.card().tag(tags);
    router.card().touch(world.now());
  }

  /** Leads the router out by this external network, or by none. */
  public void setGateway(Router router, Optional<CloudNetwork> external) {
    router.gateway().flatMap(old -> ports.get(old.port())).ifPresent(ports::drop);
    router.leadOutBy(external.map(network -> gateway(router, network)));
    router.card().touch(world.now());
  }

  /** Plugs the router into the subnet, at the subnet's gateway address. */
  public Port addInterface(Router router, Subnet subnet) {
    if (isOn(router, subnet)) {
      throw Refusal.invalid(
          "BadRequest",
          "Bad router request: Router already has a port on subnet " + subnet.id() + ".");
    }
    long gateway =
        subnet
            .plan()
            .gateway()
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        "BadRequest",
                        "Bad router request: Subnet for router interface must have a gateway IP."));
    PortOrder.WantedAddress wanted =
        new PortOrder.WantedAddress(Optional.of(subnet.id()), Optional.of(Cidr.dotted(gateway)));
    return ports.create(
        PortOrder.on(subnet.network(), router.card().project())
            .with(List.of(wanted))
            .in(List.of())
            .with(new Port.Device(router.id(), INTERFACE, "network-1")));
  }

  /** Plugs the router in by a port that somebody made. */
  public void addInterface(Router router, Port port) {
    ports.plug(port, new Port.Device(router.id(), INTERFACE, "network-1"));
  }

  public Port removeInterface(Router router, Subnet subnet, FloatingIps floatingIps) {
    Port port =
        interfaces(router).stream()
            .filter(p -> on(p, subnet.id()))
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.notFound(
                        "RouterInterfaceNotFoundForSubnet",
                        "Router %s has no interface on subnet %s"
                            .formatted(router.id(), subnet.id())));
    if (floatingIps.useRouter(router.id(), subnet)) {
      throw Refusal.conflict(
          "RouterInterfaceInUseByFloatingIP",
          "Router interface for subnet %s on router %s cannot be deleted, as it is required by one"
                  .formatted(subnet.id(), router.id())
              + " or more floating IPs.");
    }
    ports.drop(port);
    return port;
  }

  public void delete(Router router) {
    List<Port> attached = interfaces(router);
    if (!attached.isEmpty()) {
      throw Refusal.conflict(
          "RouterInUse",
          "Router %s has ports still attached: %s"
              .formatted(router.id(), String.join(", ", attached.stream().map(Port::id).toList())));
    }
    setGateway(router, Optional.empty());
    routers.remove(router.id());
    world.record(LogEntry.Event.DELETED, "router", router.id(), Map.of());
  }

  /** The router that leads from the subnet to the external network. */
  Optional<Router> between(String subnetId, String externalNetwork) {
    return routers.all().stream()
        .filter(r -> r.gateway().filter(g -> g.network().equals(externalNetwork)).isPresent())
        .filter(r -> interfaces(r).stream().anyMatch(port -> on(port, subnetId)))
        .findFirst();
  }

  public long count(String project) {
    return routers.all().stream().filter(r -> r.card().project().equals(project)).count();
  }

  /** Whether the router is plugged into the subnet. */
  public boolean isOn(Router router, Subnet subnet) {
    return interfaces(router).stream().anyMatch(port -> on(port, subnet.id()));
  }

  public List<Port> interfaces(Router router) {
    return ports.all().stream()
        .filter(port -> port.of(router.id()) && port.device().owner().equals(INTERFACE))
        .toList();
  }

  private Router.Gateway gateway(Router router, CloudNetwork network) {
    if (!network.external()) {
      throw Refusal.invalid(
          "BadRequest",
          "Bad router request: Network " + network.id() + " is not an external network.");
    }
    Port port =
        ports.create(
            PortOrder.on(network.id(), "")
                .with(new Port.Device(router.id(), GATEWAY, "network-1")));
    FixedAddress address =
        port.addresses().stream()
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        "BadRequest",
                        "Bad router request: No IPs available for external network "
                            + network.id()
                            + "."));
    return new Router.Gateway(network.id(), port.id(), address);
  }

  private static boolean on(Port port, String subnetId) {
    return port.addresses().stream().anyMatch(address -> address.subnet().equals(subnetId));
  }
}
