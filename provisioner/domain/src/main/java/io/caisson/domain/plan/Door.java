package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which control-plane machine the API's floating address leads to. It stays where it is as long as
 * that machine stays and has its server, and goes to one that is Ready before the machine is
 * interrupted. Where it leads is what the cloud shows: a call that came late may have moved it
 * back.
 */
final class Door {
  private Door() {}

  /** Of the API's address to this machine: another machine needs another call. */
  static ResourceKey key(MachineId machine) {
    return new ResourceKey(Kind.ATTACHMENT, "api." + machine);
  }

  /** Who is to have the address; empty if no machine is to have it. */
  static Optional<Machine> holder(Cluster cluster) {
    return cluster.spec().endpoint() instanceof Endpoint.FloatingAddress
        ? first(cluster, one -> holds(cluster, one))
            .or(() -> first(cluster, one -> one.state() == MachineState.READY))
            .or(() -> first(cluster, one -> one.state() != MachineState.FAILED))
            .or(cluster::firstControlPlane)
        : Optional.empty();
  }

  private static boolean holds(Cluster cluster, Machine machine) {
    boolean runs = cluster.completed().isEmpty() || cluster.exists(machine.server());
    return runs && cluster.exists(key(machine.id()));
  }

  private static Optional<Machine> first(Cluster cluster, Predicate<Machine> which) {
    return cluster.controlPlane().stream()
        .filter(one -> one.state().stays())
        .filter(which)
        .findFirst();
  }

  /** Who has yet to take the address over from this machine; empty if nobody has to. */
  static Optional<Machine> successor(Cluster cluster, Machine leaving) {
    return holder(cluster)
        .filter(other -> !other.equals(leaving) && !cluster.present(key(other.id())));
  }

  /** The address does not lead where it was told to. */
  static List<ClusterRecord> of(Cluster cluster, Sight sight, Instant now) {
    return holder(cluster)
        .filter(one -> leadsElsewhere(cluster, sight, one))
        .flatMap(one -> cluster.resource(key(one.id())))
        .filter(attached -> attached.present() && sight.floatingIps().countsFor(attached))
        .<ClusterRecord>map(
            attached ->
                new ClusterRecord.ResourceAbsent(
                    attached.key(), "the floating address does not lead there", now))
        .stream()
        .toList();
  }

  private static boolean leadsElsewhere(Cluster cluster, Sight sight, Machine holder) {
    Optional<String> port = cluster.resource(holder.port(0)).flatMap(Resource::ref);
    return cluster
        .ref(Wants.API_ADDRESS)
        .flatMap(
            id -> sight.floatingIps().all().stream().filter(one -> one.id().equals(id)).findFirst())
        .filter(address -> port.isPresent() && !address.port().equals(port))
        .isPresent();
  }
}
