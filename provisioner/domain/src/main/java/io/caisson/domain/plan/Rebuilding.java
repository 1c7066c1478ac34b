package io.caisson.domain.plan;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Blueprint;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Grant;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.Role;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.kubernetes.KubernetesApi.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a worker is made anew on the server that it has. The order:
 *
 * <ol>
 *   <li>Under a grant its Node takes no new pods, and its pods leave it, as of a machine that
 *       leaves: {@link Leaving}. Until it is empty all of this can be taken back.
 *   <li>In one commit it is {@link MachineState#REBUILDING}, made by what its group is made by now,
 *       and what its guest told is forgotten. From then on only the guest that the coming call
 *       boots is listened to: each try has a secret of its own.
 *   <li>The call carries its number in the server's mark, so that the cloud itself says whether it
 *       was carried out. One that is in doubt is sent again only when enough looks, begun after it
 *       can be carried out no more, show the mark of an earlier one.
 *   <li>Its old Node goes when the server was seen to run with that mark: before, the old guest may
 *       be at work.
 *   <li>It is a machine that boots, and may join, when a look shows no Node of its name that began
 *       after its removal, and no call about the old Node can be carried out any more: such a call
 *       would hit the new one, for the name is the same.
 *   <li>Its grant ends when it is Ready.
 *   <li>If the server shows the mark of an earlier try again, that one was carried out late. What
 *       it booted has a secret that counts no more, so the server is made anew once more.
 *   <li>A server that the cloud could not make anew takes its machine with it.
 * </ol>
 */
public final class Rebuilding {
  private final Cluster cluster;
  private final Sight sight;
  private final Policy policy;
  private final Instant now;
  private final Map<String, Server> servers = new HashMap<>();

  private Rebuilding(Cluster cluster, Sight sight, Policy policy, Instant now) {
    this.cluster = cluster;
    this.sight = sight;
    this.policy = policy;
    this.now = now;
    sight.servers().all().forEach(server -> servers.put(server.id(), server));
  }

  /**
   * Why this machine cannot be made anew on the server that it has, and what to do instead; empty
   * if it can.
   */
  public static Optional<String> objection(Cluster cluster, Machine machine) {
    if (machine.role() == Role.CONTROL_PLANE) {
      return Optional.of(
          "it is of the control plane, whose machines change by a successor that joins etcd first:"
              + " replace it with surge");
    }
    return cluster
        .spec()
        .group(machine.id().group())
        .map(group -> objection(cluster, machine, group))
        .orElse(Optional.of("its group is not wanted any more"));
  }

  private static Optional<String> objection(Cluster cluster, Machine machine, NodeGroup group) {
    List<String> zones = group.options().zones();
    if (!zones.isEmpty() && machine.zone().filter(zones::contains).isEmpty()) {
      return Optional.of(
          "it is in zone %s, and its group is to be in %s: replace it"
              .formatted(machine.zone().orElse("(the cloud's choice)"), String.join(", ", zones)));
    }
    Optional<String> other =
        machine.blueprint().fixed(Blueprint.of(cluster, group, machine.zone()));
    if (other.isPresent()) {
      return other.map(
          what -> "it is to have %s, and only a new server has that: replace it".formatted(what));
    }
    boolean onVolume =
        machine.blueprint().volumes().stream()
            .anyMatch(volume -> volume.use().equals(NodeGroup.Volume.ROOT));
    return onVolume
        ? Optional.of("it boots from a volume, which stays as it is: replace it")
        : Optional.empty();
  }

  /** What has become of machines that are to be made anew. */
  static List<ClusterRecord> of(Cluster cluster, Sight sight, Policy policy, Instant now) {
    Rebuilding rebuilding = new Rebuilding(cluster, sight, policy, now);
    List<ClusterRecord> records = new ArrayList<>();
    for (Machine machine : cluster.machines().values()) {
      if (asked(machine)) {
        records.addAll(rebuilding.begin(machine));
      } else if (machine.state() == MachineState.REBUILDING) {
        records.addAll(rebuilding.goesOn(machine));
      } else if (machine.state().stays()) {
        records.addAll(rebuilding.overtaken(machine));
        rebuilding.over(machine).ifPresent(records::add);
      }
    }
    return records;
  }

  /** Whether its pods are to leave it for that. */
  static boolean asked(Machine machine) {
    return machine.state().joined() && machine.marked(Mark.REBUILD);
  }

  private List<ClusterRecord> begin(Machine machine) {
    Optional<String> objection = objection(cluster, machine);
    if (objection.isPresent()) {
      return List.of(
          new ClusterRecord.MarkRemoved(
              machine.id(), "the planner (%s)".formatted(objection.get()), now),
          new ClusterRecord.GrantEnded(machine.id(), now));
    }
    return Leaving.empty(cluster, sight, machine)
        .or(new Lateness(cluster, machine, now)::override)
        .map(why -> List.of(anew(machine, why)))
        .orElse(List.of());
  }

  private ClusterRecord anew(Machine machine, String why) {
    NodeGroup group = cluster.spec().group(machine.id().group()).orElseThrow();
    return new ClusterRecord.MachineRebuilt(
        machine.id(), Blueprint.of(cluster, group, machine.zone()), why, now);
  }

  private List<ClusterRecord> goesOn(Machine machine) {
    Optional<Server> shown = shown(machine).filter(_ -> isAccepted(cluster, machine));
    if (shown.filter(one -> one.status() == Server.Status.ERROR).isPresent()) {
      String fault = shown.flatMap(Server::fault).orElse("no reason given");
      return List.of(
          new ClusterRecord.MachineMoved(
              machine.id(),
              MachineState.DELETING,
              "the cloud could not make its server anew: " + fault,
              now));
    }
    return shown.filter(one -> one.status() == Server.Status.ACTIVE).isPresent() && isFree(machine)
        ? List.of(
            new ClusterRecord.MachineMoved(
                machine.id(),
                MachineState.BOOTING,
                "its server was made anew, and its old Node is gone",
                now))
        : List.of();
  }

  /** Whether its name is free, and nothing that was asked about its old Node is still to come. */
  private boolean isFree(Machine machine) {
    ResourceKey removal = Leaving.removal(machine);
    return cluster.present(removal)
        && sight.api().nodes().countsFor(cluster.resource(removal).orElseThrow())
        && sight.api().nodes().all().stream().map(Node::name).noneMatch(machine.name()::equals)
        && aboutNode(machine).allMatch(this::isOver);
  }

  private Stream<Resource> aboutNode(Machine machine) {
    return Stream.of(Leaving.removal(machine), Leaving.cordon(machine), OutdatedTaints.key(machine))
        .flatMap(key -> cluster.resource(key).stream());
  }

  private boolean isOver(Resource resource) {
    return resource.attempts() <= 1
        ? !resource.open()
        : !now.isBefore(resource.attempt().orElseThrow().at().plus(policy.doubt()));
  }

  /** Its server as a look shows it that knows of the last try. */
  private Optional<Server> shown(Machine machine) {
    return cluster
        .resource(machine.server())
        .filter(sight.servers()::countsFor)
        .flatMap(Resource::ref)
        .map(servers::get)
        .filter(server -> tried(server).equals(machine.rebuilt()));
  }

  private static Optional<Integer> tried(Server server) {
    return server.mark().map(OwnerMark::attempt);
  }

  /** Whether the call to make its server anew is known to have been carried out. */
  static boolean isAccepted(Cluster cluster, Machine machine) {
    return cluster
        .resource(machine.server())
        .filter(one -> one.rebuilds() && one.is(Attempt.State.DONE))
        .filter(one -> one.attempts() >= machine.rebuilt().orElse(0))
        .isPresent();
  }

  /** A call of before that was carried out late has put an end to what the last one booted. */
  private List<ClusterRecord> overtaken(Machine machine) {
    Optional<Resource> server =
        cluster.resource(machine.server()).filter(one -> isSettled(machine, one));
    boolean overtaken =
        server
            .flatMap(Resource::ref)
            .map(servers::get)
            .flatMap(Rebuilding::tried)
            .filter(tried -> tried < machine.rebuilt().orElse(0))
            .isPresent();
    if (!overtaken || objection(cluster, machine).isPresent()) {
      return List.of();
    }
    String why = "the cloud carried out an earlier call to make its server anew";
    return List.of(
        new ClusterRecord.GrantGiven(
            new Grant(machine.id(), Grant.Actor.HEALING, why, now, Optional.empty())),
        anew(machine, why));
  }

  /** Whether a look begun after all that a list may be behind speaks of its last rebuild. */
  private boolean isSettled(Machine machine, Resource server) {
    return machine.rebuilt().isPresent()
        && server.rebuilds()
        && sight.servers().countsFor(server)
        && !sight
            .servers()
            .begun()
            .isBefore(server.attempt().orElseThrow().at().plus(policy.doubt()));
  }

  private Optional<ClusterRecord> over(Machine machine) {
    boolean over =
        machine.state() == MachineState.READY
            && !Leaving.emptied(machine)
            && cluster.grants().containsKey(machine.id());
    return over ? Optional.of(new ClusterRecord.GrantEnded(machine.id(), now)) : Optional.empty();
  }

  /** What is wanted of a machine that is being made anew, beside what is wanted of all. */
  static List<Want> wants(Cluster cluster, Sight sight, Machine machine) {
    Rebuilding rebuilding = new Rebuilding(cluster, sight, Policy.DEFAULT, Instant.EPOCH);
    boolean runs =
        isAccepted(cluster, machine)
            && rebuilding
                .shown(machine)
                .filter(server -> server.status() == Server.Status.ACTIVE)
                .isPresent();
    List<Want> wants = new ArrayList<>();
    Stream.of(Leaving.cordon(machine), Leaving.drain(machine), OutdatedTaints.key(machine))
        .filter(key -> cluster.resource(key).isPresent())
        .forEach(key -> wants.add(Want.after(key, "")));
    wants.add(server(cluster, machine));
    wants.add(
        runs || cluster.exists(Leaving.removal(machine))
            ? Want.of(Leaving.removal(machine), new Order.RemoveNode(machine.name()))
            : Want.after(Leaving.removal(machine), "its server to run anew"));
    return wants;
  }

  private static Want server(Cluster cluster, Machine machine) {
    return isAccepted(cluster, machine)
        ? Want.after(machine.server(), "")
        : cluster
            .ref(machine.server())
            .map(
                ref ->
                    Want.of(
                        machine.server(),
                        new Order.RebuildServer(machine.id(), ref, machine.blueprint().image())))
            .orElseGet(() -> Want.after(machine.server(), ""));
  }
}
