package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.spi.kubernetes.SigningRequest;
import io.caisson.spi.kubernetes.SigningRequest.Purpose;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps the door of a cluster. Its rules:
 *
 * <ol>
 *   <li>The API approves no join by itself, from the end of {@code kubeadm init} on, which allows
 *       them. Every look at the API asks for that, because a {@code kubeadm upgrade} restores it;
 *       while it is so, no join token is made.
 *   <li>A request is approved for the machine whose token or identity it was made with, if it asks
 *       for nothing but what is that machine's.
 *   <li>A token that was used with two keys was stolen: its machine leaves, another takes its
 *       place.
 * </ol>
 */
final class Joins {
  static final ResourceKey GUARD = new ResourceKey(Kind.JOIN_GUARD, "bootstrap");

  private final Cluster cluster;
  private final Sight sight;

  private Joins(Cluster cluster, Sight sight) {
    this.cluster = cluster;
    this.sight = sight;
  }

  /** What a look at the API changes. */
  static List<ClusterRecord> of(Cluster cluster, Sight sight, Instant now) {
    List<ClusterRecord> records = new ArrayList<>();
    boolean later = cluster.resource(GUARD).filter(sight.api().nodes()::countsFor).isPresent();
    if (sight.api().approvesJoins() && cluster.present(GUARD) && later) {
      records.add(
          new ClusterRecord.ResourceAbsent(
              GUARD, "the API approves joins by itself again; that is undone", now));
    }
    new Joins(cluster, sight)
        .stolen()
        .forEach(
            machine ->
                records.add(
                    new ClusterRecord.MachineMoved(
                        machine.id(),
                        MachineState.DELETING,
                        "alarm: two keys were shown with its join token, so one is a thief's",
                        now)));
    return records;
  }

  private List<Machine> stolen() {
    Map<MachineId, Set<String>> keys = new TreeMap<>();
    Requesters requesters = new Requesters(cluster);
    for (SigningRequest request : sight.api().requests()) {
      if (request.purpose() == Purpose.CLIENT) {
        requesters
            .machine(request)
            .filter(machine -> machine.state().stays())
            .ifPresent(machine -> shown(keys, machine).add(request.asked().keyDigest()));
      }
    }
    return keys.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 1)
        .flatMap(entry -> Optional.ofNullable(cluster.machines().get(entry.getKey())).stream())
        .toList();
  }

  /** The keys that are known of a machine, those it was let in with among them. */
  private Set<String> shown(Map<MachineId, Set<String>> keys, Machine machine) {
    return keys.computeIfAbsent(
        machine.id(),
        _ ->
            JoinRules.joins(cluster, machine).stream()
                .flatMap(join -> join.ref().stream())
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** The guard, approvals of what is asked for, and those of joins that were given before. */
  static List<Want> wants(Cluster cluster, Sight sight) {
    List<Want> wants = new ArrayList<>();
    wants.add(
        cluster.present(Wants.SERVICE_BINDING) && Founding.over(cluster)
            ? Want.of(GUARD, new Order.StopApprovingJoins())
            : Want.after(GUARD, "kubeadm to be done on the first control plane"));
    Set<ResourceKey> asked = new TreeSet<>();
    Requesters requesters = new Requesters(cluster);
    sight.api().requests().stream()
        .filter(SigningRequest::pending)
        .sorted(Comparator.comparing(SigningRequest::created).thenComparing(SigningRequest::name))
        .forEach(
            request ->
                requesters
                    .machine(request)
                    .map(machine -> want(machine, request))
                    .filter(want -> asked.add(want.key()))
                    .ifPresent(wants::add));
    kept(cluster).filter(asked::add).forEach(key -> wants.add(Want.after(key, "")));
    return wants;
  }

  private static Want want(Machine machine, SigningRequest request) {
    ResourceKey key = JoinRules.key(machine, request);
    if (machine.state() == MachineState.REBUILDING) {
      return Want.after(key, "its machine to be made anew: it is of the guest of before");
    }
    return JoinRules.objection(machine, request)
        .map(why -> Want.after(key, "nobody: it is not approved, for " + why))
        .orElseGet(() -> Want.of(key, approval(machine, request)));
  }

  private static Order approval(Machine machine, SigningRequest request) {
    String reason = "Caisson knows it as machine %s of this cluster.".formatted(machine.id());
    return new Order.ApproveSigningRequest(request.name(), reason, request.asked().keyDigest());
  }

  /** Which key a machine joined with stays known until it is made anew. */
  private static Stream<ResourceKey> kept(Cluster cluster) {
    return cluster.machines().values().stream()
        .filter(machine -> machine.state().keeps() && machine.state() != MachineState.REBUILDING)
        .flatMap(machine -> JoinRules.joins(cluster, machine).stream())
        .filter(Resource::present)
        .map(Resource::key);
  }
}
