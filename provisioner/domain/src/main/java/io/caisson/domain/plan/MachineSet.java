package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.spi.cloud.Port;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps as many machines as the spec wants. A machine is never made anew: one that is lost leaves,
 * and another with a number never given before takes its place.
 */
final class MachineSet {
  private final Cluster cluster;
  private final Instant now;
  private final Set<String> used = new HashSet<>();
  private final List<ClusterRecord> records = new ArrayList<>();

  private MachineSet(Cluster cluster, Sight sight, Instant now) {
    this.cluster = cluster;
    this.now = now;
    cluster.machines().values().forEach(one -> one.ports().forEach(p -> used.add(p.address())));
    for (Port port : sight.ports().all()) {
      used.addAll(port.addresses());
    }
  }

  static List<ClusterRecord> of(Cluster cluster, Sight sight, Instant now) {
    MachineSet set = new MachineSet(cluster, sight, now);
    if (cluster.deleting()) {
      cluster.machines().values().forEach(one -> set.leave(one, "the cluster is being deleted"));
    } else {
      cluster.spec().groups().forEach(set::group);
      set.strays();
      set.readdress();
    }
    set.forget();
    return set.records;
  }

  private void group(NodeGroup group) {
    List<Machine> staying = new ArrayList<>();
    for (Machine machine : cluster.machinesOf(group.name())) {
      Optional<String> why = Departures.asked(cluster, machine);
      why.ifPresent(reason -> leave(machine, reason));
      if (machine.state().stays() && why.isEmpty()) {
        staying.add(machine);
      }
    }
    if (staying.size() < group.count() && !backingOff(group)) {
      add(group, group.count() - staying.size());
    }
    int surplus = staying.size() - group.count();
    Departures.chosen(staying, surplus)
        .forEach(one -> leave(one, "%s has %d machines too many".formatted(group.name(), surplus)));
  }

  /** Machines of groups that are not wanted any more. */
  private void strays() {
    cluster.machines().values().stream()
        .filter(one -> cluster.spec().group(one.id().group()).isEmpty())
        .forEach(one -> leave(one, "its group is not wanted any more"));
  }

  private boolean backingOff(NodeGroup group) {
    return cluster.holds().containsKey(MachineLife.backOff(group.name()));
  }

  private void add(NodeGroup group, int missing) {
    int last = cluster.numbers().getOrDefault(group.name(), 0);
    boolean exhausted = false;
    for (int number = last + 1; number <= last + missing && !exhausted; number++) {
      MachineId id = new MachineId(group.name(), number);
      Optional<Machine.Plug> plug = plug(id, 0);
      plug.ifPresent(one -> records.add(new ClusterRecord.MachinePlanned(machine(id, group, one))));
      exhausted = plug.isEmpty();
    }
    records.addAll(Holds.keep(cluster, "addresses", noAddress(exhausted), now));
  }

  private Optional<String> noAddress(boolean exhausted) {
    return exhausted
        ? Optional.of(
            "subnet %s has no free address left in its pools; free some or widen the pools"
                .formatted(cluster.spec().networking().subnet().cidr()))
        : Optional.empty();
  }

  private Machine machine(MachineId id, NodeGroup group, Machine.Plug plug) {
    return new Machine(
        id,
        group.role(),
        Names.machine(cluster.head(), id),
        MachineState.PLANNED,
        now,
        "%s wants %d machines".formatted(group.name(), group.count()),
        List.of(plug),
        new Machine.Guest(Machine.Stage.NONE, now, ""),
        Optional.empty(),
        Optional.empty());
  }

  private Optional<Machine.Plug> plug(MachineId id, int tries) {
    var networking = cluster.spec().networking();
    Optional<String> address =
        Addresses.choose(networking.subnet().pools(), used, cluster.id() + "/" + id + "/" + tries);
    address.ifPresent(used::add);
    return address.map(
        one -> new Machine.Plug(networking.network(), networking.subnet().id(), one));
  }

  /** A refused address is replaced before the port is asked for again. */
  private void readdress() {
    for (Machine machine : cluster.machines().values()) {
      ResourceKey key = machine.port(0);
      cluster
          .resource(key)
          .filter(port -> Retries.wantsOtherAddress(port, machine, now))
          .flatMap(port -> plug(machine.id(), port.attempts()))
          .ifPresent(
              plug -> records.add(new ClusterRecord.MachineReplugged(machine.id(), 0, plug, now)));
    }
  }

  private void leave(Machine machine, String reason) {
    if (machine.state().stays()) {
      records.add(new ClusterRecord.MachineMoved(machine.id(), MachineState.DELETING, reason, now));
    }
  }

  private void forget() {
    cluster.machines().values().stream()
        .filter(one -> !one.state().stays())
        .filter(one -> cluster.resources().keySet().stream().noneMatch(key -> belongs(key, one)))
        .forEach(one -> records.add(new ClusterRecord.MachineForgotten(one.id(), now)));
  }

  private static boolean belongs(ResourceKey key, Machine machine) {
    return machine(key).filter(machine.id()::equals).isPresent();
  }

  /** The machine that a resource is part of. */
  static Optional<MachineId> machine(ResourceKey key) {
    return switch (key.kind()) {
      case SERVER, PORT, BOOTSTRAP_TOKEN, SIGNING_REQUEST ->
          Optional.of(MachineId.parse(key.name().replaceFirst("[.+].*", "")));
      case SECURITY_GROUP,
          SECURITY_RULE,
          FLOATING_IP,
          ATTACHMENT,
          ADMIN_BINDING,
          JOIN_GUARD,
          ADD_ON,
          CREDENTIAL ->
          Optional.empty();
    };
  }
}
