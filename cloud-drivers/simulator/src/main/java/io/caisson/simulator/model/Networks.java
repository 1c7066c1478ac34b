package io.caisson.simulator.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All networks and their subnets. */
public final class Networks {
  private final World world;
  private final Quotas quotas;
  private final Shelf<CloudNetwork> networks;
  private final Shelf<Subnet> subnets;

  Networks(World world, Quotas quotas) {
    this.world = world;
    this.quotas = quotas;
    this.networks = new Shelf<>(world, "network");
    this.subnets = new Shelf<>(world, "subnet");
  }

  public CloudNetwork create(String project, String name, String text, CloudNetwork.Kind kind) {
    quotas.needRoomInNetwork(project, "network", count(project));
    CloudNetwork network = new CloudNetwork(world.card(project, name, text), kind);
    networks.add(network.id(), network);
    world.record(
        LogEntry.Event.CREATED, "network", network.id(), Map.of("name", name, "description", text));
    return network;
  }

  public Optional<CloudNetwork> get(String id) {
    return networks.get(id);
  }

  public CloudNetwork need(String id) {
    return get(id).orElseThrow(() -> notFound(id));
  }

  /** The network, unless the caller may not see it. */
  public CloudNetwork need(Caller caller, String id) {
    return get(id).filter(n -> visible(caller, n)).orElseThrow(() -> notFound(id));
  }

  public List<CloudNetwork> listed(Caller caller) {
    return networks.listed().stream().filter(network -> visible(caller, network)).toList();
  }

  List<CloudNetwork> all() {
    return networks.all();
  }

  public void change(CloudNetwork network, Optional<String> name, Optional<String> description) {
    name.ifPresent(network.card()::rename);
    description.ifPresent(network.card()::describe);
    network.card().touch(world.now());
  }

  public void tag(CloudNetwork network, List<String> tags) {
    network.card().tag(tags);
    network.card().touch(world.now());
  }

  public void tag(Subnet subnet, List<String> tags) {
    subnet.card().tag(tags);
    subnet.card().touch(world.now());
  }

  /** The caller has made sure that no port needs it. */
  void delete(CloudNetwork network) {
    subnetsOf(network.id()).forEach(this::delete);
    networks.remove(network.id());
    world.record(LogEntry.Event.DELETED, "network", network.id(), Map.of());
  }

  public Subnet createSubnet(String project, String name, String networkId, Subnet.Plan plan) {
    return createSubnet(new Title(project, name, ""), networkId, plan);
  }

  /** Whose a thing is, and how it is called and described. */
  public record Title(String project, String name, String text) {}

  public Subnet createSubnet(Title title, String networkId, Subnet.Plan plan) {
    String project = title.project();
    quotas.needRoomInNetwork(
        project, "subnet", subnets.all().stream().filter(s -> owns(project, s.card())).count());
    for (Subnet other : subnetsOf(networkId)) {
      if (other.plan().cidr().overlaps(plan.cidr())) {
        throw Refusal.invalid(
            "InvalidInput",
            "Invalid input for operation: Requested subnet with cidr: %s for network: %s overlaps"
                    .formatted(plan.cidr(), networkId)
                + " with another subnet.");
      }
    }
    Subnet subnet = new Subnet(world.card(project, title.name(), title.text()), networkId, plan);
    subnets.add(subnet.id(), subnet);
    world.record(
        LogEntry.Event.CREATED,
        "subnet",
        subnet.id(),
        Map.of("name", title.name(), "description", title.text()));
    return subnet;
  }

  public Optional<Subnet> subnet(String id) {
    return subnets.get(id);
  }

  public Subnet needSubnet(String id) {
    return subnet(id).orElseThrow(() -> subnetNotFound(id));
  }

  public Subnet needSubnet(Caller caller, String id) {
    return subnet(id).filter(s -> visible(caller, s)).orElseThrow(() -> subnetNotFound(id));
  }

  public List<Subnet> subnetsOf(String networkId) {
    return subnets.all().stream().filter(s -> s.network().equals(networkId)).toList();
  }

  public List<Subnet> listedSubnets(Caller caller) {
    return subnets.listed().stream().filter(subnet -> visible(caller, subnet)).toList();
  }

  public void change(Subnet subnet, Optional<String> name, Optional<String> description) {
    name.ifPresent(subnet.card()::rename);
    description.ifPresent(subnet.card()::describe);
    subnet.card().touch(world.now());
  }

  void delete(Subnet subnet) {
    subnets.remove(subnet.id());
    world.record(LogEntry.Event.DELETED, "subnet", subnet.id(), Map.of());
  }

  /** One pool: everything but the gateway. */
  public static List<AddressRange> wholePool(Cidr cidr, Optional<Long> gateway) {
    List<AddressRange> pools = new ArrayList<>();
    long first = cidr.base() + 1;
    long last = cidr.last() - 1;
    if (gateway.isPresent() && gateway.get() >= first && gateway.get() <= last) {
      if (gateway.get() > first) {
        pools.add(new AddressRange(first, gateway.get() - 1));
      }
      first = gateway.get() + 1;
    }
    if (first <= last) {
      pools.add(new AddressRange(first, last));
    }
    return pools;
  }

  public long count(String project) {
    return networks.all().stream().filter(network -> owns(project, network.card())).count();
  }

  public long countSubnets(String project) {
    return subnets.all().stream().filter(subnet -> owns(project, subnet.card())).count();
  }

  private boolean visible(Caller caller, CloudNetwork network) {
    return caller.sees(network.card()) || network.shared() || network.external();
  }

  private boolean visible(Caller caller, Subnet subnet) {
    return caller.sees(subnet.card())
        || get(subnet.network()).map(CloudNetwork::shared).orElse(false);
  }

  private static boolean owns(String project, Card card) {
    return card.project().equals(project);
  }

  private static Refusal notFound(String id) {
    return Refusal.notFound("NetworkNotFound", "Network " + id + " could not be found.");
  }

  private static Refusal subnetNotFound(String id) {
    return Refusal.notFound("SubnetNotFound", "Subnet " + id + " could not be found.");
  }
}
