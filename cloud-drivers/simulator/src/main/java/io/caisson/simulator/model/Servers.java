package io.caisson.simulator.model;

import io.caisson.simulator.model.ServerOrder.WantedNic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All servers. What an order says is checked at once; whether there is room shows later. */
public final class Servers {
  private final World world;
  private final Plant plant;
  private final Shelf<Server> servers;
  private final ServerLife life;

  Servers(World world, Plant plant) {
    this.world = world;
    this.plant = plant;
    this.servers = new Shelf<>(world, "server");
    this.life = new ServerLife(world, plant, servers);
    plant.ports().onDelete(port -> holding(port.id()).forEach(s -> s.disconnect(port.id())));
    plant.floatingIps().onChange(this::floatingIpMoved);
  }

  public Server create(Caller caller, ServerOrder wish) {
    Flavor flavor =
        plant.catalogue().flavor(wish.flavor()).orElseThrow(() -> noFlavor(wish.flavor()));
    wish.disks().image().ifPresent(image -> checkImage(image, flavor));
    wish.disks().volumes().forEach(volume -> plant.volumes().check(caller, volume));
    wish.software().keyName().ifPresent(key -> checkKey(caller, key));
    wish.where().zone().ifPresent(this::checkZone);
    wish.where().group().ifPresent(group -> checkServerGroup(caller, group));
    ServerOrder order = withNics(wish, nics(caller, wish.wiring()));
    order.wiring().securityGroups().forEach(group -> checkGroup(caller, group));
    checkQuota(caller.project(), flavor);
    order.where().group().ifPresent(group -> checkMembers(caller.project(), group));
    Server server =
        new Server(
            world.card(caller.project(), order.name(), order.software().description().orElse("")),
            caller.user(),
            order,
            flavor);
    servers.add(server.id(), server);
    plant.volumes().reserve(server);
    world.record(LogEntry.Event.CREATED, "server", server.id(), facts(server));
    life.begin(server);
    return server;
  }

  public Optional<Server> get(String id) {
    return servers.get(id);
  }

  public Server need(Caller caller, String id) {
    return get(id)
        .filter(server -> caller.sees(server.card()))
        .orElseThrow(
            () -> Refusal.notFound("InstanceNotFound", "Instance " + id + " could not be found."));
  }

  /** As lists show them, of one project. */
  public List<Server> listed(String project) {
    return listed().stream().filter(s -> s.card().project().equals(project)).toList();
  }

  /** As lists show them, of all projects. */
  public List<Server> listed() {
    return servers.listed();
  }

  /** The servers of a server group. */
  public List<Server> members(String group) {
    return servers.all().stream().filter(server -> server.of(group)).toList();
  }

  /** The truth. */
  public List<Server> all() {
    return servers.all();
  }

  public void rename(Server server, String name) {
    server.card().rename(name);
    server.card().touch(world.now());
  }

  public void tag(Server server, List<String> tags) {
    server.tag(tags);
    server.card().touch(world.now());
  }

  public void delete(Server server) {
    life.delete(server);
  }

  public void stop(Server server) {
    life.stop(server);
  }

  public void start(Server server) {
    life.start(server);
  }

  public void reboot(Server server, boolean hard) {
    life.reboot(server, hard);
  }

  /**
   * Its disk becomes what the image holds; its interfaces and name stay.
   *
   * @param image id
   * @param userData base64; absent means as before
   * @param metadata in the place of all that it had; absent means as before
   */
  public void rebuild(
      Server server,
      String image,
      Optional<String> userData,
      Optional<Map<String, String>> metadata) {
    checkImage(image, server.flavor());
    life.rebuild(server, server.order().rebuiltFrom(image, userData, metadata));
  }

  /** The guest switched itself off. */
  public void powerOff(Server server) {
    life.powerOff(server);
  }

  /** The guest stops doing anything, while the server stays ACTIVE. */
  public void hang(Server server) {
    world.tell(listener -> listener.hung(server.id()));
  }

  /** Its network is cut off, while everything goes on. */
  public void cut(Server server) {
    world.tell(listener -> listener.cut(server.id()));
  }

  public void mend(Server server) {
    world.tell(listener -> listener.mended(server.id()));
  }

  public void print(Server server, String text) {
    server.print(text);
  }

  /** How much of the resource ({@code instances}, {@code cores}, {@code ram}) the project has. */
  public long used(String project, String resource) {
    return servers.all().stream()
        .filter(server -> server.card().project().equals(project))
        .mapToLong(server -> share(server.flavor(), resource))
        .sum();
  }

  private static long share(Flavor flavor, String resource) {
    return switch (resource) {
      case "instances" -> 1;
      case "cores" -> flavor.vcpus();
      case "ram" -> flavor.ramMib();
      default -> throw new IllegalArgumentException("servers do not use " + resource);
    };
  }

  private void checkQuota(String project, Flavor flavor) {
    List<String> overs = new ArrayList<>();
    for (String resource : List.of("cores", "instances", "ram")) {
      long used = used(project, resource);
      if (plant.quotas().exceeded(project, resource, used, share(flavor, resource))) {
        overs.add(resource);
      }
    }
    if (!overs.isEmpty()) {
      throw Refusal.quota("TooManyInstances", quotaText(project, flavor, overs));
    }
  }

  private String quotaText(String project, Flavor flavor, List<String> overs) {
    List<String> wanted = overs.stream().map(r -> Long.toString(share(flavor, r))).toList();
    List<String> used = overs.stream().map(r -> Long.toString(used(project, r))).toList();
    List<String> limits =
        overs.stream().map(r -> Long.toString(plant.quotas().limit(project, r))).toList();
    String names = String.join(", ", overs);
    return "Quota exceeded for %s: Requested %s, but already used %s of %s %s"
        .formatted(
            names,
            String.join(", ", wanted),
            String.join(", ", used),
            String.join(", ", limits),
            names);
  }

  private void checkImage(String id, Flavor flavor) {
    Image image =
        plant
            .catalogue()
            .image(id)
            .orElseThrow(() -> Refusal.invalid("ImageNotFound", "Can not find requested image"));
    if (!image.status().equals("active")) {
      throw Refusal.invalid("ImageNotActive", "Image " + id + " is not active.");
    }
    if (image.minRamMib() > flavor.ramMib()) {
      throw Refusal.invalid(
          "FlavorMemoryTooSmall", "Flavor's memory is too small for requested image.");
    }
    long gib = 1L << 30;
    if (flavor.diskGib() > 0 && image.minDiskGib() > flavor.diskGib()) {
      throw Refusal.invalid(
          "FlavorDiskSmallerThanMinDisk",
          "Flavor's disk is smaller than the minimum size specified in image metadata. Flavor disk"
              + " is %d bytes, minimum size is %d bytes."
                  .formatted(flavor.diskGib() * gib, image.minDiskGib() * gib));
    }
  }

  private void checkKey(Caller caller, String name) {
    if (plant.catalogue().keyPair(caller.user(), name).isEmpty()) {
      throw Refusal.invalid("KeypairNotFound", "Invalid key_name provided.");
    }
  }

  private void checkZone(String zone) {
    if (!plant.catalogue().zones().contains(zone)) {
      throw Refusal.invalid("InvalidInput", "The requested availability zone is not available");
    }
  }

  private void checkServerGroup(Caller caller, String id) {
    if (plant.serverGroups().get(id).filter(group -> caller.sees(group.card())).isEmpty()) {
      throw Refusal.invalid(
          "InstanceGroupNotFound", "Instance group " + id + " could not be found.");
    }
  }

  private void checkMembers(String project, String group) {
    if (plant.quotas().exceeded(project, "server_group_members", members(group).size(), 1)) {
      throw Refusal.quota("OverQuota", "Quota exceeded, too many servers in group");
    }
  }

  private void checkGroup(Caller caller, String nameOrId) {
    List<SecurityGroup> found = plant.securityGroups().find(caller.project(), nameOrId);
    if (found.isEmpty()) {
      throw Refusal.invalid(
          "SecurityGroupNotFound",
          "Unable to find security_group with name or id '" + nameOrId + "'");
    }
    if (found.size() > 1) {
      throw Refusal.conflict(
          "NoUniqueMatch",
          "Multiple security groups found matching '%s'. Use an ID to be more specific."
              .formatted(nameOrId));
    }
  }

  private List<WantedNic> nics(Caller caller, ServerOrder.Wiring wiring) {
    List<WantedNic> nics = wiring.nics().orElseGet(() -> onlyNetwork(caller));
    nics.forEach(nic -> checkNic(caller, nic));
    return nics;
  }

  private List<WantedNic> onlyNetwork(Caller caller) {
    List<CloudNetwork> possible =
        plant.networks().listed(caller).stream()
            .filter(n -> n.card().project().equals(caller.project()) || n.shared())
            .filter(n -> !n.external())
            .toList();
    if (possible.size() > 1) {
      throw Refusal.conflict(
          "NetworkAmbiguous",
          "More than one possible network found. Specify network ID(s) to select which one(s) to"
              + " connect to.");
    }
    return possible.stream()
        .<WantedNic>map(network -> new WantedNic.OnNetwork(network.id(), Optional.empty()))
        .toList();
  }

  private void checkNic(Caller caller, WantedNic nic) {
    switch (nic) {
      case WantedNic.OnPort(String id) -> checkPort(caller, id);
      case WantedNic.OnNetwork(String id, Optional<String> _) -> checkNetwork(caller, id);
    }
  }

  private void checkPort(Caller caller, String id) {
    Port port =
        plant
            .ports()
            .get(id)
            .filter(p -> caller.sees(p.card()))
            .orElseThrow(
                () -> Refusal.invalid("PortNotFound", "Port id " + id + " could not be found."));
    if (!port.device().id().isEmpty()) {
      throw Refusal.conflict("PortInUse", "Port " + id + " is still in use.");
    }
    if (port.addresses().isEmpty()) {
      throw Refusal.invalid(
          "PortRequiresFixedIP", "Port " + id + " requires a FixedIP in order to be used.");
    }
  }

  private void checkNetwork(Caller caller, String id) {
    if (plant.networks().listed(caller).stream().noneMatch(n -> n.id().equals(id))) {
      throw Refusal.invalid("NetworkNotFound", "Network " + id + " could not be found.");
    }
    if (plant.networks().subnetsOf(id).isEmpty()) {
      throw Refusal.invalid(
          "NetworkRequiresSubnet",
          "Network " + id + " requires a subnet in order to boot instances on.");
    }
  }

  private void floatingIpMoved(FloatingIp ip, FloatingIps.Change change) {
    FloatingIp.Target target = ip.target().orElseThrow();
    FloatingAddress address = new FloatingAddress(ip.address(), target.fixed());
    for (Server server : answering(target)) {
      if (server.state().running()) {
        world.tell(
            listener -> {
              switch (change) {
                case ASSOCIATED -> listener.floatingIpAssociated(server.id(), address);
                case DISSOCIATING -> listener.floatingIpDissociated(server.id(), address);
              }
            });
      }
    }
  }

  /** Who is plugged into the port; if nobody is, all that may answer for its address. */
  private List<Server> answering(FloatingIp.Target target) {
    List<Server> own = holding(target.port());
    return own.isEmpty()
        ? plant.ports().get(target.port()).stream()
            .flatMap(port -> plant.ports().standingInFor(port.network(), target.fixed()).stream())
            .flatMap(port -> holding(port.id()).stream())
            .toList()
        : own;
  }

  private List<Server> holding(String port) {
    return servers.all().stream().filter(server -> server.has(port)).toList();
  }

  private static ServerOrder withNics(ServerOrder order, List<WantedNic> nics) {
    return new ServerOrder(
        order.name(),
        order.flavor(),
        order.disks(),
        order.metadata(),
        order.software(),
        order.where(),
        new ServerOrder.Wiring(Optional.of(nics), order.wiring().securityGroups()));
  }

  private static Map<String, String> facts(Server server) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("name", server.card().name());
    facts.put("project", server.card().project());
    server.order().metadata().forEach((key, value) -> facts.put("metadata." + key, value));
    return facts;
  }

  private static Refusal noFlavor(String id) {
    return Refusal.invalid("FlavorNotFound", "Flavor " + id + " could not be found.");
  }
}
