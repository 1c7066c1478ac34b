package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Grant;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.disruption.Ledger;
import io.caisson.domain.disruption.Signs;
import io.caisson.spi.cloud.Server;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who may be interrupted, by what a look has shown; without one, by what is recorded alone. */
public final class Interruptions {
  private Interruptions() {}

  /** A user's right to interrupt a machine at once, with the warning that belongs to it. */
  public static Grant byUser(Cluster cluster, Machine machine, String reason, Instant now) {
    return byUser(ledger(cluster, Sight.none(now), now), machine, reason, now);
  }

  /** A user is warned and not refused, but what the user spends is not there for others. */
  static Grant byUser(Ledger ledger, Machine machine, String reason, Instant now) {
    Optional<String> warning = ledger.ask(machine, Grant.Actor.USER).against();
    return new Grant(machine.id(), Grant.Actor.USER, reason, now, warning);
  }

  static Ledger ledger(Cluster cluster, Sight sight, Instant now) {
    return new Ledger(
        cluster,
        new Signs(silent(cluster, sight), off(cluster, sight), SickMembers.all(cluster, now)),
        now);
  }

  private static Set<String> silent(Cluster cluster, Sight sight) {
    Set<String> silent = new TreeSet<>();
    if (sight.looked() && !sight.apiAnswers()) {
      silent.add("the cluster's API");
    }
    if (cluster.holds().containsKey(Reachability.HOLD)) {
      silent.add("the cloud");
    }
    return silent;
  }

  /** A server is shown to be off by the host that it is on, never by one that is silent itself. */
  private static Set<MachineId> off(Cluster cluster, Sight sight) {
    Set<String> servers =
        sight.servers().all().stream()
            .filter(server -> server.status() == Server.Status.SHUTOFF)
            .map(Server::id)
            .collect(Collectors.toSet());
    return servers.isEmpty()
        ? Set.of()
        : cluster.machines().values().stream()
            .filter(one -> cluster.ref(one.server()).filter(servers::contains).isPresent())
            .map(Machine::id)
            .collect(Collectors.toSet());
  }
}
