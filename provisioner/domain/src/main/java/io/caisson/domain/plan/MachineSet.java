package io.caisson.domain.plan;

import io.caisson.domain.cluster.Blueprint;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Grant;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.disruption.Ledger;
import io.caisson.domain.disruption.Verdict;
import io.caisson.spi.cloud.Port;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Keeps as many machines as the spec wants. A machine is never made anew: one that is lost leaves,
 * and another with a number never given before takes its place.
 */
final class MachineSet {
  private final Cluster cluster;
  private final Instant now;
  private final Map<String, Set<String>> used = new TreeMap<>();
  private final List<ClusterRecord> records = new ArrayList<>();
  private final Map<MachineId, String> held = new TreeMap<>();
  private final Ledger ledger;
  private final boolean looked;
  private final Sight sight;
  private Optional<String> exhausted = Optional.empty();

  private MachineSet(Cluster cluster, Sight sight, Instant now) {
    this.cluster = cluster;
    this.now = now;
    this.looked = sight.looked();
    this.sight = sight;
    this.ledger = Interruptions.ledger(cluster, sight, now);
    cluster.machines().values().stream()
        .flatMap(one -> one.ports().stream())
        .forEach(plug -> used(plug.network()).add(plug.address()));
    String own = cluster.spec().networking().network();
    VirtualAddress.of(cluster).ifPresent(used(own)::add);
    Balancer.address(cluster).ifPresent(used(own)::add);
    for (Port port : sight.ports().all()) {
      boolean ours = ClusterNetwork.has(cluster, port);
      used(ours ? own : port.network()).addAll(port.addresses());
    }
  }

  /** The addresses of a network that are taken, as far as can be seen. */
  private Set<String> used(String network) {
    return used.computeIfAbsent(network, _ -> new HashSet<>());
  }

  /** What is decided. */
  List<ClusterRecord> records() {
    return List.copyOf(records);
  }

  /** Why machines that are to be replaced may not be interrupted yet. */
  Map<MachineId, String> held() {
    return held;
  }

  static MachineSet of(Cluster cluster, Sight sight, Instant now) {
    MachineSet set = new MachineSet(cluster, sight, now);
    if (cluster.deleting()) {
      cluster.machines().values().forEach(set::goAtOnce);
    } else {
      cluster.spec().groups().forEach(set::group);
      set.strays();
      set.records.addAll(Holds.keep(cluster, "addresses", set.noAddress(), now));
      set.readdress();
    }
    set.forget();
    return set;
  }

  private void group(NodeGroup group) {
    switch (group.role()) {
      case CONTROL_PLANE -> controlPlane(group);
      case WORKER -> workers(group);
    }
  }

  private void controlPlane(NodeGroup group) {
    ControlPlane members = new ControlPlane(cluster, sight, group, now);
    int missing = members.missing();
    if (missing > 0 && !Zones.closed(cluster, group)) {
      add(group, missing);
    }
    members.departures(ledger).forEach(this::leave);
    held.putAll(members.held());
  }

  private void workers(NodeGroup group) {
    List<Machine> staying = new ArrayList<>();
    for (Machine machine : cluster.machinesOf(group.name())) {
      Optional<String> why = Departures.asked(cluster, machine);
      why.ifPresent(reason -> dismiss(machine, reason));
      if (machine.state().stays() && why.isEmpty()) {
        staying.add(machine);
      }
    }
    Rollout rollout = new Rollout(cluster, group, staying, sight.api().busy());
    int missing = rollout.room(rollout.target() - staying.size());
    if (missing > 0 && !Zones.closed(cluster, group)) {
      add(group, missing);
    }
    int surplus = staying.size() - rollout.target();
    List<Machine> chosen = Departures.chosen(cluster, staying, surplus);
    String tooMany = Departures.tooMany(group, surplus);
    chosen.forEach(one -> dismiss(one, tooMany));
    rollout.outdated().stream().filter(one -> !chosen.contains(one)).forEach(this::replace);
  }

  private void dismiss(Machine machine, String reason) {
    leave(Interruptions.byUser(ledger, machine, reason, now));
  }

  private void replace(Machine machine) {
    if (!looked) {
      cluster.waitOf(machine.id()).ifPresent(wait -> held.put(machine.id(), wait.reason()));
      return;
    }
    String change = Blueprint.outdated(cluster, machine).orElse("");
    String reason = "it is to have " + change;
    switch (ledger.ask(machine, Grant.Actor.UPGRADE)) {
      case Verdict.Go(var warning) ->
          leave(new Grant(machine.id(), Grant.Actor.UPGRADE, reason, now, warning));
      case Verdict.Hold(String why) ->
          held.put(
              machine.id(), "its replacement (%s): %s%s".formatted(change, why, order(machine)));
    }
  }

  private String order(Machine machine) {
    return sight.api().busy().contains(machine.name())
        ? "; a pod on it is to complete by itself, so others go before it"
        : "";
  }

  /** Machines of groups that are not wanted any more. */
  private void strays() {
    cluster.machines().values().stream()
        .filter(one -> one.state().stays() && cluster.spec().group(one.id().group()).isEmpty())
        .forEach(one -> dismiss(one, "its group is not wanted any more"));
  }

  private void add(NodeGroup group, int missing) {
    int last = cluster.numbers().getOrDefault(group.name(), 0);
    Zones zones = new Zones(cluster, group);
    for (int number = last + 1; number <= last + missing && exhausted.isEmpty(); number++) {
      MachineId id = new MachineId(group.name(), number);
      List<Machine.Plug> plugs = plugs(id, group);
      if (exhausted.isEmpty()) {
        records.add(new ClusterRecord.MachinePlanned(machine(id, group, plugs, zones.next())));
      }
    }
  }

  /** Of all ports of a new machine; what cannot be had is noted. */
  private List<Machine.Plug> plugs(MachineId id, NodeGroup group) {
    List<Machine.Plug> plugs = new ArrayList<>();
    for (int index = 0; index <= group.options().ports().size(); index++) {
      Place place = place(group.options().ports(), index);
      plug(place, id, index, 0)
          .ifPresentOrElse(plugs::add, () -> exhausted = Optional.of(place.subnet().cidr()));
    }
    return plugs;
  }

  /** Where a port is to be. */
  private record Place(String network, ClusterSpec.Subnet subnet) {}

  private Place place(List<NodeGroup.ExtraPort> further, int index) {
    ClusterSpec.Networking networking = cluster.spec().networking();
    return index == 0
        ? new Place(networking.network(), networking.subnet())
        : new Place(further.get(index - 1).network(), further.get(index - 1).subnet());
  }

  private Optional<String> noAddress() {
    return exhausted.map(
        "subnet %s has no free address left in its pools; free some or widen the pools"::formatted);
  }

  private Machine machine(
      MachineId id, NodeGroup group, List<Machine.Plug> plugs, Optional<String> zone) {
    return new Machine(
        id,
        group.role(),
        Names.machine(cluster.head(), id),
        MachineState.PLANNED,
        now,
        "%s wants %d machines".formatted(group.name(), group.count()),
        plugs,
        new Machine.Guest(Machine.Stage.NONE, now, ""),
        Blueprint.of(cluster, group, zone),
        Optional.empty());
  }

  private Optional<Machine.Plug> plug(Place place, MachineId id, int index, int tries) {
    String whose = index == 0 ? id.toString() : id + "." + index;
    Set<String> taken = used(place.network());
    Optional<String> address =
        Addresses.choose(place.subnet().pools(), taken, cluster.id() + "/" + whose + "/" + tries);
    address.ifPresent(taken::add);
    return address.map(one -> new Machine.Plug(place.network(), place.subnet().id(), one));
  }

  /** A refused address is replaced before the port is asked for again. */
  private void readdress() {
    cluster.machines().values().stream()
        .filter(machine -> machine.state().stays())
        .forEach(
            machine -> {
              for (int index = 0; index < machine.ports().size(); index++) {
                readdress(machine, index);
              }
            });
  }

  private void readdress(Machine machine, int index) {
    MachineId id = machine.id();
    Place place = place(machine.blueprint().ports(), index);
    cluster
        .resource(machine.port(index))
        .filter(port -> Retries.wantsOtherAddress(port, machine.ports().get(index)))
        .flatMap(port -> plug(place, id, index, port.attempts()))
        .ifPresent(plug -> records.add(new ClusterRecord.MachineReplugged(id, index, plug, now)));
  }

  private void leave(Grant grant) {
    Optional.ofNullable(cluster.machines().get(grant.machine()))
        .ifPresent(machine -> records.addAll(Leaving.begin(cluster, sight, machine, grant)));
  }

  private void goAtOnce(Machine machine) {
    if (machine.state().keeps()) {
      String reason = "the cluster is being deleted";
      records.add(new ClusterRecord.MachineMoved(machine.id(), MachineState.DELETING, reason, now));
    }
  }

  private void forget() {
    List<Machine> going =
        cluster.machines().values().stream().filter(one -> !one.state().keeps()).toList();
    if (going.isEmpty()) {
      return;
    }
    Set<MachineId> there = there();
    going.stream()
        .filter(one -> !there.contains(one.id()) && !Leaving.hasNode(cluster, one))
        .filter(new Membership(cluster, sight)::isOut)
        .forEach(one -> records.add(new ClusterRecord.MachineForgotten(one.id(), now)));
  }

  /** The machines that something is left of; what is true of their Nodes goes with them. */
  private Set<MachineId> there() {
    return cluster.resources().values().stream()
        .filter(one -> !Leaving.isAboutNode(one.key().kind()) && !provedAbsent(one))
        .flatMap(one -> machine(one.key()).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** It will be forgotten, too. */
  private static boolean provedAbsent(Resource resource) {
    return resource.key().kind().marked() && resource.stage() == Resource.Stage.ABSENT;
  }

  /** The machine that a resource is part of. */
  static Optional<MachineId> machine(ResourceKey key) {
    if (Orphans.isAbout(key)) {
      return Optional.empty();
    }
    return switch (key.kind()) {
      case SERVER,
          PORT,
          VOLUME,
          POOL_MEMBER,
          BOOTSTRAP_TOKEN,
          SIGNING_REQUEST,
          CORDON,
          OUTDATED_TAINT,
          DRAIN,
          NODE_REMOVAL,
          LEADER_MOVE,
          MEMBER_REMOVAL ->
          Optional.of(MachineId.parse(key.name().replaceFirst("[.+].*", "")));
      case SECURITY_GROUP,
          SECURITY_RULE,
          SERVER_GROUP,
          NETWORK,
          SUBNET,
          ROUTER,
          ROUTER_INTERFACE,
          FLOATING_IP,
          VIRTUAL_ADDRESS,
          LOAD_BALANCER,
          BALANCER_PART,
          ATTACHMENT,
          ADMIN_BINDING,
          JOIN_GUARD,
          ADD_ON,
          VERSION,
          KUBEADM_ADD_ONS,
          CREDENTIAL ->
          Optional.empty();
    };
  }
}
