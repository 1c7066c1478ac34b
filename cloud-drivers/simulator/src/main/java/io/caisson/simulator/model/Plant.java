package io.caisson.simulator.model;

import java.util.List;
import java.util.Optional;

/**
 * The parts of the data centre. Whoever holds it owns the data centre for that moment: see {@link
 * DataCentre#look} and {@link DataCentre#change}.
 */
public final class Plant {
  private final Identity identity;
  private final Quotas quotas = new Quotas();
  private final Catalogue catalogue;
  private final Networks networks;
  private final SecurityGroups securityGroups;
  private final Ports ports;
  private final Routers routers;
  private final FloatingIps floatingIps;
  private final LoadBalancers loadBalancers;
  private final Volumes volumes;
  private final ServerGroups serverGroups;
  private final Servers servers;

  Plant(World world) {
    this.identity = new Identity(world);
    this.catalogue = new Catalogue(world);
    this.networks = new Networks(world, quotas);
    this.securityGroups = new SecurityGroups(world, quotas);
    this.ports = new Ports(world, quotas, networks, securityGroups);
    this.routers = new Routers(world, quotas, networks, ports);
    this.floatingIps = new FloatingIps(world, quotas, networks, ports, routers);
    this.loadBalancers = new LoadBalancers(world, quotas, networks, ports, floatingIps);
    this.volumes = new Volumes(world, quotas, catalogue);
    this.serverGroups = new ServerGroups(world, quotas);
    this.servers = new Servers(world, this);
  }

  public Identity identity() {
    return identity;
  }

  public Quotas quotas() {
    return quotas;
  }

  public Catalogue catalogue() {
    return catalogue;
  }

  public Networks networks() {
    return networks;
  }

  public SecurityGroups securityGroups() {
    return securityGroups;
  }

  public Ports ports() {
    return ports;
  }

  public Routers routers() {
    return routers;
  }

  public FloatingIps floatingIps() {
    return floatingIps;
  }

  public LoadBalancers loadBalancers() {
    return loadBalancers;
  }

  public Volumes volumes() {
    return volumes;
  }

  public ServerGroups serverGroups() {
    return serverGroups;
  }

  public Servers servers() {
    return servers;
  }

  /** Deletes a network on which nothing but DHCP is left. */
  public void deleteNetwork(CloudNetwork network) {
    List<Port> holding =
        portsWith(network, Optional.empty()).stream().filter(Plant::holdsOn).toList();
    if (!holding.isEmpty()) {
      throw Refusal.conflict(
          "NetworkInUse",
          "Unable to complete operation on network %s. There are one or more ports still in use on"
                  .formatted(network.id())
              + " the network, id for these ports is: %s."
                  .formatted(String.join(",", holding.stream().map(Port::id).toList())));
    }
    networks.delete(network);
  }

  /** Deletes a subnet from which no port has an address. */
  public void deleteSubnet(Subnet subnet) {
    CloudNetwork network = networks.need(subnet.network());
    if (portsWith(network, Optional.of(subnet)).stream().anyMatch(Plant::holdsOn)) {
      throw Refusal.conflict(
          "SubnetInUse",
          "Unable to complete operation on subnet %s: One or more ports have an IP allocation from"
                  .formatted(subnet.id())
              + " this subnet.");
    }
    networks.delete(subnet);
  }

  private List<Port> portsWith(CloudNetwork network, Optional<Subnet> subnet) {
    return ports.all().stream()
        .filter(port -> port.network().equals(network.id()))
        .filter(port -> subnet.map(s -> has(port, s)).orElse(true))
        .toList();
  }

  private static boolean has(Port port, Subnet subnet) {
    return port.addresses().stream().anyMatch(a -> a.subnet().equals(subnet.id()));
  }

  private static boolean holdsOn(Port port) {
    return !port.device().owner().equals("network:dhcp");
  }
}
