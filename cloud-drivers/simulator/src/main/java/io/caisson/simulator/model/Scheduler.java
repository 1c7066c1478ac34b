package io.caisson.simulator.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds a server's host, as Nova's filters and weighers do: the zone, room for the flavor, and the
 * group's policy bind; among the hosts that are left a soft policy comes before free memory.
 */
final class Scheduler {
  private final Plant plant;
  private final Shelf<Server> servers;

  Scheduler(Plant plant, Shelf<Server> servers) {
    this.plant = plant;
    this.servers = servers;
  }

  /** Empty if no host is valid. */
  Optional<Host> hostFor(Server server) {
    Optional<ServerGroup> group = groupOf(server);
    return plant.catalogue().hosts().stream()
        .filter(host -> server.order().where().zone().map(host.zone()::equals).orElse(true))
        .filter(host -> free(host, server.flavor()) >= 0)
        .filter(host -> group.map(g -> allows(g, server, host)).orElse(true))
        .max(
            Comparator.comparingLong((Host host) -> liking(group, server, host))
                .thenComparingLong(host -> free(host, server.flavor())));
  }

  private Optional<ServerGroup> groupOf(Server server) {
    return server.order().where().group().flatMap(plant.serverGroups()::get);
  }

  private boolean allows(ServerGroup group, Server server, Host host) {
    return switch (group.policy()) {
      case "anti-affinity" -> membersOn(group, server, host) < group.mostPerHost();
      case "affinity" -> {
        List<Host> hosts = hostsOf(group, server);
        yield hosts.isEmpty() || hosts.contains(host);
      }
      default -> true;
    };
  }

  private long liking(Optional<ServerGroup> group, Server server, Host host) {
    return switch (group.map(ServerGroup::policy).orElse("")) {
      case "soft-affinity" -> membersOn(group.orElseThrow(), server, host);
      case "soft-anti-affinity" -> -membersOn(group.orElseThrow(), server, host);
      default -> 0;
    };
  }

  private long membersOn(ServerGroup group, Server except, Host host) {
    return hostsOf(group, except).stream().filter(host::equals).count();
  }

  /** The host of each other member that has one. */
  private List<Host> hostsOf(ServerGroup group, Server except) {
    return servers.all().stream()
        .filter(other -> other.of(group.id()) && !other.id().equals(except.id()))
        .flatMap(other -> other.host().stream())
        .toList();
  }

  /** What would be left of the host's RAM; negative if the flavor does not fit. */
  private long free(Host host, Flavor wanted) {
    long vcpus = host.vcpus() - wanted.vcpus();
    long ram = host.ramMib() - wanted.ramMib();
    long disk = host.diskGib() - wanted.diskGib();
    for (Server other : servers.all()) {
      if (other.host().filter(host::equals).isPresent()) {
        vcpus -= other.flavor().vcpus();
        ram -= other.flavor().ramMib();
        disk -= other.flavor().diskGib();
      }
    }
    return vcpus < 0 || disk < 0 ? -1 : ram;
  }
}
