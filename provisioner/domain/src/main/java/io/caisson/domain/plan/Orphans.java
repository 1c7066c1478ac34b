package io.caisson.domain.plan;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.disruption.EtcdQuorum;
import io.caisson.domain.disruption.Verdict;
import io.caisson.spi.kubernetes.EtcdMember;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Members of etcd that are of no machine of ours: nobody would ever remove them, and meanwhile a
 * learner blocks everybody who comes or goes, and a voter counts in every majority. Its rules:
 *
 * <ol>
 *   <li>{@link EtcdQuorum} says who is one. A machine that may join at any moment makes everybody
 *       innocent, unless it has failed: then its own member is known by its address all the same,
 *       and who waited for it would wait for ever.
 *   <li>The first look that shows one places a hold, which tells. It is removed only if a look that
 *       began at least {@link #SUSPICION} later, on a cluster that has the hold, shows it still; a
 *       look that does not show it so lifts the hold.
 *   <li>One is removed at a time, as the quorum allows it, and while no removal of a member whose
 *       machine leaves is under way. Those wait for it in turn.
 *   <li>That it is out is what etcd says.
 * </ol>
 */
final class Orphans {
  static final Duration SUSPICION = Duration.ofMinutes(1);

  private static final String HOLD = "etcd/";
  private static final String NAME = "orphan.";

  private final Cluster cluster;
  private final Look<EtcdMember> etcd;
  private final Membership membership;

  Orphans(Cluster cluster, Sight sight) {
    this(cluster, sight.api().etcd(), new Membership(cluster, sight));
  }

  Orphans(Cluster cluster, Look<EtcdMember> etcd, Membership membership) {
    this.cluster = cluster;
    this.etcd = etcd;
    this.membership = membership;
  }

  /** Whether the resource is the removal of a member that is nobody's. */
  static boolean isAbout(ResourceKey key) {
    return key.kind() == Kind.MEMBER_REMOVAL && key.name().startsWith(NAME);
  }

  /** Whether etcd has to be asked about a member that may be nobody's. */
  static boolean suspected(Cluster cluster) {
    return cluster.holds().keySet().stream().anyMatch(name -> name.startsWith(HOLD));
  }

  /** What a look at etcd says about members that are, or were, nobody's. */
  static List<ClusterRecord> of(Cluster cluster, Sight sight, Instant now) {
    List<ClusterRecord> records = new ArrayList<>();
    Orphans orphans = new Orphans(cluster, sight);
    boolean unknown = !cluster.deleting() && orphans.etcd.seen().isEmpty();
    if (unknown) {
      return List.of();
    }
    List<EtcdMember> found = cluster.deleting() ? List.of() : orphans.found();
    for (EtcdMember member : found) {
      if (!cluster.holds().containsKey(hold(member))) {
        records.add(new ClusterRecord.HoldPlaced(suspicion(member, now)));
      }
      orphans.undone(member, now).ifPresent(records::add);
    }
    Set<String> names = found.stream().map(Orphans::hold).collect(Collectors.toSet());
    cluster.holds().keySet().stream()
        .filter(name -> name.startsWith(HOLD) && !names.contains(name))
        .forEach(name -> records.add(new ClusterRecord.HoldLifted(name, now)));
    return records;
  }

  private static String hold(EtcdMember member) {
    return HOLD + member.hexId();
  }

  private static Hold suspicion(EtcdMember member, Instant now) {
    String reason =
        "etcd's member %s is of no machine of this cluster; it is removed if it still is so in %d s"
            .formatted(member.called(), SUSPICION.toSeconds());
    return new Hold(hold(member), reason, false, now);
  }

  private List<EtcdMember> found() {
    return quorum().orphans(etcd.all(), ours());
  }

  /**
   * The one to remove of those that an earlier look has shown, too. Which of them goes first
   * matters: without a silent one, etcd can spare one that is well.
   */
  private Optional<EtcdMember> next() {
    List<EtcdMember> before = etcd.all().stream().filter(this::wasSeen).toList();
    return quorum().orphans(before, ours()).stream()
        .min(
            Comparator.comparing((EtcdMember one) -> !membership.mayLeave(one).goes())
                .thenComparingLong(EtcdMember::id));
  }

  private boolean wasSeen(EtcdMember member) {
    return Optional.ofNullable(cluster.holds().get(hold(member)))
        .filter(hold -> !etcd.begun().isBefore(hold.since().plus(SUSPICION)))
        .isPresent();
  }

  private EtcdQuorum quorum() {
    int toCome =
        (int)
            cluster.controlPlane().stream()
                .filter(one -> one.state() != MachineState.FAILED)
                .filter(one -> membership.mayCome(one) && membership.of(one).isEmpty())
                .count();
    return new EtcdQuorum(etcd.seen(), toCome);
  }

  private Set<String> ours() {
    return cluster.machines().values().stream()
        .filter(machine -> machine.role() == Role.CONTROL_PLANE)
        .map(Machine::address)
        .map(EtcdQuorum::peerUrl)
        .collect(Collectors.toSet());
  }

  /** A removal that was done and of which etcd knows nothing is to be done again. */
  private Optional<ClusterRecord> undone(EtcdMember member, Instant now) {
    return cluster
        .resource(key(member))
        .filter(removed -> removed.present() && etcd.countsFor(removed))
        .map(
            removed ->
                new ClusterRecord.ResourceAbsent(
                    removed.key(), "etcd still has it among its members", now));
  }

  /** Whether machines that leave have to wait with their members. */
  boolean goFirst() {
    return next().filter(one -> membership.mayLeave(one).goes()).isPresent()
        || tried().stream().anyMatch(Orphans::goes);
  }

  List<Want> wants() {
    List<Want> wants = new ArrayList<>();
    tried().stream()
        .map(Resource::key)
        .filter(key -> cluster.holds().containsKey(HOLD + key.name().substring(NAME.length())))
        .forEach(key -> wants.add(Want.after(key, "")));
    next().map(this::want).ifPresent(wants::add);
    return wants;
  }

  private Want want(EtcdMember member) {
    if (othersGo()) {
      return Want.after(key(member), "the removal of another member of etcd");
    }
    return switch (membership.mayLeave(member)) {
      case Verdict.Go _ -> Want.of(key(member), new Order.RemoveMember(member.id()));
      case Verdict.Hold(String why) -> Want.after(key(member), "etcd's quorum: " + why);
    };
  }

  private boolean othersGo() {
    return cluster.resources().values().stream()
        .filter(one -> one.key().kind() == Kind.MEMBER_REMOVAL && !isAbout(one.key()))
        .anyMatch(Orphans::goes);
  }

  private static boolean goes(Resource removal) {
    return removal.is(Attempt.State.IN_FLIGHT) || removal.is(Attempt.State.IN_DOUBT);
  }

  private List<Resource> tried() {
    return cluster.resources().values().stream().filter(one -> isAbout(one.key())).toList();
  }

  private static ResourceKey key(EtcdMember member) {
    return new ResourceKey(Kind.MEMBER_REMOVAL, NAME + member.hexId());
  }
}
