package io.caisson.domain.plan;

import io.caisson.domain.cluster.Blueprint;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Grant;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.disruption.Ledger;
import io.caisson.domain.disruption.Signs;
import io.caisson.domain.disruption.Verdict;
import io.caisson.spi.cloud.Port;
import io.caisson.spi.cloud.Server;
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
  private final Set<String> used = new HashSet<>();
  private final List<ClusterRecord> records = new ArrayList<>();
  private final Map<MachineId, String> held = new TreeMap<>();
  private final Ledger ledger;
  private final boolean looked;
  private final Sight sight;
  private boolean exhausted;

  private MachineSet(Cluster cluster, Sight sight, Instant now) {
    this.cluster = cluster;
    this.now = now;
    this.looked = sight.looked();
    this.sight = sight;
    this.ledger =
        new Ledger(
            cluster,
            new Signs(silent(cluster, sight), off(cluster, sight), SickMembers.all(cluster, now)),
            now);
    cluster.machines().values().forEach(one -> one.ports().forEach(p -> used.add(p.address())));
    VirtualAddress.of(cluster).ifPresent(used::add);
    sight.ports().all().stream()
        .filter(port -> ClusterNetwork.has(cluster, port))
        .map(Port::addresses)
        .forEach(used::addAll);
  }

  private static Set<String> silent(Cluster cluster, Sight sight) {
    Set<String> silent = new TreeSet<>();
    if (!sight.apiAnswers()) {
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
    members.departures(ledger).forEach(one -> leave(one.machine(), one.actor(), one.reason()));
    held.putAll(members.held());
  }

  private void workers(NodeGroup group) {
    List<Machine> staying = new ArrayList<>();
    for (Machine machine : cluster.machinesOf(group.name())) {
      Optional<String> why = Departures.asked(cluster, machine);
      why.ifPresent(reason -> dismiss(group, machine, reason));
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
    chosen.forEach(one -> dismiss(group, one, tooMany));
    rollout.outdated().stream()
        .filter(one -> !chosen.contains(one))
        .forEach(one -> replace(group, one));
  }

  /** A user is not refused, but what the user spends is not there for a roll. */
  private void dismiss(NodeGroup group, Machine machine, String reason) {
    if (ledger.ask(group, machine, Grant.Actor.USER).goes()) {
      leave(machine, Grant.Actor.USER, reason);
    }
  }

  private void replace(NodeGroup group, Machine machine) {
    if (!looked) {
      cluster.waitOf(machine.id()).ifPresent(wait -> held.put(machine.id(), wait.reason()));
      return;
    }
    String change = Blueprint.outdated(cluster, machine).orElse("");
    switch (ledger.ask(group, machine, Grant.Actor.UPGRADE)) {
      case Verdict.Go _ -> leave(machine, Grant.Actor.UPGRADE, "it is to have " + change);
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
        .filter(one -> cluster.spec().group(one.id().group()).isEmpty())
        .forEach(one -> leave(one, Grant.Actor.USER, "its group is not wanted any more"));
  }

  private void add(NodeGroup group, int missing) {
    int last = cluster.numbers().getOrDefault(group.name(), 0);
    Zones zones = new Zones(cluster, group);
    for (int number = last + 1; number <= last + missing && !exhausted; number++) {
      MachineId id = new MachineId(group.name(), number);
      Optional<Machine.Plug> plug = plug(id, 0);
      plug.ifPresent(
          one ->
              records.add(new ClusterRecord.MachinePlanned(machine(id, group, one, zones.next()))));
      exhausted = plug.isEmpty();
    }
  }

  private Optional<String> noAddress() {
    return exhausted
        ? Optional.of(
            "subnet %s has no free address left in its pools; free some or widen the pools"
                .formatted(cluster.spec().networking().subnet().cidr()))
        : Optional.empty();
  }

  private Machine machine(MachineId id, NodeGroup group, Machine.Plug plug, Optional<String> zone) {
    return new Machine(
        id,
        group.role(),
        Names.machine(cluster.head(), id),
        MachineState.PLANNED,
        now,
        "%s wants %d machines".formatted(group.name(), group.count()),
        List.of(plug),
        new Machine.Guest(Machine.Stage.NONE, now, ""),
        Blueprint.of(cluster, group, zone),
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

  private void leave(Machine machine, Grant.Actor actor, String reason) {
    if (machine.state().stays()) {
      records.addAll(
          Leaving.begin(cluster, sight, machine, new Grant(machine.id(), actor, reason, now)));
    }
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
