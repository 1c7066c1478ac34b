package io.caisson.simulator.model;

import io.caisson.simulator.model.LoadBalancer.Listener;
import io.caisson.simulator.model.LoadBalancer.Member;
import io.caisson.simulator.model.LoadBalancer.Monitor;
import io.caisson.simulator.model.LoadBalancer.Pool;
import io.caisson.simulator.model.LoadBalancer.State;
import io.caisson.simulator.model.PortOrder.WantedAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All load balancers, as Octavia's API documents them.
 *
 * <ol>
 *   <li>Each has a port of its own, in its owner's project.
 *   <li>While it is made or changed nothing of it can be changed, nor can it be deleted.
 *   <li>It leads somewhere as long as it is neither being made nor deleted.
 * </ol>
 */
public final class LoadBalancers {
  /** Whoever asks for none gets the first. */
  public static final List<String> PROVIDERS = List.of("amphora", "octavia", "ovn");

  private static final double MAKE = 0.5;
  private static final double CHANGE = 0.05;
  private static final double REMOVE = 0.1;

  private final World world;
  private final Quotas quotas;
  private final Networks networks;
  private final Ports ports;
  private final FloatingIps floatingIps;
  private final Shelf<LoadBalancer> balancers;

  LoadBalancers(
      World world, Quotas quotas, Networks networks, Ports ports, FloatingIps floatingIps) {
    this.world = world;
    this.quotas = quotas;
    this.networks = networks;
    this.ports = ports;
    this.floatingIps = floatingIps;
    this.balancers = new Shelf<>(world, "loadbalancer");
    floatingIps.onChange(this::floatingIpMoved);
  }

  public LoadBalancer create(Caller caller, LoadBalancer.Order order) {
    if (!PROVIDERS.contains(order.provider())) {
      throw Refusal.invalid(
          "ProviderNotEnabledError", "Provider '%s' is not enabled.".formatted(order.provider()));
    }
    Subnet subnet = subnet(caller, order.subnet());
    if (quotas.exceeded(caller.project(), "load_balancer", count(caller.project()), 1)) {
      throw Refusal.quota("QuotaException", "Quota has been met for resources: Load Balancer");
    }
    Card card = world.card(caller.project(), order.name(), order.description());
    LoadBalancer made = new LoadBalancer(card, order, port(card, order, subnet));
    balancers.add(made.id(), made);
    world.record(
        LogEntry.Event.CREATED,
        "loadbalancer",
        made.id(),
        Map.of(
            "name", order.name(),
            "description", order.description(),
            "project", caller.project(),
            "address", made.address().address()));
    world.after(MAKE, () -> settle(made, State.PENDING_CREATE));
    return made;
  }

  private Subnet subnet(Caller caller, String id) {
    try {
      return networks.needSubnet(caller, id);
    } catch (Refusal unknown) {
      throw Refusal.invalid("InvalidSubresource", "Subnet %s not found.".formatted(id));
    }
  }

  private Port port(Card card, LoadBalancer.Order order, Subnet subnet) {
    try {
      return ports.create(
          new PortOrder(
              card.project(),
              subnet.network(),
              Optional.of("octavia-lb-" + card.id()),
              Optional.empty(),
              Optional.of(List.of(new WantedAddress(Optional.of(subnet.id()), order.address()))),
              Optional.of(List.of()),
              new Port.Device("lb-" + card.id(), "Octavia", "")));
    } catch (Refusal refused) {
      throw Refusal.conflict(
          "ProviderDriverError",
          "Provider '%s' reports error: %s".formatted(order.provider(), refused.text()));
    }
  }

  public Optional<LoadBalancer> get(String id) {
    return balancers.get(id);
  }

  public LoadBalancer need(Caller caller, String id) {
    return get(id)
        .filter(one -> caller.sees(one.card()))
        .orElseThrow(
            () -> Refusal.notFound("NotFound", "Load Balancer %s not found.".formatted(id)));
  }

  /** The one whose pool this is. */
  public LoadBalancer ofPool(Caller caller, String pool) {
    return balancers.all().stream()
        .filter(one -> one.pool().filter(its -> its.id().equals(pool)).isPresent())
        .filter(one -> caller.sees(one.card()))
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("NotFound", "Pool %s not found.".formatted(pool)));
  }

  /** The one whose listener this is. */
  public LoadBalancer ofListener(Caller caller, String listener) {
    return balancers.all().stream()
        .filter(one -> one.listener().filter(its -> its.id().equals(listener)).isPresent())
        .filter(one -> caller.sees(one.card()))
        .findFirst()
        .orElseThrow(
            () -> Refusal.notFound("NotFound", "Listener %s not found.".formatted(listener)));
  }

  /** As lists show them to the caller. */
  public List<LoadBalancer> listed(Caller caller) {
    return balancers.listed().stream().filter(one -> caller.sees(one.card())).toList();
  }

  /** The truth, of all projects. */
  public List<LoadBalancer> all() {
    return balancers.all();
  }

  public long count(String project) {
    return balancers.all().stream().filter(one -> one.card().project().equals(project)).count();
  }

  /** Its tags, which change nothing else. */
  public void tag(LoadBalancer balancer, List<String> tags) {
    balancer.card().tag(tags);
  }

  public void delete(LoadBalancer balancer, boolean cascade) {
    if (!cascade && balancer.listener().isPresent()) {
      throw Refusal.invalid(
          "ValidationException",
          "Validation failure: Cannot delete Load Balancer %s - it has children"
              .formatted(balancer.id()));
    }
    if (balancer.state() != State.ERROR) {
      needMutable(balancer);
    }
    become(balancer, State.PENDING_DELETE);
    tell(balancer, List.of());
    world.after(REMOVE, () -> remove(balancer));
  }

  private void remove(LoadBalancer balancer) {
    balancers.remove(balancer.id());
    ports.get(balancer.port()).ifPresent(ports::drop);
    world.record(LogEntry.Event.DELETED, "loadbalancer", balancer.id(), Map.of());
  }

  public Listener addListener(LoadBalancer balancer, String name, int port) {
    needMutable(balancer);
    if (balancer.listener().isPresent()) {
      throw Refusal.conflict(
          "DuplicateListenerEntry",
          "Another Listener on this Load Balancer is already using protocol TCP and protocol_port "
              + balancer.listener().get().port());
    }
    Listener made = new Listener(world.ids().uuid(), name, port);
    balancer.add(made);
    change(balancer);
    return made;
  }

  /** To a balancer that has a listener. */
  public Pool addPool(LoadBalancer balancer, String name, String algorithm) {
    if (balancer.pool().isPresent()) {
      throw Refusal.conflict(
          "ListenerDefaultPoolExists", "This listener already has a default pool");
    }
    needMutable(balancer);
    Pool made = new Pool(world.ids().uuid(), name, algorithm);
    balancer.add(made);
    change(balancer);
    return made;
  }

  /** To a balancer that has a pool. */
  public Monitor addMonitor(LoadBalancer balancer, String name) {
    needMutable(balancer);
    if (balancer.monitor().isPresent()) {
      throw Refusal.conflict("DuplicateHealthMonitor", "This pool already has a health monitor");
    }
    Monitor made = new Monitor(world.ids().uuid(), name);
    balancer.add(made);
    change(balancer);
    return made;
  }

  /** To a balancer that has a pool; its id is given here. */
  public Member add(LoadBalancer balancer, Member wanted) {
    needMutable(balancer);
    if (balancer.members().stream().anyMatch(one -> same(one, wanted))) {
      throw Refusal.conflict(
          "DuplicateMemberEntry",
          "Another member on this pool is already using ip %s on protocol_port %d"
              .formatted(wanted.address(), wanted.port()));
    }
    Member made =
        new Member(
            world.ids().uuid(), wanted.name(), wanted.address(), wanted.subnet(), wanted.port());
    balancer.add(made);
    change(balancer);
    return made;
  }

  private static boolean same(Member one, Member other) {
    return one.address().equals(other.address()) && one.port() == other.port();
  }

  public void removeMember(LoadBalancer balancer, String id) {
    Member member =
        balancer.members().stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow(() -> Refusal.notFound("NotFound", "Member %s not found.".formatted(id)));
    needMutable(balancer);
    balancer.remove(member);
    change(balancer);
  }

  /** It does not work any more until its operator mends it. */
  public void fail(LoadBalancer balancer) {
    become(balancer, State.ERROR);
  }

  private static void needMutable(LoadBalancer balancer) {
    if (balancer.state() != State.ACTIVE) {
      throw Refusal.conflict(
          "ImmutableObject",
          "Load Balancer %s is immutable and cannot be updated.".formatted(balancer.id()));
    }
  }

  private void change(LoadBalancer balancer) {
    become(balancer, State.PENDING_UPDATE);
    world.after(CHANGE, () -> settle(balancer, State.PENDING_UPDATE));
  }

  private void settle(LoadBalancer balancer, State from) {
    if (balancer.state() == from) {
      become(balancer, State.ACTIVE);
      tell(balancer, addresses(balancer));
    }
  }

  private void become(LoadBalancer balancer, State state) {
    balancer.become(state);
    balancer.card().touch(world.now());
    world.record(
        LogEntry.Event.CHANGED, "loadbalancer", balancer.id(), Map.of("status", state.name()));
  }

  private List<String> addresses(LoadBalancer balancer) {
    List<String> all = new ArrayList<>();
    all.add(balancer.address().address());
    floatingIps.leadingTo(balancer.port()).forEach(ip -> all.add(ip.address()));
    return all;
  }

  private void floatingIpMoved(FloatingIp ip, FloatingIps.Change change) {
    String port = ip.target().orElseThrow().port();
    balancers.all().stream()
        .filter(one -> one.port().equals(port) && leads(one))
        .forEach(
            one -> {
              List<String> addresses = new ArrayList<>(addresses(one));
              if (change == FloatingIps.Change.DISSOCIATING) {
                addresses.remove(ip.address());
              }
              tell(one, addresses);
            });
  }

  private static boolean leads(LoadBalancer balancer) {
    return balancer.state() != State.PENDING_CREATE && balancer.state() != State.PENDING_DELETE;
  }

  private void tell(LoadBalancer balancer, List<String> addresses) {
    balancer
        .listener()
        .map(one -> new BalancedAddress(balancer.id(), addresses, one.port(), balancer.members()))
        .ifPresent(now -> world.tell(listener -> listener.balanced(now)));
  }
}
