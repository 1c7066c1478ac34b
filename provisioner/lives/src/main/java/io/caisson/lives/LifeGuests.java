package io.caisson.lives;

import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.Grant;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.Machine.Stage;
import io.caisson.domain.cluster.MachineId;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.Message;
import io.caisson.simulator.model.BalancedAddress;
import io.caisson.simulator.model.BootedInstance;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.FloatingAddress;
import io.caisson.simulator.model.InstanceListener;
import io.caisson.simulator.model.LoadBalancer;
import io.caisson.spi.kubernetes.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Plays the software inside the servers: tells its stages, waits for its token, joins. */
final class LifeGuests implements InstanceListener {
  private final DataCentre centre;
  private final ClusterStore store;
  private final ClusterId cluster;
  private final LifeKubernetes kubernetes;
  private final LifeCalls calls;
  private final Runnable wake;
  private final LifeEtcd etcd;
  private final LifeVersions versions;

  /** The instances that run, and which of their boots it is. */
  private final TreeMap<String, Integer> running = new TreeMap<>();

  /** The boots that have made Nodes, by the names of these. */
  private final TreeMap<String, Integer> joined = new TreeMap<>();

  /** What they were booted with. */
  private final TreeMap<String, LifeUserData> booted = new TreeMap<>();

  /** Nodes whose machines stand still. */
  private final TreeSet<String> frozen = new TreeSet<>();

  /** The instances that the API's address leads to. */
  private String door = "";

  /** Where the API's load balancer leads. */
  private List<String> pool = List.of();

  private final TreeMap<String, String> addresses = new TreeMap<>();

  /** The instance that founds, or has founded. */
  private String founder = "";

  private final TreeMap<String, String> names = new TreeMap<>();
  private final TreeSet<String> lost = new TreeSet<>();
  private final List<String> broken;

  /** Only news is told on, however often a guest asks. */
  private final TreeSet<String> wanting = new TreeSet<>();

  LifeGuests(
      DataCentre centre,
      ClusterStore store,
      ClusterId cluster,
      LifeKubernetes kubernetes,
      LifeCalls calls,
      Runnable wake,
      List<String> broken,
      LifeEtcd etcd) {
    this.etcd = etcd;
    this.centre = centre;
    this.store = store;
    this.cluster = cluster;
    this.kubernetes = kubernetes;
    this.calls = calls;
    this.wake = wake;
    this.broken = broken;
    kubernetes.whenRemoved(this::removed);
    this.versions = new LifeVersions(kubernetes.settings(), broken);
  }

  LifeVersions versions() {
    return versions;
  }

  @Override
  public void started(BootedInstance instance) {
    running.put(instance.id(), instance.boot());
    wanting.remove(instance.id());
    booted.put(instance.id(), LifeUserData.of(instance));
    names.put(instance.id(), instance.name());
    instance.address().ifPresent(address -> addresses.put(instance.id(), address));
    MachineId machine = LifeUserData.of(instance).machine();
    store
        .load(cluster)
        .map(one -> one.machines().get(machine))
        .ifPresent(
            one ->
                versions.booted(
                    instance.name(),
                    one.blueprint().kubernetesVersion(),
                    instance.hardware().image()));
    if (!instance.nics().getFirst().floating().isEmpty()) {
      door = instance.id();
    }
    later(instance, 3, () -> tell(instance, Stage.BOOTED));
    boolean member = machine.group().equals("control-plane");
    if (member && !kubernetes.isStarted() && !running.containsKey(founder)) {
      founder = instance.id();
      if (isBalanced() && !isDeleting() && !leadsTo(instance.id())) {
        broken.add("%s founds, and no load balancer leads to it".formatted(instance.name()));
      }
      later(instance, 5, () -> tell(instance, Stage.KUBEADM_STARTED));
      later(
          instance,
          20,
          () -> {
            versions.founds(instance.name());
            etcd.found(
                instance.name(), instance.address().orElseThrow(), versions.etcd(instance.name()));
            kubernetes.start();
            tell(instance, Stage.KUBEADM_DONE);
            node(instance);
          });
    } else {
      later(instance, 5, () -> fetch(instance, machine));
    }
  }

  /** Whether the API's address leads to a member that runs, of an etcd that does. */
  boolean serves() {
    return etcd.hasMajority()
        && running.keySet().stream()
            .anyMatch(one -> leadsTo(one) && etcd.running().contains(names.getOrDefault(one, "")));
  }

  private boolean leadsTo(String instance) {
    return door.equals(instance) || pool.contains(addresses.getOrDefault(instance, ""));
  }

  /** A server may still come to life by a late call, when all that it needs is gone. */
  private boolean isDeleting() {
    return store.load(cluster).filter(one -> one.deleting()).isPresent();
  }

  private boolean isBalanced() {
    return store
        .load(cluster)
        .filter(one -> one.spec().endpoint() instanceof Endpoint.LoadBalancer)
        .isPresent();
  }

  @Override
  public void balanced(BalancedAddress now) {
    pool =
        now.addresses().isEmpty()
            ? List.of()
            : now.members().stream().map(LoadBalancer.Member::address).toList();
  }

  /** A machine of the control plane stands still for a while. */
  void freeze(String node, Duration time) {
    frozen.add(node);
    etcd.stops(node);
    centre.timeline().schedule(Duration.ofSeconds(40), () -> heard(node));
    centre
        .timeline()
        .schedule(
            time,
            () -> {
              frozen.remove(node);
              if (names.containsValue(node)) {
                etcd.runs(node);
                heard(node);
              }
            });
  }

  private void heard(String node) {
    kubernetes.ready(node, !frozen.contains(node) && names.containsValue(node));
  }

  @Override
  public void floatingIpAssociated(String instanceId, FloatingAddress address) {
    door = instanceId;
  }

  @Override
  public void floatingIpDissociated(String instanceId, FloatingAddress address) {
    if (door.equals(instanceId)) {
      door = "";
    }
  }

  @Override
  public void stopped(String instanceId) {
    running.remove(instanceId);
  }

  /** Whoever asks for a machine to be made anew does not mean its pods. */
  @Override
  public void rebuilt(String instanceId) {
    String node = names.getOrDefault(instanceId, "");
    boolean asked =
        Optional.ofNullable(booted.get(instanceId))
            .flatMap(data -> store.load(cluster).map(one -> one.grants().get(data.machine())))
            .filter(grant -> grant.actor() == Grant.Actor.USER)
            .isPresent();
    List<Pod> pods = kubernetes.isUp() ? kubernetes.pods().running(node) : List.of();
    if (asked && !pods.isEmpty()) {
      broken.add("server of %s made anew under %s".formatted(node, pods));
    }
  }

  /** Who is at work as a Node when that is removed never becomes one again. */
  private void removed(String node) {
    boolean works =
        names.entrySet().stream()
            .filter(entry -> entry.getValue().equals(node))
            .map(entry -> running.get(entry.getKey()))
            .anyMatch(boot -> boot != null && boot.equals(joined.get(node)));
    if (works && !lost.contains(node)) {
      broken.add("Node of %s removed while its guest runs".formatted(node));
    }
  }

  private Optional<Machine> machine(MachineId id) {
    return store.load(cluster).map(one -> one.machines().get(id));
  }

  @Override
  public void deleted(String instanceId) {
    running.remove(instanceId);
    String address = addresses.getOrDefault(instanceId, "");
    Optional.ofNullable(names.remove(instanceId)).ifPresent(node -> left(node, address));
    addresses.remove(instanceId);
  }

  private void left(String node, String address) {
    drained(node);
    boolean lives = store.load(cluster).filter(one -> !one.deleting()).isPresent();
    boolean ready = kubernetes.available(node);
    if (lives && ready && etcd.isMember(node) && !lost.contains(node)) {
      broken.add("server of %s deleted while it was a member of etcd".formatted(node));
    }
    if (lives && ready && pool.contains(address) && !lost.contains(node)) {
      broken.add("server of %s deleted while a load balancer led to it".formatted(node));
    }
    etcd.stops(node);
    versions.gone(node);
    heard(node);
  }

  /**
   * Of a server that somebody else removes. What runs on it ends at once: in the second until the
   * server is off, another member could rightly be let go.
   */
  void lose(String node) {
    lost.add(node);
    etcd.stops(node);
  }

  /** A machine that leaves a cluster that lives on is empty by then. */
  private void drained(String node) {
    boolean lives = store.load(cluster).filter(one -> !one.deleting()).isPresent();
    List<Pod> running = kubernetes.isUp() ? kubernetes.pods().running(node) : List.of();
    if (lives && !running.isEmpty() && !lost.contains(node)) {
      broken.add("server of %s deleted under %s".formatted(node, running));
    }
  }

  private void fetch(BootedInstance instance, MachineId machine) {
    String token = token(machine);
    if (isOfAnEarlierTry(instance)) {
      return;
    }
    if (!kubernetes.knows(token)) {
      if (wanting.add(instance.id())) {
        tell(instance, Stage.BUNDLE_WANTED);
      }
      again(instance, 2, () -> fetch(instance, machine));
      return;
    }
    tell(instance, Stage.BUNDLE_RECEIVED);
    later(instance, 4, () -> tell(instance, Stage.KUBEADM_STARTED));
    later(
        instance,
        15,
        () -> {
          if (machine.group().equals("control-plane")) {
            versions.joinsControlPlane(instance.name());
          }
          kubernetes.ask(instance.name(), token, now());
          join(instance, machine, token);
        });
  }

  /** Who has the secret of an earlier try is refused. */
  private boolean isOfAnEarlierTry(BootedInstance instance) {
    LifeUserData own = LifeUserData.of(instance);
    return machine(own.machine())
        .flatMap(Machine::rebuilt)
        .filter(n -> own.attempt() < n)
        .isPresent();
  }

  /** The one that its bundle names. */
  private String token(MachineId machine) {
    return machine(machine)
        .map(one -> LifeAccess.token(one.token().name()))
        .orElseGet(() -> LifeAccess.token(machine));
  }

  private void join(BootedInstance instance, MachineId machine, String token) {
    if (!kubernetes.mayJoin(instance.name(), token)) {
      again(instance, 1, () -> join(instance, machine, token));
    } else if (machine.group().equals("control-plane")) {
      become(instance, machine);
    } else {
      joined(instance, machine);
    }
  }

  private void become(BootedInstance instance, MachineId machine) {
    String address = instance.address().orElseThrow();
    if (etcd.add(instance.name(), address, versions.etcd(instance.name()))) {
      later(instance, 3, () -> vote(instance, machine));
    } else {
      again(instance, 2, () -> become(instance, machine));
    }
  }

  private void vote(BootedInstance instance, MachineId machine) {
    if (etcd.promoted(instance.name())) {
      later(instance, 4, () -> joined(instance, machine));
    } else {
      again(instance, 1, () -> vote(instance, machine));
    }
  }

  private void joined(BootedInstance instance, MachineId machine) {
    if (!machine.group().equals("control-plane")) {
      versions.workerJoins(instance.name());
    }
    if (kubernetes.hasNode(instance.name())) {
      broken.add("%s joins by the name of a Node that is there".formatted(instance.name()));
    }
    tell(instance, Stage.KUBEADM_DONE);
    node(instance);
  }

  private void node(BootedInstance instance) {
    String address = instance.address().orElseThrow();
    joined.put(instance.name(), instance.boot());
    kubernetes.join(instance.name(), address, false);
    later(instance, 4, () -> ready(instance, address));
  }

  private void ready(BootedInstance instance, String address) {
    if (kubernetes.hasPodNetwork()) {
      kubernetes.join(instance.name(), address, true);
      later(instance, 2, () -> kubernetes.askToServe(instance.name(), address, now()));
    } else {
      again(instance, 1, () -> ready(instance, address));
    }
  }

  private Instant now() {
    return centre.timeline().now();
  }

  private void tell(BootedInstance instance, Stage stage) {
    LifeUserData own = LifeUserData.of(instance);
    if (!isOfAnEarlierTry(instance)) {
      Machine.Guest told = new Machine.Guest(stage, now(), "", Optional.of(own.attempt()));
      store.post(cluster, new Message.GuestTold(own.machine(), told));
      wake.run();
    }
  }

  private void later(BootedInstance instance, int units, Runnable action) {
    in(calls.working(units), instance, action);
  }

  private void again(BootedInstance instance, int units, Runnable action) {
    in(calls.asksAgain(units), instance, action);
  }

  private void in(Duration delay, BootedInstance instance, Runnable action) {
    centre
        .timeline()
        .schedule(
            delay,
            () -> {
              if (instance.boot() == running.getOrDefault(instance.id(), -1)) {
                action.run();
              }
            });
  }
}
