package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.Role;
import io.caisson.spi.cloud.Facts.QuotaFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares what is still to be made with what the project's quotas leave, before it is asked for.
 */
final class Quotas {
  static final String HOLD = "quota";

  private Quotas() {}

  /** Whether something is still to be made. */
  static boolean open(Cluster cluster) {
    return cluster.completed().isEmpty()
        || cluster.holds().containsKey(HOLD)
        || !needed(cluster).isEmpty();
  }

  static List<ClusterRecord> of(Cluster cluster, Sight sight, Instant now) {
    if (cluster.deleting()) {
      return Holds.keep(cluster, HOLD, Optional.empty(), now);
    }
    return sight
        .quotas()
        .map(quotas -> Holds.keep(cluster, HOLD, reason(lacking(needed(cluster), quotas)), now))
        .orElse(List.of());
  }

  private static Optional<String> reason(List<String> lacking) {
    return lacking.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join("; ", lacking)
                + "; raise the quota or free some, it then goes on by itself");
  }

  static List<String> lacking(Map<String, Long> needed, List<QuotaFact> quotas) {
    List<String> lacking = new ArrayList<>();
    for (QuotaFact quota : quotas) {
      long need = needed.getOrDefault(quota.resource(), 0L);
      if (need > quota.free()) {
        lacking.add(lacking(quota, need));
      }
    }
    return lacking;
  }

  private static String lacking(QuotaFact quota, long need) {
    return quota.resource().equals(ServerGroups.MEMBERS)
        ? "quota %s: %d in one server group needed, limit %d; a node group of fewer machines, a smaller surge or no placement needs less"
            .formatted(quota.resource(), need, quota.limit())
        : "quota %s: %d needed, %d free (limit %d, in use %d)"
            .formatted(quota.resource(), need, quota.free(), quota.limit(), quota.used());
  }

  /** What the machines and resources that were not asked for yet will take, by quota. */
  static Map<String, Long> needed(Cluster cluster) {
    Map<String, Long> needed = new TreeMap<>();
    for (Machine machine : cluster.machines().values()) {
      if (machine.state().stays()) {
        machine(cluster, machine, needed);
      }
    }
    for (Role role : Role.values()) {
      absent(cluster, Wants.group(role), "security_groups", needed);
    }
    if (cluster.spec().endpoint().externalNetwork().isPresent()) {
      absent(cluster, Wants.API_ADDRESS, "floating_ips", needed);
    }
    if (cluster.spec().endpoint() instanceof Endpoint.VirtualAddress) {
      absent(cluster, VirtualAddress.KEY, "ports", needed);
    }
    ClusterNetwork.counted(cluster).forEach(one -> absent(cluster, one.key(), one.quota(), needed));
    ServerGroups.needed(cluster, needed);
    if (Balancer.wanted(cluster).isPresent()) {
      absent(cluster, Balancer.KEY, "load_balancers", needed);
      absent(cluster, Balancer.KEY, "ports", needed);
    }
    return needed;
  }

  private static void machine(Cluster cluster, Machine machine, Map<String, Long> needed) {
    machine.portKeys().forEach(port -> absent(cluster, port, "ports", needed));
    for (NodeGroup.Volume volume : machine.blueprint().volumes()) {
      if (!cluster.exists(machine.volume(volume.use()))) {
        needed.merge("volumes", 1L, Long::sum);
        needed.merge("gigabytes", (long) volume.sizeGib(), Long::sum);
      }
    }
    if (!cluster.exists(machine.server())) {
      NodeGroup.Flavor flavor = machine.blueprint().flavor();
      needed.merge("instances", 1L, Long::sum);
      needed.merge("cores", (long) flavor.vcpus(), Long::sum);
      needed.merge("ram", (long) flavor.ramMib(), Long::sum);
    }
  }

  private static void absent(
      Cluster cluster, ResourceKey key, String quota, Map<String, Long> needed) {
    if (!cluster.exists(key)) {
      needed.merge(quota, 1L, Long::sum);
    }
  }
}
