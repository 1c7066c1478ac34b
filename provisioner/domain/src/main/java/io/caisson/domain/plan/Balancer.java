package io.caisson.domain.plan;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.Machine.Stage;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.spi.cloud.FloatingIp;
import io.caisson.spi.cloud.LoadBalancer;
import io.caisson.spi.cloud.LoadBalancer.Status;
import io.caisson.spi.cloud.LoadBalancerOrder.Front;
import io.caisson.spi.cloud.LoadBalancerPart;
import io.caisson.spi.cloud.PoolMember;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The load balancer before the control plane. Its rules:
 *
 * <ol>
 *   <li>Its address is the one that was seen first, whatever becomes of it: one that was lost is
 *       made again with that address.
 *   <li>Its parts come one after the other, and then members. Parts of one that was lost went with
 *       it.
 *   <li>The first machine is a member before its server exists, for kubeadm reaches the API by the
 *       load balancer. Each other one becomes a member when its kubeadm is done and its Node is
 *       Ready: by then its API server answers, and its etcd has a vote.
 *   <li>A machine that leaves is the first thing of all no member any more, but not before another
 *       one is.
 *   <li>One change at a time: while the cloud carries one out it refuses every other.
 *   <li>What its pool does not show is no member, whatever was answered; and the floating address
 *       has to be on the port that it has now.
 * </ol>
 */
final class Balancer {
  static final ResourceKey KEY = new ResourceKey(Kind.LOAD_BALANCER, "api");

  /** The floating address being on its port. */
  static final ResourceKey ATTACHED = new ResourceKey(Kind.ATTACHMENT, "api.balancer");

  private static final String HOLD = "load-balancer";
  private static final String READY = "the load balancer to be ready to be changed";

  private Balancer() {}

  private static ResourceKey part(LoadBalancerPart.Kind kind) {
    return new ResourceKey(Kind.BALANCER_PART, kind.name().toLowerCase(Locale.ROOT));
  }

  static ResourceKey member(MachineId machine) {
    return new ResourceKey(Kind.POOL_MEMBER, machine.toString());
  }

  static Optional<Endpoint.LoadBalancer> wanted(Cluster cluster) {
    return cluster.spec().endpoint() instanceof Endpoint.LoadBalancer one
        ? Optional.of(one)
        : Optional.empty();
  }

  /** Its own address, once it was seen. */
  static Optional<String> address(Cluster cluster) {
    return cluster.resource(KEY).flatMap(Resource::detail);
  }

  static Want want(Cluster cluster, Endpoint.LoadBalancer balancer) {
    String name = Names.of(cluster.head(), "api");
    return balancer
        .subnet()
        .or(() -> ClusterNetwork.subnet(cluster))
        .map(subnet -> new Front(subnet, address(cluster)))
        .map(front -> Want.of(KEY, new Order.CreateLoadBalancer(name, front, balancer.kind())))
        .orElseGet(() -> Want.after(KEY, "its subnet"));
  }

  /** The port that a floating address leads to; empty while a look has not shown it. */
  static Optional<String> port(Cluster cluster, Sight sight) {
    return shown(cluster, sight).flatMap(LoadBalancer::port);
  }

  private static Optional<LoadBalancer> shown(Cluster cluster, Sight sight) {
    return cluster
        .ref(KEY)
        .flatMap(
            id ->
                sight.accessories().loadBalancers().all().stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst());
  }

  /** Its parts and its members: what is not there yet keeps all that is after it waiting. */
  static List<Want> inside(Cluster cluster, Sight sight) {
    if (wanted(cluster).isEmpty()) {
      return List.of();
    }
    List<Want> wants = new ArrayList<>();
    boolean busy = isBusy(cluster, sight);
    for (LoadBalancerPart.Kind kind : LoadBalancerPart.Kind.values()) {
      Want want = part(cluster, kind, busy);
      busy |= changes(cluster, want);
      wants.add(want);
    }
    for (Machine machine : cluster.controlPlane()) {
      if (belongs(cluster, machine)) {
        Want want = member(cluster, machine, busy);
        busy |= changes(cluster, want);
        wants.add(want);
      }
    }
    return wants;
  }

  private static boolean changes(Cluster cluster, Want want) {
    return want.order().isPresent() && !cluster.present(want.key());
  }

  private static Want part(Cluster cluster, LoadBalancerPart.Kind kind, boolean busy) {
    ResourceKey key = part(kind);
    Optional<String> balancer = cluster.ref(KEY);
    if (balancer.isEmpty()) {
      return Want.after(key, "the load balancer");
    }
    if (!cluster.present(key) && busy) {
      return Want.after(key, READY);
    }
    LoadBalancerPart part =
        new LoadBalancerPart(kind, Names.of(cluster.head(), "api"), Endpoint.PORT);
    return Want.of(key, new Order.AddPart(balancer.get(), part));
  }

  private static boolean belongs(Cluster cluster, Machine machine) {
    if (!machine.state().stays()) {
      return cluster.exists(member(machine.id())) && isLast(cluster, machine);
    }
    return cluster.exists(member(machine.id()))
        || Wants.initialises(cluster, machine)
        || machine.state() == MachineState.READY;
  }

  /** Whether nobody would be reached if this machine were no member any more. */
  private static boolean isLast(Cluster cluster, Machine machine) {
    List<Machine> others =
        cluster.controlPlane().stream()
            .filter(one -> !one.equals(machine) && one.state().stays())
            .toList();
    return machine.state() == MachineState.LEAVING
        && !others.isEmpty()
        && others.stream().noneMatch(one -> cluster.present(member(one.id())));
  }

  /** Whether something of it is being changed, as far as we know. */
  private static boolean isBusy(Cluster cluster, Sight sight) {
    boolean changes =
        shown(cluster, sight).filter(one -> one.status() != Status.ACTIVE).isPresent();
    return changes
        || Stream.of(Kind.LOAD_BALANCER, Kind.BALANCER_PART, Kind.POOL_MEMBER)
            .flatMap(kind -> cluster.resources(kind, "").stream())
            .anyMatch(one -> one.is(Attempt.State.IN_FLIGHT));
  }

  private static Want member(Cluster cluster, Machine machine, boolean busy) {
    ResourceKey key = member(machine.id());
    Optional<String> balancer = cluster.ref(KEY);
    Optional<Machine.Plug> plug = ClusterNetwork.plug(cluster, machine.ports().getFirst());
    if (balancer.isEmpty() || plug.isEmpty() || !cluster.present(machine.port(0))) {
      return Want.after(key, "the load balancer and the machine's port");
    }
    if (!answers(cluster, machine)) {
      return Want.after(key, "its guest to say that kubeadm is done");
    }
    if (!cluster.present(key) && busy) {
      return Want.after(key, READY);
    }
    PoolMember member =
        new PoolMember(machine.name(), plug.get().address(), plug.get().subnet(), Endpoint.PORT);
    return Want.of(key, new Order.AddMember(balancer.get(), member));
  }

  /** Whether its API server answers, or is the one that all wait for. */
  private static boolean answers(Cluster cluster, Machine machine) {
    return cluster.exists(member(machine.id()))
        || Wants.initialises(cluster, machine)
        || machine.heard(Stage.KUBEADM_DONE);
  }

  /** Whether the API may still be asked for at this machine. */
  static boolean leadsTo(Cluster cluster, Machine machine) {
    return cluster.exists(member(machine.id()));
  }

  /** Whether all machines that should be are members. */
  static boolean isComplete(Cluster cluster) {
    return wanted(cluster).isEmpty()
        || cluster.controlPlane().stream()
            .filter(one -> one.state().stays())
            .allMatch(one -> cluster.present(member(one.id())));
  }

  /** What has become of it since it was last looked at. */
  static List<ClusterRecord> of(Cluster cluster, Sight sight, Instant now) {
    if (wanted(cluster).isEmpty() || cluster.deleting()) {
      return Holds.keep(cluster, HOLD, Optional.empty(), now);
    }
    List<ClusterRecord> records = new ArrayList<>();
    remnants(cluster, now).forEach(records::add);
    strangers(cluster, sight, now).forEach(records::add);
    elsewhere(cluster, sight, now).forEach(records::add);
    if (sight.accessories().loadBalancers().seen().isPresent()) {
      records.addAll(Holds.keep(cluster, HOLD, broken(cluster, sight), now));
    }
    return records;
  }

  /** Parts of a load balancer that is not there any more. */
  private static Stream<ClusterRecord> remnants(Cluster cluster, Instant now) {
    return cluster.resources(Kind.BALANCER_PART, "").stream()
        .filter(part -> part.present() && !part.ref().equals(cluster.ref(KEY)))
        .map(
            part ->
                new ClusterRecord.ResourceAbsent(
                    part.key(), "it went with its load balancer", now));
  }

  /** Members by our records, and by nobody else's. */
  private static Stream<ClusterRecord> strangers(Cluster cluster, Sight sight, Instant now) {
    Look<PoolMember> pool = sight.accessories().members();
    return cluster.controlPlane().stream()
        .filter(one -> pool.all().stream().noneMatch(m -> m.address().equals(one.address())))
        .flatMap(one -> cluster.resource(member(one.id())).stream())
        .filter(member -> member.present() && pool.countsFor(member))
        .map(
            member ->
                new ClusterRecord.ResourceAbsent(
                    member.key(), "the load balancer's pool does not have it", now));
  }

  private static Stream<ClusterRecord> elsewhere(Cluster cluster, Sight sight, Instant now) {
    Optional<String> port = port(cluster, sight);
    Optional<FloatingIp> address =
        cluster
            .ref(Wants.API_ADDRESS)
            .flatMap(
                id ->
                    sight.floatingIps().all().stream()
                        .filter(one -> one.id().equals(id))
                        .findFirst());
    boolean strays =
        port.isPresent() && address.filter(one -> !one.port().equals(port)).isPresent();
    return cluster.resource(ATTACHED).stream()
        .filter(one -> strays && one.present() && sight.floatingIps().countsFor(one))
        .map(
            one ->
                new ClusterRecord.ResourceAbsent(
                    one.key(), "the floating address does not lead to the load balancer", now));
  }

  private static Optional<String> broken(Cluster cluster, Sight sight) {
    return shown(cluster, sight)
        .filter(one -> one.status() == Status.ERROR)
        .map(
            one ->
                "load balancer %s is in the state ERROR; its operator can fail it over, or delete it,"
                        .formatted(one.id())
                    + " and it is made again with its address; it then goes on by itself");
  }
}
