package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.disruption.EtcdQuorum;
import io.caisson.domain.disruption.Verdict;
import io.caisson.spi.cloud.SecurityRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a living cluster should have outside, in the order in which it comes to life: endpoint,
 * security groups, the first control plane's port in the endpoint, its server; when kubeadm works
 * there, the servers of all others ({@link Founding}). A want that has to wait stays a want: what
 * is there for it is never removed because something before it is not to be seen at the moment.
 */
final class Wants {
  /** The Kubernetes group that tenants' administrators are in. */
  static final String ADMINISTRATORS = "caisson:admins";

  /** The Kubernetes group that the service itself is in, once it is bound. */
  static final String SERVICE = "caisson:service";

  static final ResourceKey ADMIN_BINDING = new ResourceKey(Kind.ADMIN_BINDING, "administrators");
  static final ResourceKey SERVICE_BINDING = new ResourceKey(Kind.ADMIN_BINDING, "service");
  static final ResourceKey POD_NETWORK = new ResourceKey(Kind.ADD_ON, "pod-network");

  /** The floating address of the API server. */
  static final ResourceKey API_ADDRESS = new ResourceKey(Kind.FLOATING_IP, "api");

  private static final ResourceKey ON_VIRTUAL_ADDRESS =
      new ResourceKey(Kind.ATTACHMENT, "api.virtual");

  static final ResourceKey CREDENTIAL = new ResourceKey(Kind.CREDENTIAL, "cluster");

  private final Cluster cluster;
  private final Sight sight;
  private final List<Want> wants = new ArrayList<>();
  private final Optional<Machine> first;
  private final VersionChange change;
  private boolean groupsOpen;

  private Wants(Cluster cluster, Sight sight) {
    this.cluster = cluster;
    this.sight = sight;
    this.first = cluster.firstControlPlane();
    this.change = new VersionChange(cluster, sight);
  }

  /** All wants of a cluster; of one that is being deleted there are none. */
  static List<Want> of(Cluster cluster, Sight sight) {
    if (cluster.deleting()) {
      return List.of();
    }
    Wants all = new Wants(cluster, sight);
    cluster.resource(CREDENTIAL).ifPresent(_ -> all.want(Want.after(CREDENTIAL, "")));
    all.wants.addAll(ClusterNetwork.wants(cluster));
    all.endpoint();
    all.securityGroups();
    all.wants.addAll(ServerGroups.wants(cluster));
    all.machines();
    all.wants.addAll(Balancer.inside(cluster, sight));
    all.api();
    all.wants.addAll(Joins.wants(cluster, sight));
    all.wants.addAll(new Orphans(cluster, sight).wants());
    all.wants.addAll(all.change.wants());
    all.wants.addAll(OutdatedTaints.wants(cluster, sight));
    return all.wants;
  }

  private void want(Want want) {
    wants.add(want);
  }

  private void endpoint() {
    Endpoint endpoint = cluster.spec().endpoint();
    if (endpoint instanceof Endpoint.VirtualAddress) {
      want(VirtualAddress.want(cluster, sight));
    }
    Optional<Endpoint.LoadBalancer> balancer = Balancer.wanted(cluster);
    balancer.ifPresent(one -> want(Balancer.want(cluster, one)));
    endpoint
        .externalNetwork()
        .ifPresent(network -> want(Want.of(API_ADDRESS, new Order.CreateFloatingIp(network))));
    if (endpoint instanceof Endpoint.VirtualAddress virtual && virtual.outside().isPresent()) {
      attach(ON_VIRTUAL_ADDRESS, cluster.ref(VirtualAddress.KEY), "the virtual address's port");
    }
    if (balancer.flatMap(Endpoint.LoadBalancer::outside).isPresent()) {
      attach(Balancer.ATTACHED, Balancer.port(cluster, sight), "the load balancer's port");
    }
  }

  static ResourceKey group(Role role) {
    return new ResourceKey(Kind.SECURITY_GROUP, role.label());
  }

  private void securityGroups() {
    for (Role role : Role.values()) {
      want(
          Want.of(
              group(role), new Order.CreateSecurityGroup(Names.of(cluster.head(), role.label()))));
    }
    for (Role role : Role.values()) {
      if (role == Role.CONTROL_PLANE) {
        rule(role, 0, Optional.of(SecurityRule.tcp(Endpoint.PORT, "0.0.0.0/0")));
      }
      rule(role, 1, cluster.ref(group(Role.CONTROL_PLANE)).map(SecurityRule::allFrom));
      rule(role, 2, cluster.ref(group(Role.WORKER)).map(SecurityRule::allFrom));
    }
    groupsOpen =
        wants.stream()
            .filter(want -> want.key().kind() == Kind.SECURITY_RULE)
            .allMatch(want -> cluster.present(want.key()));
  }

  private void rule(Role role, int number, Optional<SecurityRule> rule) {
    ResourceKey key = rule(role, number);
    Optional<String> group = cluster.ref(group(role));
    want(
        group.isPresent() && rule.isPresent()
            ? Want.of(key, new Order.AddRule(group.get(), rule.get()))
            : Want.after(key, "its security groups"));
  }

  private static ResourceKey rule(Role role, int number) {
    return new ResourceKey(Kind.SECURITY_RULE, role.label() + "." + number);
  }

  private void machines() {
    Optional<Machine> holder = Door.holder(cluster);
    for (Machine machine : cluster.machines().values()) {
      wants.addAll(Leaving.wants(cluster, sight, machine));
      if (machine.state() == MachineState.LEAVING) {
        machine.portKeys().forEach(port -> want(Want.after(port, "")));
        want(Want.after(machine.server(), ""));
        wants.addAll(Disks.kept(machine));
      }
      if (!machine.state().stays()) {
        continue;
      }
      boolean isFirst = first.filter(machine::equals).isPresent();
      port(machine, isFirst);
      wants.addAll(FurtherPorts.wants(cluster, machine, turn(isFirst)));
      if (holder.filter(machine::equals).isPresent()) {
        attach(Door.key(machine.id()), cluster.ref(machine.port(0)), "the control plane's port");
      }
      wants.addAll(Disks.wants(cluster, machine, turn(isFirst)));
      if (machine.state() == MachineState.REBUILDING) {
        wants.addAll(Rebuilding.wants(cluster, sight, machine));
      } else {
        server(machine, isFirst);
      }
      if (wantsToken(machine) && !(isFirst && initialises(cluster, machine))) {
        token(machine);
      }
    }
  }

  private void port(Machine machine, boolean first) {
    ResourceKey key = machine.port(0);
    Optional<String> group = cluster.ref(group(machine.role()));
    Optional<Machine.Plug> plug = ClusterNetwork.plug(cluster, machine.ports().getFirst());
    boolean member = machine.role() == Role.CONTROL_PLANE;
    if (plug.isEmpty()) {
      want(Want.after(key, "its subnet"));
    } else if (group.isEmpty()) {
      want(Want.after(key, "its security group"));
    } else if (member && !VirtualAddress.known(cluster)) {
      want(Want.after(key, "the control plane's virtual address"));
    } else if (!turn(first).isEmpty()) {
      want(Want.after(key, turn(first)));
    } else {
      want(
          Want.of(
              key,
              new Order.CreatePort(
                  machine.name(),
                  plug.get(),
                  List.of(group.get()),
                  member ? VirtualAddress.of(cluster).stream().toList() : List.of())));
    }
  }

  /** What the things of a machine wait for before its server does. */
  private String turn(boolean isFirst) {
    boolean there = first.filter(one -> cluster.present(one.server())).isPresent();
    return isFirst || there || cluster.completed().isPresent()
        ? ""
        : "the first control plane's server";
  }

  private void attach(ResourceKey key, Optional<String> port, String what) {
    Optional<String> address = cluster.ref(API_ADDRESS);
    if (!ClusterNetwork.hasWayOut(cluster)) {
      want(Want.after(key, "the network's way out"));
    } else {
      want(
          address.isPresent() && port.isPresent()
              ? Want.of(key, new Order.AttachFloatingIp(address.get(), port.get()))
              : Want.after(key, "the floating address and " + what));
    }
  }

  private void server(Machine machine, boolean first) {
    String waits = beforeServer(machine, first);
    want(
        waits.isEmpty()
            ? Want.of(
                machine.server(),
                new Order.CreateServer(
                    machine.id(),
                    machine.name(),
                    machine.blueprint().flavor().id(),
                    Disks.of(cluster, machine),
                    machine.portKeys().stream()
                        .map(port -> cluster.ref(port).orElseThrow())
                        .toList(),
                    cluster.spec().keyPair(),
                    ServerGroups.placement(cluster, machine)))
            : Want.after(machine.server(), waits));
  }

  private String beforeServer(Machine machine, boolean first) {
    if (machine.state() == MachineState.FAILED && !cluster.exists(machine.server())) {
      return "nothing: its machine has failed, and what was on its server is lost";
    }
    if (machine.portKeys().stream().anyMatch(port -> cluster.ref(port).isEmpty())) {
      return machine.ports().size() > 1 ? "its ports" : "its port";
    }
    String volumes = Disks.before(cluster, machine);
    if (!volumes.isEmpty()) {
      return volumes;
    }
    if (!ServerGroups.ready(cluster, machine)) {
      return "its server group";
    }
    if (!ClusterNetwork.hasWayOut(cluster)) {
      return "its network's way out";
    }
    if (!groupsOpen) {
      return "the rules of the security groups";
    }
    if (first) {
      return leadsTo(machine) && LookOrder.endpoint(cluster).isPresent() ? "" : "the API's address";
    }
    boolean bound = cluster.present(ADMIN_BINDING) && cluster.present(SERVICE_BINDING);
    return bound || Founding.underWay(cluster) ? "" : "the first control plane to start kubeadm";
  }

  /** Whether the API's address already leads to where this machine will answer. */
  private boolean leadsTo(Machine machine) {
    return switch (cluster.spec().endpoint()) {
      case Endpoint.FloatingAddress _ -> cluster.present(Door.key(machine.id()));
      case Endpoint.VirtualAddress virtual ->
          virtual.outside().isEmpty() || cluster.present(ON_VIRTUAL_ADDRESS);
      case Endpoint.LoadBalancer balancer ->
          cluster.present(Balancer.member(machine.id()))
              && (balancer.outside().isEmpty() || cluster.present(Balancer.ATTACHED));
      case Endpoint.ServerAddress _, Endpoint.Name _ -> true;
    };
  }

  /**
   * Whether this machine is to run {@code kubeadm init}: the first of the control plane, but never
   * again once the cluster's API has answered.
   */
  static boolean initialises(Cluster cluster, Machine machine) {
    if (cluster.firstControlPlane().filter(machine::equals).isEmpty()) {
      return false;
    }
    boolean began = machine.heard(Machine.Stage.BUNDLE_HANDED_OUT) && !joins(cluster, machine);
    return began || !cluster.present(SERVICE_BINDING);
  }

  /** Whether it was given a token, or was let in by one. */
  private static boolean joins(Cluster cluster, Machine machine) {
    return cluster.resource(machine.token()).isPresent()
        || !JoinRules.joins(cluster, machine).isEmpty();
  }

  /** Whoever may have been let in by it is not held back any more. */
  private void token(Machine machine) {
    String waits = beforeJoin(machine);
    want(
        waits.isEmpty() || cluster.exists(machine.token())
            ? Want.of(machine.token(), new Order.PutBootstrapToken(machine.id()))
            : Want.after(machine.token(), waits));
  }

  /** Members of the control plane join one at a time, workers meanwhile. */
  private String beforeJoin(Machine machine) {
    if (!cluster.present(Joins.GUARD)) {
      return "joins to need an approval";
    }
    if (!cluster.present(POD_NETWORK)) {
      return "the cluster's pod network";
    }
    return Founding.before(cluster, machine, sight.api().etcd())
        .map(other -> other.id() + " to vote in etcd")
        .orElseGet(() -> machine.role() == Role.CONTROL_PLANE ? beforeMember(machine) : "");
  }

  /** What etcd said counts; that it said nothing does not, but it must have been asked. */
  private String beforeMember(Machine machine) {
    String change = this.change.beforeMember(machine);
    if (!change.isEmpty()) {
      return change;
    }
    if (!sight.askedEtcd(cluster)) {
      return Membership.nextLook(cluster, machine.token());
    }
    Membership membership = new Membership(cluster, sight);
    Optional<Machine> leaving =
        cluster.controlPlane().stream()
            .filter(one -> !one.state().stays() && !membership.isOut(one))
            .findFirst();
    if (leaving.isPresent()) {
      return "%s to be out of etcd".formatted(leaving.get().id());
    }
    return new EtcdQuorum(sight.api().etcd().seen(), 0).mayJoin(Founding.beginning(cluster))
            instanceof Verdict.Hold(String why)
        ? why
        : "";
  }

  /** A token exists from the moment its guest asks for its bundle until its Node exists. */
  static boolean wantsToken(Machine machine) {
    return machine.heard(Machine.Stage.BUNDLE_WANTED)
        && machine.state().compareTo(MachineState.JOINED) < 0;
  }

  private void api() {
    binding(SERVICE_BINDING, SERVICE);
    binding(ADMIN_BINDING, ADMINISTRATORS);
    want(
        cluster.present(SERVICE_BINDING)
            ? Want.of(POD_NETWORK, new Order.ApplyAddOn(cluster.spec().networking().cni()))
            : Want.after(POD_NETWORK, "the cluster's API to answer"));
  }

  private void binding(ResourceKey key, String group) {
    want(
        sight.apiAnswers()
            ? Want.of(key, new Order.GrantClusterAdmin(group))
            : Want.after(key, "the cluster's API to answer"));
  }
}
