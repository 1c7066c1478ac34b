package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.cluster.Wait;
import io.caisson.domain.disruption.EtcdQuorum;
import io.caisson.domain.disruption.Verdict;
import io.caisson.spi.kubernetes.EtcdMember;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the etcd of a machine that leaves is left. Its rules:
 *
 * <ol>
 *   <li>A member that leads hands over first, if there is a well one to take over.
 *   <li>A member is removed only as {@link EtcdQuorum} allows at that moment, and before its server
 *       goes. Each try asks anew, and once more right before the call.
 *   <li>That it is out is what etcd says, never what we remember to have asked for.
 *   <li>A machine may become a member at any moment from the handing out of its bundle until its
 *       server is gone. So etcd is asked once more after that, and only then is the machine
 *       forgotten.
 * </ol>
 */
public final class Membership {
  private final Cluster cluster;
  private final Look<EtcdMember> etcd;
  private final boolean asked;

  Membership(Cluster cluster, Sight sight) {
    this(cluster, sight.api().etcd(), sight.askedEtcd(cluster));
  }

  private Membership(Cluster cluster, Look<EtcdMember> etcd, boolean asked) {
    this.cluster = cluster;
    this.etcd = etcd;
    this.asked = asked;
  }

  /**
   * Whether etcd can do without a member for ever, by what it says at this very moment; it can
   * without one that it does not know.
   *
   * @param now all members
   */
  public static Verdict mayBeRemoved(Cluster cluster, long member, List<EtcdMember> now) {
    Membership membership =
        new Membership(cluster, Look.seen(cluster.version(), Instant.EPOCH, now), true);
    return now.stream()
        .filter(one -> one.id() == member)
        .findFirst()
        .map(membership::mayLeave)
        .orElseGet(Verdict::go);
  }

  /** Whether it may be a member, or become one, of an etcd that lives on. */
  static boolean isPossible(Cluster cluster, Machine machine) {
    return machine.role() == Role.CONTROL_PLANE
        && !cluster.deleting()
        && cluster.present(Wants.SERVICE_BINDING)
        && (machine.heard(Machine.Stage.BUNDLE_HANDED_OUT) || cluster.exists(machine.token()));
  }

  /** Whether etcd has said that the machine is no member, or it can be none. */
  boolean isOut(Machine machine) {
    return !isPossible(cluster, machine) || (etcd.seen().isPresent() && of(machine).isEmpty());
  }

  /** What etcd says of the machine. */
  Optional<EtcdMember> of(Machine machine) {
    String url = EtcdQuorum.peerUrl(machine.address());
    return etcd.all().stream().filter(one -> one.peerUrls().contains(url)).findFirst();
  }

  /** Whether etcd has said that the machine is a member with a vote. */
  boolean votes(Machine machine) {
    return of(machine).filter(one -> !one.learner()).isPresent();
  }

  /** Whether etcd can do without the machine. */
  Verdict mayLeave(Machine machine) {
    return mayLeave(EtcdQuorum.peerUrl(machine.address()));
  }

  /** Whether etcd can do without a member; one that has no vote leaves the majority as it is. */
  Verdict mayLeave(EtcdMember member) {
    String peerUrl = member.peerUrls().stream().findFirst().orElse("");
    return member.learner()
        ? new EtcdQuorum(etcd.seen(), 0).mayInterrupt(peerUrl, EtcdQuorum.Loss.LEAVES)
        : mayLeave(peerUrl);
  }

  private Verdict mayLeave(String peerUrl) {
    int toCome =
        (int)
            cluster.controlPlane().stream()
                .filter(other -> !EtcdQuorum.peerUrl(other.address()).equals(peerUrl))
                .filter(other -> mayCome(other) && of(other).isEmpty())
                .count();
    return new EtcdQuorum(etcd.seen(), toCome).mayInterrupt(peerUrl, EtcdQuorum.Loss.LEAVES);
  }

  /** Whether it may be a member, or become one, and runs. */
  boolean mayCome(Machine machine) {
    return isPossible(cluster, machine) && cluster.exists(machine.server());
  }

  /** A removal that was done and of which etcd knows nothing is to be done again. */
  Stream<ClusterRecord> undone(Machine machine, Instant now) {
    return of(machine)
        .flatMap(member -> cluster.resource(removal(machine, member)))
        .filter(removed -> removed.present() && etcd.countsFor(removed))
        .<ClusterRecord>map(
            removed ->
                new ClusterRecord.ResourceAbsent(
                    removed.key(), "etcd still has it among its members", now))
        .stream();
  }

  /**
   * What is wanted of etcd.
   *
   * @param empty whether all that comes before is done
   */
  List<Want> wants(Machine machine, boolean empty) {
    if (!isPossible(cluster, machine)) {
      return List.of();
    }
    List<Want> wants = new ArrayList<>();
    tried(cluster, machine).map(key -> Want.after(key, "")).forEach(wants::add);
    boolean inTurn =
        machine.state() == MachineState.DELETING ? !cluster.exists(machine.server()) : empty;
    if (!inTurn) {
      return wants;
    }
    if (etcd.seen().isEmpty()) {
      wants.add(Want.after(about(machine), silence(machine)));
    }
    of(machine).ifPresent(member -> wants.addAll(leave(machine, member)));
    return wants;
  }

  private List<Want> leave(Machine machine, EtcdMember member) {
    List<Want> wants = new ArrayList<>();
    ResourceKey removal = removal(machine, member);
    Optional<EtcdMember> next = member.leads() ? successor(machine) : Optional.empty();
    ResourceKey move = key(Kind.LEADER_MOVE, machine, member);
    next.ifPresent(one -> wants.add(Want.of(move, new Order.MoveLeader(one.id()))));
    if (next.isPresent() && !cluster.present(move)) {
      wants.add(Want.after(removal, "another member to lead etcd"));
    } else if (new Orphans(cluster, etcd, this).goFirst()) {
      wants.add(Want.after(removal, "etcd to be rid of a member that is of no machine"));
    } else {
      wants.add(
          switch (mayLeave(machine)) {
            case Verdict.Go _ -> Want.of(removal, new Order.RemoveMember(member.id()));
            case Verdict.Hold(String why) -> Want.after(removal, "etcd's quorum: " + why);
          });
    }
    return wants;
  }

  private Optional<EtcdMember> successor(Machine leaving) {
    return cluster.controlPlane().stream()
        .filter(other -> !other.equals(leaving) && other.state().stays())
        .flatMap(other -> of(other).stream())
        .filter(member -> member.healthy() && !member.learner())
        .findFirst();
  }

  private String silence(Machine machine) {
    String again = "etcd to say who its members are";
    return asked ? again : cluster.waitOf(about(machine)).map(Wait::reason).orElse(again);
  }

  /** What something waits for until etcd is asked: that it does is no news. */
  static String nextLook(Cluster cluster, ResourceKey waits) {
    return cluster.waitOf(waits).map(Wait::reason).orElse("the next look at etcd");
  }

  /** What was asked of etcd about a machine's membership. */
  static Stream<ResourceKey> tried(Cluster cluster, Machine machine) {
    String prefix = machine.id() + ".";
    return Stream.of(Kind.LEADER_MOVE, Kind.MEMBER_REMOVAL)
        .flatMap(kind -> cluster.resources(kind, prefix).stream())
        .map(Resource::key);
  }

  /** The subject of waits for etcd. */
  static ResourceKey about(Machine machine) {
    return new ResourceKey(Kind.MEMBER_REMOVAL, machine.id().toString());
  }

  private static ResourceKey removal(Machine machine, EtcdMember member) {
    return key(Kind.MEMBER_REMOVAL, machine, member);
  }

  private static ResourceKey key(Kind kind, Machine machine, EtcdMember member) {
    return new ResourceKey(kind, machine.id() + "." + member.hexId());
  }
}
