package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Grant;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.Role;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.kubernetes.KubernetesApi.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says where each machine is in its life, by what was seen of its server, its guest and its Node.
 * What was not seen changes nothing: unknown is never dead.
 */
final class MachineLife {
  private final Cluster cluster;
  private final Sight sight;
  private final Map<String, Server> servers = new HashMap<>();
  private final Map<String, Node> nodes = new HashMap<>();
  private final Policy policy;
  private final Instant now;
  private final List<ClusterRecord> records = new ArrayList<>();

  private MachineLife(Cluster cluster, Sight sight, Policy policy, Instant now) {
    this.cluster = cluster;
    this.sight = sight;
    sight.servers().all().forEach(server -> servers.put(server.id(), server));
    sight.api().nodes().all().forEach(node -> nodes.put(node.name(), node));
    this.policy = policy;
    this.now = now;
  }

  static List<ClusterRecord> of(Cluster cluster, Sight sight, Policy policy, Instant now) {
    MachineLife life = new MachineLife(cluster, sight, policy, now);
    cluster.machines().values().stream()
        .filter(machine -> machine.state().stays() && machine.state() != MachineState.FAILED)
        .forEach(life::machine);
    life.liftBackOffs();
    return life.records;
  }

  private void machine(Machine machine) {
    Optional<Resource> server = cluster.resource(machine.server());
    switch (server.map(Resource::stage).orElse(Resource.Stage.ABSENT)) {
      case ABSENT -> withoutServer(machine);
      case CREATING -> move(machine, MachineState.CREATING, "its server was asked for");
      case PRESENT -> server.flatMap(Resource::ref).ifPresent(ref -> withServer(machine, ref));
      case DELETING -> {}
    }
  }

  private void withoutServer(Machine machine) {
    boolean ran = machine.state().compareTo(MachineState.BOOTING) >= 0;
    if (!ran) {
      Disks.broken(cluster, machine).ifPresent(fault -> stillborn(machine, fault));
      return;
    }
    String lost = "its server was removed from the cloud";
    Optional<String> bound = cluster.bound();
    if (machine.role() == Role.WORKER) {
      move(machine, MachineState.DELETING, lost);
    } else if (cluster.completed().isEmpty() || !others(machine)) {
      fail(machine, lost + ", and with it the cluster's data");
    } else if (bound.isPresent()) {
      fail(machine, lost + ", and no other can take its place: " + bound.get());
    } else {
      records.addAll(
          Leaving.begin(
              cluster,
              sight,
              machine,
              new Grant(machine.id(), Grant.Actor.HEALING, lost, now, Optional.empty())));
    }
  }

  /** Whether another machine of the control plane holds the cluster's data. */
  private boolean others(Machine machine) {
    return cluster.controlPlane().stream()
        .anyMatch(one -> !one.equals(machine) && one.state().joined());
  }

  private void withServer(Machine machine, String ref) {
    Optional<Server> server = Optional.ofNullable(servers.get(ref));
    if (machine.state().joined() && server.filter(MachineLife::stopped).isPresent()) {
      move(machine, MachineState.JOINED, "its server is stopped");
    } else if (machine.state() != MachineState.REBUILDING) {
      server.ifPresent(one -> server(machine, one));
      Optional.ofNullable(nodes.get(machine.name()))
          .ifPresentOrElse(node -> node(machine, node.ready()), () -> withoutNode(machine));
    }
    if (machine.guest().stage() == Machine.Stage.FAILED) {
      fail(machine, "its guest reports: " + ConsoleExcerpt.verdict(machine.guest().text()));
    } else if (!nodes.containsKey(machine.name())) {
      new Overdue(cluster, policy.stages())
          .failure(machine, sight, now)
          .ifPresent(reason -> fail(machine, reason));
    }
  }

  /**
   * Its Node is called Ready for as long as nobody has missed it; that of the only control plane
   * for ever, for nobody else can say so.
   */
  private static boolean stopped(Server server) {
    return server.status() == Server.Status.SHUTOFF;
  }

  private void server(Machine machine, Server server) {
    boolean born = machine.state().compareTo(MachineState.BOOTING) >= 0;
    switch (server.status()) {
      case ACTIVE -> {
        if (!born) {
          move(machine, MachineState.BOOTING, "its server runs");
        }
      }
      case BUILD -> {
        if (!born) {
          move(machine, MachineState.CREATING, "the cloud builds its server");
        }
      }
      case ERROR -> {
        if (!born) {
          stillborn(machine, server.fault().orElse("no reason given"));
        }
      }
      case SHUTOFF, REBOOT, REBUILD, DELETING, OTHER -> {}
    }
  }

  /** It never ran, so it can leave at once; another one is tried after a while. */
  private void stillborn(Machine machine, String fault) {
    String group = machine.id().group();
    String hold = Zones.backOff(group, machine.zone());
    move(
        machine,
        MachineState.DELETING,
        "the cloud could not build its server: %s".formatted(fault));
    String reason =
        "the cloud could not build %s: %s; the next try follows in %d s"
            .formatted(machine.id(), fault, pause(group).toSeconds());
    records.add(new ClusterRecord.HoldPlaced(new Hold(hold, reason, false, now)));
  }

  private Duration pause(String group) {
    long kept = cluster.machinesOf(group).stream().filter(one -> one.state().stays()).count();
    return policy.later((int) (cluster.numbers().getOrDefault(group, 0) - kept + 1));
  }

  private void liftBackOffs() {
    for (Hold hold : cluster.holds().values()) {
      Zones.groupOf(hold.name())
          .filter(group -> !now.isBefore(hold.since().plus(pause(group))))
          .ifPresent(_ -> records.add(new ClusterRecord.HoldLifted(hold.name(), now)));
    }
  }

  /** Somebody may remove a Node; its kubelet makes another one only when it starts anew. */
  private void withoutNode(Machine machine) {
    if (machine.state() == MachineState.READY && sight.apiAnswers()) {
      move(machine, MachineState.JOINED, "its Node was removed from the cluster");
    }
  }

  private void node(Machine machine, boolean ready) {
    if (ready) {
      move(machine, MachineState.READY, "its Node is Ready");
    } else {
      move(machine, MachineState.JOINED, "its Node is not Ready");
    }
  }

  private void fail(Machine machine, String reason) {
    move(machine, MachineState.FAILED, reason);
    records.add(
        new ClusterRecord.HoldPlaced(
            new Hold("machine/" + machine.id(), machine.id() + ": " + reason, true, now)));
  }

  private void move(Machine machine, MachineState state, String reason) {
    if (machine.state() != state || !machine.reason().equals(reason)) {
      records.add(new ClusterRecord.MachineMoved(machine.id(), state, reason, now));
    }
  }
}
