package io.caisson.simulator.model;

import io.caisson.simulator.model.Server.VmState;
import io.caisson.simulator.model.ServerOrder.WantedNic;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How servers come to life, change and go, as measured on a real Nova.
 *
 * <ol>
 *   <li>An accepted server is BUILDING, first without a host, then while its ports are plugged in,
 *       then while it is spawned; then it is ACTIVE and runs.
 *   <li>A port serves one server. Of several that were accepted with the same port, the first that
 *       comes to it gets it; each other one ends in ERROR, and its clean-up unplugs the port, which
 *       the winner needs, while the winner goes on running.
 *   <li>While a server has an interface by a port, nobody else gets that port, plugged or not.
 *   <li>A server in any state can be deleted; ports that were made before it stay.
 * </ol>
 */
final class ServerLife {
  private static final double SCHEDULE = 0.2;
  private static final double SPAWN = 0.8;
  private static final double SHORT = 0.1;

  private final World world;
  private final Plant plant;
  private final Shelf<Server> servers;
  private final Scheduler scheduler;

  ServerLife(World world, Plant plant, Shelf<Server> servers) {
    this.world = world;
    this.plant = plant;
    this.servers = servers;
    this.scheduler = new Scheduler(plant, servers);
  }

  void begin(Server server) {
    world.after(SCHEDULE, () -> unlessDeleted(server, this::place));
  }

  private void place(Server server) {
    Optional<Host> host =
        world.troubles().noCapacity(server.card().name())
            ? Optional.empty()
            : scheduler.hostFor(server);
    if (host.isEmpty()) {
      fail(server, "No valid host was found. There are not enough hosts available.");
      return;
    }
    server.place(host.get());
    plant.volumes().attach(server);
    become(server, VmState.BUILDING, Optional.of("networking"));
    if (plugAll(server)) {
      become(server, VmState.BUILDING, Optional.of("spawning"));
      world.after(SPAWN, () -> unlessDeleted(server, this::spawn));
    } else {
      unplugAll(server);
      fail(
          server,
          "Build of instance %s aborted: Failed to allocate the network(s), not rescheduling."
              .formatted(server.id()));
    }
  }

  private boolean plugAll(Server server) {
    for (WantedNic nic : server.order().wiring().nics().orElse(List.of())) {
      if (!plug(server, nic)) {
        return false;
      }
    }
    return true;
  }

  private boolean plug(Server server, WantedNic wanted) {
    return switch (wanted) {
      case WantedNic.OnPort(String id) ->
          plant
              .ports()
              .get(id)
              .filter(port -> port.device().id().isEmpty() && !taken(port))
              .map(port -> connect(server, port, false))
              .orElse(false);
      case WantedNic.OnNetwork network -> connectTo(server, network);
    };
  }

  private boolean taken(Port port) {
    return servers.all().stream().anyMatch(server -> server.has(port.id()));
  }

  private boolean connectTo(Server server, WantedNic.OnNetwork wanted) {
    CloudNetwork network = plant.networks().need(wanted.network());
    if (network.external() && !network.shared()) {
      return false;
    }
    PortOrder order = PortOrder.on(wanted.network(), server.card().project()).in(groups(server));
    PortOrder addressed =
        wanted.address().isEmpty()
            ? order
            : order.with(List.of(new PortOrder.WantedAddress(Optional.empty(), wanted.address())));
    try {
      return connect(server, plant.ports().create(addressed), true);
    } catch (Refusal refused) {
      return false;
    }
  }

  private List<String> groups(Server server) {
    List<String> wanted = server.order().wiring().securityGroups();
    return (wanted.isEmpty() ? List.of("default") : wanted)
        .stream()
            .flatMap(g -> plant.securityGroups().find(server.card().project(), g).stream())
            .map(SecurityGroup::id)
            .toList();
  }

  private boolean connect(Server server, Port port, boolean made) {
    Host host = server.host().orElseThrow();
    plant.ports().plug(port, new Port.Device(server.id(), "compute:" + host.zone(), host.name()));
    Optional<FixedAddress> address = port.addresses().stream().findFirst();
    server.connect(
        new Server.Nic(
            port.id(),
            plant.networks().need(port.network()).card().name(),
            port.mac(),
            address.map(FixedAddress::address).orElse(""),
            address
                .flatMap(a -> plant.networks().subnet(a.subnet()))
                .map(subnet -> subnet.plan().cidr().prefix())
                .orElse(0),
            made));
    return true;
  }

  private void spawn(Server server) {
    String name = server.card().name();
    Optional<String> failure = world.troubles().bootFailure(name);
    if (failure.isPresent()) {
      unplugAll(server);
      fail(
          server,
          "Exceeded maximum number of retries. Exceeded max scheduling attempts 3 for instance %s."
                  .formatted(server.id())
              + " Last exception: "
              + failure.get());
      return;
    }
    boolean hangs = world.troubles().hangsAtBoot(name);
    run(server, hangs);
  }

  void start(Server server) {
    need(server, "start", Set.of(VmState.STOPPED));
    become(server, VmState.STOPPED, Optional.of("powering-on"));
    world.after(SHORT, () -> unlessDeleted(server, s -> run(s, false)));
  }

  void stop(Server server) {
    need(server, "stop", Set.of(VmState.ACTIVE, VmState.ERROR));
    become(server, server.state().vm(), Optional.of("powering-off"));
    world.after(SHORT, () -> unlessDeleted(server, this::stopped));
  }

  /** At once, for the guest itself did it. */
  void powerOff(Server server) {
    if (server.state().running() && !server.deleting()) {
      stopped(server);
    }
  }

  private void stopped(Server server) {
    halt(server);
    world.tell(listener -> listener.stopped(server.id()));
    become(server, VmState.STOPPED, Optional.empty());
  }

  void reboot(Server server, boolean hard) {
    need(
        server,
        "reboot",
        hard ? Set.of(VmState.ACTIVE, VmState.STOPPED, VmState.ERROR) : Set.of(VmState.ACTIVE));
    become(server, server.state().vm(), Optional.of(hard ? "rebooting_hard" : "rebooting"));
    halt(server);
    world.tell(listener -> listener.stopped(server.id()));
    world.after(SHORT, () -> unlessDeleted(server, s -> run(s, false)));
  }

  /**
   * What it is to be stands in its record at once, as in Nova's database; its guest runs on until
   * the host comes to it. What was stopped stays so.
   */
  void rebuild(Server server, ServerOrder as) {
    need(server, "rebuild", Set.of(VmState.ACTIVE, VmState.STOPPED, VmState.ERROR));
    if (as.disks().volumes().stream().anyMatch(ServerOrder.WantedVolume::root)) {
      throw Refusal.invalid(
          "ImageNotFound", "Unable to rebuild with a different image for a volume-backed server.");
    }
    boolean stopped = server.state().vm() == VmState.STOPPED;
    server.rebuild(as);
    become(server, server.state().vm(), Optional.of("rebuilding"));
    world.after(SHORT, () -> unlessDeleted(server, this::wipe));
    world.after(
        SHORT + SPAWN,
        () ->
            unlessDeleted(
                server,
                s -> {
                  if (stopped) {
                    become(s, VmState.STOPPED, Optional.empty());
                  } else {
                    run(s, false);
                  }
                }));
  }

  private void wipe(Server server) {
    halt(server);
    world.tell(listener -> listener.stopped(server.id()));
    world.tell(listener -> listener.rebuilt(server.id()));
  }

  void delete(Server server) {
    if (server.deleting()) {
      return;
    }
    become(server, server.state().vm(), Optional.of("deleting"));
    world.afterRemoval(() -> remove(server));
  }

  private void remove(Server server) {
    halt(server);
    unplugAll(server);
    become(server, VmState.DELETED, Optional.empty());
    servers.remove(server.id());
    plant.volumes().release(server);
    world.record(LogEntry.Event.DELETED, "server", server.id(), Map.of());
    world.tell(listener -> listener.deleted(server.id()));
  }

  /** Unplugs every port that the server was ordered with, even if it now serves another one. */
  private void unplugAll(Server server) {
    for (Server.Nic nic : server.nics()) {
      Optional<Port> port = plant.ports().get(nic.port());
      server.disconnect(nic.port());
      port.ifPresent(p -> leave(server, p, nic.made()));
    }
    if (!server.deleting()) {
      server.order().wiring().nics().orElse(List.of()).forEach(this::unplugOrdered);
    }
  }

  private void leave(Server server, Port port, boolean made) {
    if (made) {
      plant.ports().drop(port);
    } else if (port.of(server.id())) {
      plant.ports().unplug(port);
    }
  }

  private void unplugOrdered(WantedNic wanted) {
    if (wanted instanceof WantedNic.OnPort(String id)) {
      plant.ports().get(id).ifPresent(plant.ports()::unplug);
    }
  }

  private void run(Server server, boolean hangs) {
    server.run(world.now());
    server.card().touch(world.now());
    world.record(
        LogEntry.Event.POWERED_ON,
        "server",
        server.id(),
        Map.of("host", server.host().map(Host::name).orElse("")));
    BootedInstance booted = booted(server);
    if (!hangs) {
      world.tell(listener -> listener.started(booted));
      server.nics().stream()
          .flatMap(nic -> plant.ports().get(nic.port()).stream())
          .flatMap(port -> floatingOnShared(port).stream())
          .forEach(
              address ->
                  world.tell(listener -> listener.floatingIpAssociated(server.id(), address)));
    }
  }

  private void halt(Server server) {
    if (server.state().running()) {
      server.halt();
      world.record(LogEntry.Event.POWERED_OFF, "server", server.id(), Map.of());
    }
  }

  private BootedInstance booted(Server server) {
    Flavor flavor = server.flavor();
    return new BootedInstance(
        server.id(),
        server.card().name(),
        server.boots(),
        server.order().metadata(),
        server.order().software().userData().map(ServerLife::decoded),
        server.nics().stream().map(this::nic).toList(),
        new BootedInstance.Hardware(
            flavor.vcpus(),
            flavor.ramMib(),
            flavor.diskGib(),
            server.host().map(Host::zone).orElse(""),
            server
                .order()
                .disks()
                .image()
                .flatMap(plant.catalogue()::image)
                .map(Image::name)
                .orElse(""),
            server.card().project()));
  }

  private BootedInstance.Nic nic(Server.Nic nic) {
    List<String> floating =
        plant.floatingIps().leadingTo(nic.port()).stream().map(FloatingIp::address).toList();
    List<String> allowed =
        plant.ports().get(nic.port()).stream()
            .flatMap(port -> port.allowedPairs().stream())
            .map(Port.AddressPair::address)
            .toList();
    return new BootedInstance.Nic(nic.mac(), nic.address(), nic.prefix(), floating, allowed);
  }

  /** The floating addresses of what the port may answer for beside its own addresses. */
  private List<FloatingAddress> floatingOnShared(Port port) {
    return plant.floatingIps().all().stream()
        .filter(ip -> ip.target().filter(target -> standsInFor(port, target)).isPresent())
        .map(ip -> new FloatingAddress(ip.address(), ip.target().orElseThrow().fixed()))
        .toList();
  }

  private boolean standsInFor(Port port, FloatingIp.Target target) {
    return port.allowedPairs().stream().anyMatch(pair -> pair.covers(target.fixed()))
        && plant.ports().get(target.port()).filter(other -> alone(other, port)).isPresent();
  }

  /** Whether it is of the same network, and nothing is plugged into it. */
  private static boolean alone(Port other, Port port) {
    return other.network().equals(port.network()) && other.device().id().isEmpty();
  }

  private static String decoded(String base64) {
    return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private void become(Server server, VmState vm, Optional<String> task) {
    server.become(vm, task);
    server.card().touch(world.now());
    world.record(
        LogEntry.Event.CHANGED,
        "server",
        server.id(),
        Map.of("vm_state", vm.name(), "task_state", task.orElse("")));
  }

  private void fail(Server server, String message) {
    server.fail(new Server.Fault(500, message, world.now()));
    server.card().touch(world.now());
    world.record(LogEntry.Event.CHANGED, "server", server.id(), Map.of("vm_state", "ERROR"));
  }

  private static void unlessDeleted(Server server, Consumer<Server> next) {
    if (!server.deleting()) {
      next.accept(server);
    }
  }

  private static void need(Server server, String action, Set<VmState> states) {
    if (server.host().isEmpty() && server.state().vm() == VmState.BUILDING) {
      throw Refusal.notFound(
          "InstanceNotFound", "Instance " + server.id() + " could not be found.");
    }
    String cannot = "Cannot '%s' instance %s while it is in ".formatted(action, server.id());
    if (!states.contains(server.state().vm())) {
      throw Refusal.conflict(
          "InstanceInvalidState", cannot + "vm_state " + word(server.state().vm()));
    }
    server
        .state()
        .task()
        .ifPresent(
            task -> {
              throw Refusal.conflict("InstanceInvalidState", cannot + "task_state " + task);
            });
  }

  private static String word(VmState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
