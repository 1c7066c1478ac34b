package io.caisson.contract.cloud;

import static org.awaitility.Awaitility.await;

import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.FloatingIp;
import io.caisson.spi.cloud.LoadBalancer;
import io.caisson.spi.cloud.Network;
import io.caisson.spi.cloud.OwnNetwork;
import io.caisson.spi.cloud.OwnRouter;
import io.caisson.spi.cloud.OwnSubnet;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Port;
import io.caisson.spi.cloud.SecurityGroup;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.cloud.ServerGroup;
import io.caisson.spi.cloud.Topology;
import io.caisson.spi.cloud.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;

/**
 * Removes everything that bears the mark of one run, in the order that clouds want: servers,
 * floating addresses and load balancers, then ports, then groups, then routers and what they are
 * plugged into.
 */
final class Sweep {
  private final Cloud cloud;
  private final String installation;
  private final Duration bound;

  Sweep(Cloud cloud, String installation, Duration bound) {
    this.cloud = cloud;
    this.installation = installation;
    this.bound = bound;
  }

  /** Deletes until nothing is left; fails if that takes longer than the bound. */
  void clean() {
    List<String> refusals = new ArrayList<>();
    await("nothing with the mark " + installation + " is left")
        .atMost(bound)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              refusals.clear();
              List<String> left = pass(refusals);
              Assertions.assertThat(left).as("still there; refusals: %s", refusals).isEmpty();
            });
  }

  /** Deletes what can be deleted now, and tells what was there. */
  private List<String> pass(List<String> refusals) {
    List<String> seen = new ArrayList<>();
    Network network = cloud.network();
    List<Server> servers = cloud.compute().servers();
    for (Server server : servers) {
      if (ours(server.mark())) {
        seen.add("server " + server.id());
        if (server.status() != Server.Status.DELETING) {
          attempt(cloud.compute()::deleteServer, server.id(), refusals);
        }
      }
    }
    for (FloatingIp address : network.floatingIps()) {
      sweep(address.mark(), "floating IP", address.id(), network::deleteFloatingIp, seen, refusals);
    }
    for (ServerGroup group : cloud.compute().serverGroups()) {
      sweep(
          group.mark(),
          "server group",
          group.id(),
          cloud.compute()::deleteServerGroup,
          seen,
          refusals);
    }
    sweepLoadBalancers(seen, refusals);
    boolean serversGone = servers.stream().noneMatch(server -> ours(server.mark()));
    if (serversGone) {
      sweepVolumes(seen, refusals);
      for (Port port : network.ports()) {
        sweep(port.mark(), "port", port.id(), network::deletePort, seen, refusals);
      }
      for (SecurityGroup group : network.securityGroups()) {
        sweep(group.mark(), "group", group.id(), network::deleteSecurityGroup, seen, refusals);
      }
      sweepTopology(seen, refusals);
    }
    return seen;
  }

  private void sweepLoadBalancers(List<String> seen, List<String> refusals) {
    if (cloud.facts().offersLoadBalancers()) {
      for (LoadBalancer one : cloud.loadBalancers().loadBalancers()) {
        sweep(
            one.mark(),
            "load balancer",
            one.id(),
            cloud.loadBalancers()::deleteLoadBalancer,
            seen,
            refusals);
      }
    }
  }

  private void sweepTopology(List<String> seen, List<String> refusals) {
    Topology topology = cloud.topology();
    List<OwnSubnet> subnets = topology.subnets();
    for (OwnRouter router : topology.routers()) {
      if (ours(router.mark())) {
        subnets.stream()
            .filter(subnet -> ours(subnet.mark()))
            .forEach(
                subnet -> attempt(id -> topology.unplug(router.id(), id), subnet.id(), refusals));
      }
      sweep(router.mark(), "router", router.id(), topology::deleteRouter, seen, refusals);
    }
    for (OwnSubnet subnet : subnets) {
      sweep(subnet.mark(), "subnet", subnet.id(), topology::deleteSubnet, seen, refusals);
    }
    for (OwnNetwork network : topology.networks()) {
      sweep(network.mark(), "network", network.id(), topology::deleteNetwork, seen, refusals);
    }
  }

  private void sweepVolumes(List<String> seen, List<String> refusals) {
    if (cloud.facts().offersVolumes()) {
      for (Volume volume : cloud.volumes().volumes()) {
        sweep(volume.mark(), "volume", volume.id(), cloud.volumes()::deleteVolume, seen, refusals);
      }
    }
  }

  private void sweep(
      Optional<OwnerMark> mark,
      String kind,
      String id,
      Consumer<String> delete,
      List<String> seen,
      List<String> refusals) {
    if (ours(mark)) {
      seen.add(kind + " " + id);
      attempt(delete, id, refusals);
    }
  }

  private static void attempt(Consumer<String> delete, String id, List<String> refusals) {
    try {
      delete.accept(id);
    } catch (CloudException refused) {
      refusals.add(id + ": " + refused.getMessage());
    }
  }

  private boolean ours(Optional<OwnerMark> mark) {
    return mark.filter(m -> m.installation().equals(installation)).isPresent();
  }
}
