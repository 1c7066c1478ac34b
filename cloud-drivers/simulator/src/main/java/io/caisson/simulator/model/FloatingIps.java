package io.caisson.simulator.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * All floating addresses. One can lead to a port only if a router connects the port's subnet with
 * the external network of the address.
 */
public final class FloatingIps {
  private final World world;
  private final Quotas quotas;
  private final Networks networks;
  private final Ports ports;
  private final Routers routers;
  private final Shelf<FloatingIp> floatingIps;
  private final Map<String, Set<FloatingIp>> byPort = new HashMap<>();
  private final List<BiConsumer<FloatingIp, Change>> listeners = new ArrayList<>();

  FloatingIps(World world, Quotas quotas, Networks networks, Ports ports, Routers routers) {
    this.world = world;
    this.quotas = quotas;
    this.networks = networks;
    this.ports = ports;
    this.routers = routers;
    this.floatingIps = new Shelf<>(world, "floatingip");
    ports.onDelete(port -> leadingTo(port.id()).forEach(this::disassociate));
  }

  /** Told after an association and before its end. */
  void onChange(BiConsumer<FloatingIp, Change> listener) {
    listeners.add(listener);
  }

  public FloatingIp create(Caller caller, Order order) {
    CloudNetwork network = networks.need(caller, order.network());
    if (!network.external()) {
      throw Refusal.invalid(
          "BadRequest",
          "Bad floatingip request: Network %s is not a valid external network."
              .formatted(network.id()));
    }
    quotas.needRoomInNetwork(order.project(), "floatingip", count(order.project()));
    Optional<FloatingIp.Target> target =
        order.port().map(id -> target(ports.need(caller, id), order.fixed(), network.id()));
    target.ifPresent(t -> needFree(t, network.id(), Optional.empty()));
    Port own = ownPort(network, order);
    String address = own.addresses().stream().findFirst().orElseThrow().address();
    FloatingIp made =
        new FloatingIp(
            world.card(order.project(), "", order.description()), network.id(), address, own.id());
    ports.plug(own, new Port.Device(made.id(), "network:floatingip", ""));
    floatingIps.add(made.id(), made);
    world.record(
        LogEntry.Event.CREATED,
        "floatingip",
        made.id(),
        Map.of("address", address, "description", order.description(), "project", order.project()));
    target.ifPresent(t -> aim(made, t));
    return made;
  }

  public Optional<FloatingIp> get(String id) {
    return floatingIps.get(id);
  }

  public FloatingIp need(Caller caller, String id) {
    return get(id)
        .filter(ip -> caller.sees(ip.card()))
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "FloatingIPNotFound", "Floating IP " + id + " could not be found"));
  }

  public List<FloatingIp> listed(Caller caller) {
    return floatingIps.listed().stream().filter(ip -> caller.sees(ip.card())).toList();
  }

  public List<FloatingIp> all() {
    return floatingIps.all();
  }

  /** Lets it lead to the port, from wherever it led before. */
  public void associate(Caller caller, FloatingIp ip, String portId, Optional<String> fixed) {
    FloatingIp.Target target = target(ports.need(caller, portId), fixed, ip.network());
    if (ip.target().filter(target::equals).isPresent()) {
      return;
    }
    needFree(target, ip.network(), Optional.of(ip));
    disassociate(ip);
    aim(ip, target);
  }

  public void disassociate(FloatingIp ip) {
    ip.target().ifPresent(target -> disassociate(ip, target.port()));
  }

  private void disassociate(FloatingIp ip, String port) {
    listeners.forEach(listener -> listener.accept(ip, Change.DISSOCIATING));
    byPort.computeIfPresent(port, (_, left) -> without(left, ip));
    ip.aim(Optional.empty());
    changed(ip, "");
  }

  private static @Nullable Set<FloatingIp> without(Set<FloatingIp> left, FloatingIp ip) {
    left.remove(ip);
    return left.isEmpty() ? null : left;
  }

  public void describe(FloatingIp ip, String description) {
    ip.card().describe(description);
    ip.card().touch(world.now());
  }

  public void tag(FloatingIp ip, List<String> tags) {
    ip.card().tag(tags);
    ip.card().touch(world.now());
  }

  public void delete(FloatingIp ip) {
    disassociate(ip);
    floatingIps.remove(ip.id());
    ports.get(ip.ownPort()).ifPresent(ports::drop);
    world.record(LogEntry.Event.DELETED, "floatingip", ip.id(), Map.of("address", ip.address()));
  }

  public long count(String project) {
    return floatingIps.all().stream().filter(i -> i.card().project().equals(project)).count();
  }

  public List<FloatingIp> leadingTo(String portId) {
    return List.copyOf(byPort.getOrDefault(portId, Set.of()));
  }

  boolean useRouter(String routerId, Subnet subnet) {
    return floatingIps.all().stream()
        .flatMap(ip -> ip.target().stream())
        .filter(target -> target.router().equals(routerId))
        .anyMatch(t -> Cidr.address(t.fixed()).filter(subnet.plan().cidr()::contains).isPresent());
  }

  private void aim(FloatingIp ip, FloatingIp.Target at) {
    ip.aim(Optional.of(at));
    byPort.computeIfAbsent(at.port(), _ -> new LinkedHashSet<>()).add(ip);
    changed(ip, at.port());
    listeners.forEach(listener -> listener.accept(ip, Change.ASSOCIATED));
  }

  private void changed(FloatingIp ip, String port) {
    ip.card().touch(world.now());
    world.record(LogEntry.Event.CHANGED, "floatingip", ip.id(), Map.of("port", port));
  }

  private Port ownPort(CloudNetwork network, Order order) {
    PortOrder plain = PortOrder.on(network.id(), "");
    if (order.address().isEmpty()) {
      return ports.create(plain);
    }
    return ports.create(
        plain.with(List.of(new PortOrder.WantedAddress(Optional.empty(), order.address()))));
  }

  private FloatingIp.Target target(Port port, Optional<String> fixed, String external) {
    FixedAddress address =
        port.addresses().stream()
            .filter(a -> fixed.map(a.address()::equals).orElse(true))
            .findFirst()
            .orElseThrow(() -> unusable(port, fixed));
    Router router =
        routers
            .between(address.subnet(), external)
            .orElseThrow(
                () ->
                    Refusal.notFound(
                        "ExternalGatewayForFloatingIPNotFound",
                        "External network %s is not reachable from subnet %s.  "
                                .formatted(external, address.subnet())
                            + "Therefore, cannot associate Port %s with a Floating IP."
                                .formatted(port.id())));
    return new FloatingIp.Target(port.id(), address.address(), router.id());
  }

  private void needFree(FloatingIp.Target target, String external, Optional<FloatingIp> except) {
    for (FloatingIp other : leadingTo(target.port())) {
      boolean same = except.filter(ip -> ip.id().equals(other.id())).isPresent();
      boolean sameFixed = other.target().filter(t -> t.fixed().equals(target.fixed())).isPresent();
      if (!same && sameFixed && other.network().equals(external)) {
        throw Refusal.conflict(
            "FloatingIPPortAlreadyAssociated",
            "Cannot associate floating IP %s (%s) with port %s using fixed IP %s, as that fixed IP"
                    .formatted(other.address(), other.id(), target.port(), target.fixed())
                + " already has a floating IP on external network %s.".formatted(external));
      }
    }
  }

  private static Refusal unusable(Port port, Optional<String> fixed) {
    return Refusal.invalid(
        "BadRequest",
        fixed
            .map(
                address ->
                    "Bad floatingip request: Port %s does not have fixed ip %s."
                        .formatted(port.id(), address))
            .orElse(
                "Bad floatingip request: Cannot add floating IP to port %s that has no fixed IPv4"
                        .formatted(port.id())
                    + " addresses."));
  }

  /** What happens to an address. */
  enum Change {
    ASSOCIATED,
    DISSOCIATING
  }

  /**
   * What somebody wants.
   *
   * @param network id of the external network
   * @param port where it shall lead
   * @param fixed which address of that port; absent means its first
   * @param address which floating address; absent means any
   */
  public record Order(
      String project,
      String network,
      Optional<String> port,
      Optional<String> fixed,
      Optional<String> address,
      String description) {}
}
