package io.caisson.service.traffic;

import io.caisson.spi.cloud.Facts.QuotaFact;
import io.caisson.spi.cloud.FloatingIp;
import io.caisson.spi.cloud.LoadBalancer;
import io.caisson.spi.cloud.OwnNetwork;
import io.caisson.spi.cloud.OwnRouter;
import io.caisson.spi.cloud.OwnSubnet;
import io.caisson.spi.cloud.Port;
import io.caisson.spi.cloud.SecurityGroup;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.cloud.ServerGroup;
import io.caisson.spi.cloud.Volume;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** What the clusters of one project share. */
final class ProjectTraffic {
  final Door compute;
  final Door network;
  final Door volume;
  final Door balancer;
  final SharedList<Server> servers;
  final SharedList<ServerGroup> serverGroups;
  final SharedList<Port> ports;
  final SharedList<SecurityGroup> groups;
  final SharedList<FloatingIp> addresses;
  final SharedList<OwnNetwork> networks;
  final SharedList<OwnSubnet> subnets;
  final SharedList<OwnRouter> routers;
  final SharedList<Volume> volumes;
  final SharedList<LoadBalancer> balancers;
  final SharedList<QuotaFact> quotas;

  /** The breakers are those of the cloud, the rest is the project's own. */
  ProjectTraffic(Traffic.Breakers breakers, Gate.Limits limits, Pulse pulse, InstantSource clock) {
    Gate gate = new Gate(limits, pulse, clock);
    this.compute = new Door(gate, breakers.compute());
    this.network = new Door(gate, breakers.network());
    this.volume = new Door(gate, breakers.volume());
    this.balancer = new Door(gate, breakers.balancer());
    this.servers = list("servers", pulse);
    this.serverGroups = list("server groups", pulse);
    this.ports = list("ports", pulse);
    this.groups = list("security groups", pulse);
    this.addresses = list("floating addresses", pulse);
    this.networks = list("networks", pulse);
    this.subnets = list("subnets", pulse);
    this.routers = list("routers", pulse);
    this.volumes = list("volumes", pulse);
    this.balancers = list("load balancers", pulse);
    this.quotas = list("quotas", pulse);
  }

  private static <T> SharedList<T> list(String what, Pulse pulse) {
    return new SharedList<>(what, Duration.ofSeconds(30), pulse);
  }

  void forget(String cluster) {
    List.of(
            servers,
            serverGroups,
            ports,
            groups,
            addresses,
            networks,
            subnets,
            routers,
            volumes,
            balancers,
            quotas)
        .forEach(list -> list.forget(cluster));
  }
}
