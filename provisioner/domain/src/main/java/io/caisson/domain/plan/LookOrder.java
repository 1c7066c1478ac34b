package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.disruption.DrainPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the next look at a cluster has to answer.
 *
 * @param ports also security groups and floating addresses: what changes only while we act
 * @param accessories kinds of things that only some clusters have; most change only while we act
 * @param questions resources that lists have missed, to be asked for by their id
 * @param api where the cluster's API should answer, if it is to be asked
 * @param etcd whether etcd is asked for its members through it: not at every look, since each of
 *     them has to be reached
 * @param consoles servers of machines that do not come up, whose consoles may say why
 */
public record LookOrder(
    boolean ports,
    boolean quotas,
    Set<Kind> accessories,
    List<Resource> questions,
    Optional<String> api,
    boolean etcd,
    List<Resource> consoles) {

  private static final Set<Kind> ACCESSORIES =
      Set.of(
          Kind.VOLUME,
          Kind.SERVER_GROUP,
          Kind.NETWORK,
          Kind.SUBNET,
          Kind.ROUTER,
          Kind.LOAD_BALANCER);

  /** What goes on changing after the call that made it was answered. */
  private static final Set<Kind> SLOW = Set.of(Kind.VOLUME, Kind.LOAD_BALANCER);

  /** How many lines of a console are to be read. */
  public static final int CONSOLE_LINES = ConsoleExcerpt.LINES;

  /** The order for a cluster as it is recorded, whose API tells nobody of changes. */
  public static LookOrder of(Cluster cluster, Policy policy, Instant now) {
    return of(cluster, policy, now, false);
  }

  /**
   * The order for a cluster as it is recorded.
   *
   * @param told whether its API has told of all that changed since it was asked: then it need not
   *     be asked again while nothing of the cluster is to change
   */
  public static LookOrder of(Cluster cluster, Policy policy, Instant now, boolean told) {
    boolean settled = cluster.completed().isPresent() && !cluster.deleting() && calm(cluster);
    boolean acts = acts(cluster);
    return new LookOrder(
        acts,
        !cluster.deleting() && Quotas.open(cluster),
        settled ? Set.of() : accessories(cluster, acts),
        cluster.resources().values().stream().filter(LookOrder::doubtful).toList(),
        cluster.deleting() || (told && needsNothing(cluster)) ? Optional.empty() : api(cluster),
        asksEtcd(cluster),
        cluster.deleting() ? List.of() : new Overdue(cluster, policy.stages()).consoles(now));
  }

  /** Whether a look by this order answers all that another one asks. */
  public boolean covers(LookOrder other) {
    return (ports || !other.ports)
        && (quotas || !other.quotas)
        && accessories.containsAll(other.accessories)
        && keys(questions).containsAll(keys(other.questions))
        && (other.api.isEmpty() || other.api.equals(api))
        && (etcd || !other.etcd)
        && keys(consoles).containsAll(keys(other.consoles));
  }

  private static Set<ResourceKey> keys(List<Resource> resources) {
    return resources.stream().map(Resource::key).collect(Collectors.toSet());
  }

  /** Whether it is as it was asked to be, and nothing of it comes or goes. */
  static boolean rests(Cluster cluster) {
    return cluster.reached()
        && !cluster.deleting()
        && !Orphans.suspected(cluster)
        && cluster.machines().values().stream()
            .allMatch(machine -> machine.state() == MachineState.READY)
        && cluster.resources().values().stream().allMatch(Resource::present);
  }

  /** Whether it rests, and nobody has asked for anything that is about to begin. */
  private static boolean needsNothing(Cluster cluster) {
    return rests(cluster)
        && !asksEtcd(cluster)
        && cluster.machines().values().stream()
            .allMatch(machine -> machine.mark().filter(mark -> mark != Mark.PROTECT).isEmpty());
  }

  /** Whether nothing is asked but which servers there are. */
  public boolean isLeast() {
    return !ports
        && !quotas
        && !etcd
        && accessories.isEmpty()
        && questions.isEmpty()
        && api.isEmpty()
        && consoles.isEmpty();
  }

  /** Whether etcd is to be asked of a cluster that is so recorded. */
  static boolean asksEtcd(Cluster cluster) {
    return !cluster.deleting()
        && (membersChange(cluster) || Orphans.suspected(cluster))
        && api(cluster).isPresent();
  }

  /** A machine of the control plane is about to come or to go, while others run. */
  private static boolean membersChange(Cluster cluster) {
    List<Machine> members = cluster.controlPlane();
    boolean run = members.stream().map(Machine::state).anyMatch(MachineState::joined);
    return run
        && (members.stream().anyMatch(Wants::wantsToken)
            || cluster.spec().groups().stream()
                .filter(group -> group.role() == Role.CONTROL_PLANE)
                .anyMatch(group -> ControlPlane.changes(cluster, group)));
  }

  /**
   * Whose pods are to complete by themselves; empty while nobody's turn depends on them. Nodes that
   * carry such pods are the last of a roll.
   */
  public static Optional<DrainPolicy> completing(Cluster cluster) {
    return Rollout.anyWaits(cluster)
        ? Optional.of(DrainPolicy.ofKnown(cluster.spec().labels()))
        : Optional.empty();
  }

  /** What was asked for once is recorded, and nothing else can be there. */
  private static Set<Kind> accessories(Cluster cluster, boolean acts) {
    return cluster.resources().keySet().stream()
        .map(ResourceKey::kind)
        .filter(ACCESSORIES::contains)
        .filter(kind -> acts || SLOW.contains(kind))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether something is being made or removed that is there, or is not, once its call is answered:
   * while servers only boot, nothing but servers changes. A server that could not be made is one of
   * them, since what it needs may be lost.
   */
  private static boolean acts(Cluster cluster) {
    return cluster.deleting()
        || cluster.resources().keySet().stream().noneMatch(key -> key.kind() == Kind.PORT)
        || cluster.resources().values().stream()
            .filter(one -> one.key().kind().marked() && !SLOW.contains(one.key().kind()))
            .anyMatch(one -> !one.present() || one.misses() > 0 || lacksAddress(one));
  }

  /** Whether it is there, but which address it is, only a list says. */
  static boolean lacksAddress(Resource resource) {
    Kind kind = resource.key().kind();
    boolean address = kind == Kind.FLOATING_IP || kind == Kind.VIRTUAL_ADDRESS;
    return address && resource.present() && resource.detail().isEmpty();
  }

  private static boolean calm(Cluster cluster) {
    return cluster.machines().values().stream()
            .noneMatch(machine -> machine.state() == MachineState.REBUILDING)
        && cluster.resources().values().stream()
            .allMatch(one -> one.present() && one.misses() == 0 && Disks.settled(one));
  }

  private static boolean doubtful(Resource resource) {
    return resource.key().kind().marked() && resource.ref().isPresent() && resource.misses() > 0;
  }

  private static Optional<String> api(Cluster cluster) {
    boolean serves =
        cluster.completed().isPresent()
            || cluster
                .firstControlPlane()
                .filter(machine -> machine.heard(Machine.Stage.KUBEADM_STARTED))
                .isPresent();
    return serves ? endpoint(cluster) : Optional.empty();
  }

  private static Optional<String> floating(Cluster cluster) {
    return cluster.resource(Wants.API_ADDRESS).filter(Resource::present).flatMap(Resource::detail);
  }

  /** The address that the control-plane machines answer for in turn, once it is known. */
  public static Optional<String> virtualAddress(Cluster cluster) {
    return VirtualAddress.of(cluster);
  }

  /** The load balancer's own address, once it is known. */
  public static Optional<String> balancedAddress(Cluster cluster) {
    return Balancer.address(cluster);
  }

  /** The id of the cluster's load balancer, if it is there. */
  public static Optional<String> loadBalancer(Cluster cluster) {
    return cluster.ref(Balancer.KEY);
  }

  /** The address, or the name, that the API server is reached at, once it is known. */
  public static Optional<String> endpoint(Cluster cluster) {
    return switch (cluster.spec().endpoint()) {
      case Endpoint.FloatingAddress _ -> floating(cluster);
      case Endpoint.VirtualAddress virtual ->
          virtual.outside().isPresent() ? floating(cluster) : VirtualAddress.of(cluster);
      case Endpoint.LoadBalancer balancer ->
          balancer.outside().isPresent() ? floating(cluster) : Balancer.address(cluster);
      case Endpoint.Name name -> Optional.of(name.dnsName());
      case Endpoint.ServerAddress _ -> cluster.firstControlPlane().map(Machine::address);
    };
  }
}
