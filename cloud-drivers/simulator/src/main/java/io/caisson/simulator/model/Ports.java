package io.caisson.simulator.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All ports, and who has which address. An address is given to one port only: a second port that
 * wants it is refused with {@code IpAddressAlreadyAllocated}.
 */
public final class Ports {
  private final World world;
  private final Quotas quotas;
  private final Networks networks;
  private final SecurityGroups groups;
  private final Shelf<Port> ports;
  private final List<Consumer<Port>> onDelete = new ArrayList<>();

  Ports(World world, Quotas quotas, Networks networks, SecurityGroups groups) {
    this.world = world;
    this.quotas = quotas;
    this.networks = networks;
    this.groups = groups;
    this.ports = new Shelf<>(world, "port");
    groups.heldBy(id -> ports.all().stream().anyMatch(p -> p.securityGroups().contains(id)));
  }

  /** Told of each port that goes, before it is gone. */
  void onDelete(Consumer<Port> listener) {
    onDelete.add(listener);
  }

  public Port create(PortOrder order) {
    if (!order.project().isEmpty()) {
      quotas.needRoomInNetwork(order.project(), "port", count(order.project()));
    }
    CloudNetwork network = networks.need(order.network());
    List<String> guards =
        order.project().isEmpty() || !network.guarded() && order.securityGroups().isEmpty()
            ? List.of()
            : groups.chosen(order.project(), order.securityGroups());
    List<FixedAddress> addresses = take(network, order.addresses());
    Port port =
        new Port(
            world.card(order.project(), order.name().orElse(""), order.description().orElse("")),
            network.id(),
            world.ids().mac(),
            addresses,
            guards);
    port.plug(order.device());
    port.guard(network.guarded());
    ports.add(port.id(), port);
    world.record(
        LogEntry.Event.CREATED,
        "port",
        port.id(),
        Map.of(
            "name", port.card().name(),
            "description", port.card().description(),
            "project", order.project(),
            "device_owner", order.device().owner(),
            "address", addresses.stream().findFirst().map(FixedAddress::address).orElse("")));
    return port;
  }

  public Optional<Port> get(String id) {
    return ports.get(id);
  }

  public Port need(Caller caller, String id) {
    return get(id).filter(p -> caller.sees(p.card())).orElseThrow(() -> notFound(id));
  }

  Port need(String id) {
    return get(id).orElseThrow(() -> notFound(id));
  }

  public List<Port> listed(Caller caller) {
    return ports.listed().stream().filter(port -> caller.sees(port.card())).toList();
  }

  /** The truth, of all projects. */
  public List<Port> all() {
    return ports.all();
  }

  /** The ports that may answer for this address of the network, though it is not their own. */
  List<Port> standingInFor(String network, String address) {
    return ports.all().stream()
        .filter(port -> port.network().equals(network))
        .filter(port -> port.allowedPairs().stream().anyMatch(pair -> pair.covers(address)))
        .toList();
  }

  public long count(String project) {
    return ports.all().stream().filter(port -> port.card().project().equals(project)).count();
  }

  public void change(Port port, PortChange change) {
    Optional<List<String>> guards =
        change.securityGroups().map(g -> groups.chosen(port.card().project(), Optional.of(g)));
    change.addresses().ifPresent(wanted -> readdress(port, wanted));
    guards.ifPresent(port::protectBy);
    change.name().ifPresent(port.card()::rename);
    change.description().ifPresent(port.card()::describe);
    change.device().ifPresent(port::plug);
    change.options().applyTo(port);
    changed(port);
  }

  /** Refuses a hardware address that another port of the network has. */
  public void needFreeMac(String network, String mac) {
    if (ports.all().stream().anyMatch(p -> p.network().equals(network) && p.mac().equals(mac))) {
      throw Refusal.conflict(
          "MacAddressInUse",
          "Unable to complete operation for network %s. The mac address %s is in use."
              .formatted(network, mac));
    }
  }

  public void setOptions(Port port, PortOptions options) {
    options.applyTo(port);
  }

  public void tag(Port port, List<String> tags) {
    port.card().tag(tags);
    changed(port);
  }

  /** Deletes at a user's wish: what belongs to a router goes only with the router. */
  public void delete(Port port) {
    String owner = port.device().owner();
    if (owner.startsWith("network:router") || owner.equals("network:floatingip")) {
      throw Refusal.conflict(
          "ServicePortInUse",
          "Port %s cannot be deleted directly via the port API: has device owner %s."
              .formatted(port.id(), owner));
    }
    drop(port);
  }

  void drop(Port port) {
    onDelete.forEach(listener -> listener.accept(port));
    give(port.addresses());
    ports.remove(port.id());
    world.record(LogEntry.Event.DELETED, "port", port.id(), Map.of());
  }

  void plug(Port port, Port.Device into) {
    port.plug(into);
    changed(port);
  }

  void unplug(Port port) {
    port.unplug();
    changed(port);
  }

  private void changed(Port port) {
    port.card().touch(world.now());
    world.record(
        LogEntry.Event.CHANGED, "port", port.id(), Map.of("device_id", port.device().id()));
  }

  private void readdress(Port port, List<PortOrder.WantedAddress> wanted) {
    List<FixedAddress> old = port.addresses();
    give(old);
    try {
      port.readdress(take(networks.need(port.network()), Optional.of(wanted)));
    } catch (Refusal refused) {
      old.forEach(a -> networks.needSubnet(a.subnet()).takes(number(a.address())));
      throw refused;
    }
  }

  private List<FixedAddress> take(
      CloudNetwork network, Optional<List<PortOrder.WantedAddress>> wanted) {
    List<Subnet> subnets = networks.subnetsOf(network.id());
    if (wanted.isEmpty()) {
      return subnets.isEmpty() ? List.of() : List.of(any(network, subnets));
    }
    List<FixedAddress> taken = new ArrayList<>();
    try {
      for (PortOrder.WantedAddress one : wanted.get()) {
        taken.add(take(network, subnets, one));
      }
    } catch (Refusal refused) {
      give(taken);
      throw refused;
    }
    return taken;
  }

  private FixedAddress take(
      CloudNetwork network, List<Subnet> subnets, PortOrder.WantedAddress wanted) {
    List<Subnet> allowed =
        wanted.subnet().map(id -> List.of(ofNetwork(network, id))).orElse(subnets);
    if (wanted.address().isEmpty()) {
      return any(network, allowed);
    }
    String text = wanted.address().get();
    long address = number(text);
    Subnet subnet =
        allowed.stream()
            .filter(s -> s.plan().cidr().usable(address))
            .findFirst()
            .orElseThrow(() -> unfit(wanted, text));
    if (!subnet.takes(address)) {
      throw Refusal.conflict(
          "IpAddressAlreadyAllocated",
          "IP address %s already allocated in subnet %s".formatted(text, subnet.id()));
    }
    return new FixedAddress(subnet.id(), text);
  }

  private Subnet ofNetwork(CloudNetwork network, String subnetId) {
    Subnet subnet = networks.needSubnet(subnetId);
    if (!subnet.network().equals(network.id())) {
      throw Refusal.invalid(
          "InvalidInput",
          "Invalid input for operation: Failed to create port on network %s, because fixed_ips"
                  .formatted(network.id())
              + " included invalid subnet %s.".formatted(subnetId));
    }
    return subnet;
  }

  private static FixedAddress any(CloudNetwork network, List<Subnet> subnets) {
    for (Subnet subnet : subnets) {
      Optional<Long> free = subnet.free();
      if (free.isPresent()) {
        subnet.takes(free.get());
        return new FixedAddress(subnet.id(), Cidr.dotted(free.get()));
      }
    }
    throw Refusal.conflict(
        "IpAddressGenerationFailure",
        "No more IP addresses available on network " + network.id() + ".");
  }

  private void give(List<FixedAddress> addresses) {
    for (FixedAddress address : addresses) {
      networks.subnet(address.subnet()).ifPresent(s -> s.gives(number(address.address())));
    }
  }

  private static long number(String address) {
    return Cidr.address(address)
        .orElseThrow(
            () ->
                Refusal.invalid(
                    "HTTPBadRequest",
                    "Invalid input for fixed_ips. Reason: '%s' is not a valid IP address."
                        .formatted(address)));
  }

  private static Refusal unfit(PortOrder.WantedAddress wanted, String address) {
    return wanted.subnet().isPresent()
        ? Refusal.invalid(
            "InvalidIpForSubnet",
            "IP address %s is not a valid IP for the specified subnet.".formatted(address))
        : Refusal.invalid(
            "InvalidIpForNetwork",
            "IP address %s is not a valid IP for any of the subnets on the specified network."
                .formatted(address));
  }

  private static Refusal notFound(String id) {
    return Refusal.notFound("PortNotFound", "Port " + id + " could not be found.");
  }
}
