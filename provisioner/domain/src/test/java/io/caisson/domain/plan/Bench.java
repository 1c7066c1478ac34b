package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterHead;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.cluster.Role;
import io.caisson.spi.cloud.Facts.QuotaFact;
import io.caisson.spi.cloud.FloatingIp;
import io.caisson.spi.cloud.LoadBalancer;
import io.caisson.spi.cloud.LoadBalancerPart;
import io.caisson.spi.cloud.OwnNetwork;
import io.caisson.spi.cloud.OwnRouter;
import io.caisson.spi.cloud.OwnSubnet;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.PoolMember;
import io.caisson.spi.cloud.Port;
import io.caisson.spi.cloud.PortTraits;
import io.caisson.spi.cloud.SecurityGroup;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.cloud.ServerGroup;
import io.caisson.spi.cloud.Volume;
import io.caisson.spi.kubernetes.EtcdMember;
import io.caisson.spi.kubernetes.KubernetesApi.Node;
import io.caisson.spi.kubernetes.SigningRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A cluster under test: decides, commits, and plays a cloud that does what it is told. */
final class Bench {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  final Policy policy = Policy.DEFAULT;
  final List<Server> servers = new ArrayList<>();
  final List<Port> ports = new ArrayList<>();
  final List<SecurityGroup> groups = new ArrayList<>();
  final List<FloatingIp> addresses = new ArrayList<>();
  final List<Volume> volumes = new ArrayList<>();
  final List<ServerGroup> serverGroups = new ArrayList<>();
  final List<LoadBalancer> balancers = new ArrayList<>();
  final List<LoadBalancerPart.Kind> parts = new ArrayList<>();
  final List<PoolMember> pool = new ArrayList<>();
  final List<OwnNetwork> networks = new ArrayList<>();
  final List<OwnSubnet> subnets = new ArrayList<>();
  final List<OwnRouter> routers = new ArrayList<>();

  /** Routers and the subnets that they are plugged into. */
  final Map<String, String> plugs = new TreeMap<>();

  final List<Node> nodes = new ArrayList<>();
  final List<QuotaFact> quotas = new ArrayList<>();
  final List<SigningRequest> requests = new ArrayList<>();
  final Set<String> approved = new TreeSet<>();
  boolean approvesJoins = true;

  /** Whether kubelets ask for a serving certificate as soon as their Nodes are there. */
  boolean kubeletsServe = true;

  /** What etcd says; while it is empty, etcd says nothing. */
  final List<EtcdMember> etcd = new ArrayList<>();

  /** Whether machines of the control plane become members of etcd, and answer as such. */
  boolean playsEtcd;

  /** The version that members of the control plane run when they join. */
  String announced = "1.34.4";

  /** The version of etcd that they run then; as their kubeadm brings it, if empty. */
  Optional<String> announcedEtcd = Optional.empty();

  /** What was done to etcd and to servers of its members, in that order. */
  final List<String> deeds = new ArrayList<>();

  /** Machines whose guests never say anything. */
  final Set<String> silent = new TreeSet<>();

  /** Whether guests say that kubeadm is done, when others have joined. */
  boolean tellsEnd;

  /** Where the cloud has no room. */
  Optional<String> brokenZone = Optional.empty();

  /** Nodes that pods do not leave. */
  final Set<String> full = new TreeSet<>();

  final Set<String> cordoned = new TreeSet<>();

  final Set<String> outdated = new TreeSet<>();

  /** Names of servers that were made anew and whose old Nodes are not removed yet, or were. */
  final Set<String> anew = new TreeSet<>();

  /** What becomes of a server that is made anew. */
  Server.Status rebuilt = Server.Status.ACTIVE;

  /** What stands on the console of any machine, and how often it was read. */
  String console = "";

  int consolesRead;

  /** What becomes of a volume with this name. */
  Function<String, Volume.Status> made = _ -> Volume.Status.AVAILABLE;

  boolean apiAnswers;

  /** Whether the cluster's API cannot be reached though it runs. */
  boolean apiCut;

  /** Names of Nodes with pods that are to complete. */
  final Set<String> busy = new TreeSet<>();

  Cluster cluster;
  Instant now = START;
  private final Planner planner = new Planner(policy);
  private int ids;

  Bench(int workers) {
    this(1, workers);
  }

  Bench(int controlPlanes, int workers) {
    ClusterSpec spec = spec(controlPlanes, workers);
    cluster = Cluster.create(head(), new Revision(1, spec, "tester", START), List.of());
  }

  /** One that is reached otherwise than by a floating address on its first control plane. */
  Bench(Endpoint endpoint, int controlPlanes) {
    this(controlPlanes, 1);
    ClusterSpec usual = cluster.spec();
    ClusterSpec spec =
        new ClusterSpec(
            usual.kubernetesVersion(),
            usual.groups(),
            usual.networking(),
            endpoint,
            usual.keyPair(),
            usual.osProfile(),
            usual.timeouts(),
            usual.labels());
    cluster = Cluster.create(head(), new Revision(1, spec, "tester", START), List.of());
  }

  static ClusterHead head() {
    return new ClusterHead(
        new ClusterId("11111111-2222-3333-4444-555555555555"),
        "test",
        "My Cluster!",
        "project",
        "user",
        "template",
        START);
  }

  /** Decides on what is there now; the effects are returned and not carried out. */
  List<Effect> decide() {
    return decideOn(sight(cluster.version(), now));
  }

  /** Decides on a look that began earlier, at an older version. */
  List<Effect> decideOn(Sight sight) {
    Plan plan = planner.decide(cluster, sight, Heard.NOTHING, 1, now);
    assertThat(planner.decide(cluster, amongOthers(sight), Heard.NOTHING, 1, now))
        .as("what is decided in a project where others have servers too")
        .isEqualTo(plan);
    commit(plan.records());
    return plan.effects();
  }

  /** The same where each server has a namesake of another cluster, and one of nobody's. */
  private static Sight amongOthers(Sight sight) {
    return new Sight(
        new Look<>(
            sight.servers().version(),
            sight.servers().begun(),
            sight.servers().seen().map(own -> own.stream().flatMap(Bench::namesakes).toList()),
            sight.servers().unknown()),
        sight.ports(),
        sight.securityGroups(),
        sight.floatingIps(),
        sight.accessories(),
        sight.shown(),
        sight.quotas(),
        sight.api(),
        sight.consoles());
  }

  private static Stream<Server> namesakes(Server one) {
    Optional<OwnerMark> theirs =
        one.mark().map(ours -> new OwnerMark(ours.installation(), "theirs", ours.resource(), 1));
    return Stream.of(
        stranger(one, one.id() + "-theirs", theirs),
        one,
        stranger(one, one.id() + "-nobodys", Optional.empty()));
  }

  private static Server stranger(Server one, String id, Optional<OwnerMark> mark) {
    return new Server(
        id,
        one.name(),
        Server.Status.SHUTOFF,
        mark,
        one.addresses(),
        one.fault(),
        one.created(),
        one.hostId());
  }

  void commit(List<ClusterRecord> records) {
    if (!records.isEmpty()) {
      cluster = cluster.apply(records);
    }
  }

  /** Another desired state, and marks that come with it. */
  void revise(UnaryOperator<ClusterSpec> change, String... leaving) {
    List<ClusterRecord> records = new ArrayList<>();
    for (String machine : leaving) {
      records.add(
          new ClusterRecord.MachineMarked(MachineId.parse(machine), Mark.REPLACE, "tester", now));
    }
    ClusterSpec spec = change.apply(cluster.spec());
    int number = cluster.revision().number() + 1;
    records.add(new ClusterRecord.Revised(new Revision(number, spec, "tester", now)));
    commit(records);
  }

  /** Another number of workers, and the names of those that are to leave. */
  void resize(int workers, String... leaving) {
    revise(spec -> spec.with(spec.group("worker").orElseThrow().withCount(workers)), leaving);
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** Why nothing, or not all, is done; fails the test if there is no such hold. */
  Hold hold(String name) {
    return Optional.ofNullable(cluster.holds().get(name)).orElseThrow();
  }

  Machine machine(String id) {
    return Optional.ofNullable(cluster.machines().get(MachineId.parse(id))).orElseThrow();
  }

  void settle(Effect effect, Outcome outcome) {
    commit(List.of(new ClusterRecord.EffectSettled(effect.key(), effect.attempt(), outcome, now)));
  }

  /** Carries effects out, and what follows from them, until nothing follows any more. */
  void untilQuiet() {
    for (int turn = 0; turn < 200; turn++) {
      turn();
    }
  }

  void turn() {
    List<Effect> effects = decide();
    effects.forEach(effect -> settle(effect, outcome(effect)));
    play();
    pass(Duration.ofSeconds(1));
  }

  /** The first call of this kind, not yet made; all that are decided before or with it are. */
  Effect until(Predicate<Effect> wanted) {
    for (int turn = 0; turn < 60; turn++) {
      List<Effect> effects = decide();
      effects.stream().filter(wanted.negate()).forEach(effect -> settle(effect, outcome(effect)));
      Optional<Effect> found = effects.stream().filter(wanted).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      pass(Duration.ofSeconds(1));
    }
    throw new AssertionError("it was not decided: " + cluster.waits().values());
  }

  Outcome outcome(Effect effect) {
    return effect.order() instanceof Order.Drain(String node) && full.contains(node)
        ? new Outcome.Failed(Outcome.Retry.NOW, "default/web-1: PodDisruptionBudget web")
        : new Outcome.Done(carryOut(effect));
  }

  Optional<String> carryOut(Effect effect) {
    OwnerMark mark =
        new OwnerMark(
            "test",
            cluster.id().value(),
            effect.key().toString().replace('+', '_'),
            effect.attempt());
    String id =
        effect.order() instanceof Order.PutBootstrapToken
            ? "token-" + effect.key().name()
            : "id-" + ++ids;
    switch (effect.order()) {
      case Order.CreateSecurityGroup(String name) ->
          groups.add(new SecurityGroup(id, name, Map.of(), Optional.of(mark)));
      case Order.CreateFloatingIp _ ->
          addresses.add(new FloatingIp(id, "203.0.113.5", Optional.empty(), Optional.of(mark)));
      case Order.CreatePort order ->
          ports.add(
              new Port(
                  id,
                  order.name(),
                  order.plug().network(),
                  List.of(order.plug().address()),
                  Optional.empty(),
                  PortTraits.USUAL
                      .with(PortTraits.Vnic.valueOf(order.vnicType().toUpperCase(Locale.ROOT)))
                      .allowing(order.allowedAddresses()),
                  Optional.of(mark)));
      case Order.CreateNetwork(String name) ->
          networks.add(new OwnNetwork(id, name, Optional.of(mark)));
      case Order.CreateSubnet(String name, String network, String cidr, var _) ->
          subnets.add(new OwnSubnet(id, name, network, cidr, Optional.of(mark)));
      case Order.CreateRouter(String name, String external) ->
          routers.add(new OwnRouter(id, name, Optional.of(external), Optional.of(mark)));
      case Order.PlugRouter(String router, String subnet) -> plugs.put(router, subnet);
      case Order.UnplugRouter(String router, String _) -> {
        deeds.add("unplug");
        plugs.remove(router);
      }
      case Order.CreateServerGroup(ServerGroup.Policy policy) ->
          serverGroups.add(new ServerGroup(id, policy, List.of(), Optional.of(mark)));
      case Order.CreateServer order -> {
        boolean room = brokenZone.isEmpty() || !order.placement().zone().equals(brokenZone);
        servers.add(
            new Server(
                id,
                order.name(),
                room ? Server.Status.ACTIVE : Server.Status.ERROR,
                Optional.of(mark),
                List.of(),
                room ? Optional.empty() : Optional.of("No valid host was found"),
                now));
      }
      case Order.RebuildServer order -> rebuild(order, mark);
      case Order.CreateVolume order ->
          volumes.add(
              new Volume(
                  id,
                  order.name(),
                  made.apply(order.name()),
                  order.gib(),
                  Optional.empty(),
                  Optional.of(mark)));
      case Order.CreateLoadBalancer order -> {
        String address = order.front().address().orElse("10.0.0.9");
        String port = "port-of-" + id;
        balancers.add(
            new LoadBalancer(
                id,
                order.name(),
                LoadBalancer.Status.ACTIVE,
                Optional.of(address),
                Optional.of(port),
                Optional.of(mark)));
        ports.add(
            new Port(port, "vip", "net", List.of(address), Optional.empty(), Optional.empty()));
      }
      case Order.AddPart(String balancer, LoadBalancerPart part) -> {
        parts.add(part.kind());
        id = balancer;
      }
      case Order.AddMember(String _, PoolMember member) -> {
        deeds.add("to the pool " + member.name());
        pool.add(member);
        id = member.address();
      }
      case Order.Delete(String ref) -> remove(ref);
      case Order.AttachFloatingIp(String address, String port) -> {
        deeds.add("door " + portName(port));
        addresses.replaceAll(
            one ->
                one.id().equals(address)
                    ? new FloatingIp(one.id(), one.address(), Optional.of(port), one.mark())
                    : one);
      }
      case Order.MoveLeader(long to) -> {
        deeds.add("leader " + to);
        etcd.replaceAll(one -> Members.leading(one, one.id() == to));
      }
      case Order.RemoveMember(long member) -> {
        deeds.add("member " + member);
        etcd.removeIf(one -> one.id() == member);
      }
      case Order.AddRule _,
          Order.PutBootstrapToken _,
          Order.GrantClusterAdmin _,
          Order.ApplyAddOn _ -> {}
      case Order.AnnounceVersion(String version, Optional<String> etcd) -> {
        deeds.add("announce " + version + etcd.map(tag -> " with etcd " + tag).orElse(""));
        announced = version;
        announcedEtcd = etcd.map(tag -> tag.replaceFirst("-.*", ""));
      }
      case Order.UpgradeKubeadmAddOns(String version) -> deeds.add("add-ons " + version);
      case Order.Cordon(String node) -> {
        cordoned.add(node);
        id = node;
      }
      case Order.TaintOutdated(String node) -> {
        outdated.add(node);
        id = node;
      }
      case Order.Drain(String node) -> {
        if (!cordoned.contains(node)) {
          throw new AssertionError(node + " is drained and takes pods");
        }
      }
      case Order.RemoveNode(String node) -> {
        if (servers.stream().anyMatch(one -> one.name().equals(node) && !anew.contains(node))) {
          throw new AssertionError(node + " is removed and still runs");
        }
        nodes.removeIf(one -> one.name().equals(node));
        outdated.remove(node);
        cordoned.remove(node);
      }
      case Order.StopApprovingJoins _ -> approvesJoins = false;
      case Order.ApproveSigningRequest(String name, var _, String key) -> {
        approved.add(name);
        id = key;
      }
    }
    return effect.verb() == Attempt.Verb.CREATE ? Optional.of(id) : Optional.empty();
  }

  private void rebuild(Order.RebuildServer order, OwnerMark mark) {
    servers.replaceAll(one -> one.id().equals(order.server()) ? marked(one, mark) : one);
    anew.add(machine(order.machine().toString()).name());
    deeds.add("rebuild %s from %s".formatted(order.machine(), order.image()));
  }

  private Server marked(Server one, OwnerMark mark) {
    return new Server(
        one.id(), one.name(), rebuilt, Optional.of(mark), List.of(), fault(), one.created());
  }

  private Optional<String> fault() {
    return Optional.of("No valid host was found").filter(_ -> rebuilt == Server.Status.ERROR);
  }

  private String portName(String id) {
    return ports.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow().name();
  }

  private void remove(String ref) {
    servers.stream()
        .filter(one -> one.id().equals(ref))
        .forEach(one -> deeds.add("server " + one.name()));
    servers.removeIf(one -> one.id().equals(ref));
    ports.removeIf(one -> one.id().equals(ref));
    serverGroups.removeIf(one -> one.id().equals(ref));
    routers.stream().filter(one -> one.id().equals(ref)).forEach(_ -> deeds.add("router"));
    subnets.stream().filter(one -> one.id().equals(ref)).forEach(_ -> deeds.add("subnet"));
    networks.stream().filter(one -> one.id().equals(ref)).forEach(_ -> deeds.add("network"));
    routers.removeIf(one -> one.id().equals(ref));
    subnets.removeIf(one -> one.id().equals(ref));
    networks.removeIf(one -> one.id().equals(ref));
    groups.removeIf(one -> one.id().equals(ref));
    addresses.removeIf(one -> one.id().equals(ref));
    cordoned.remove(ref);
    outdated.remove(ref);
    volumes.removeIf(one -> one.id().equals(ref));
    if (balancers.removeIf(one -> one.id().equals(ref))) {
      ports.removeIf(one -> one.id().equals("port-of-" + ref));
      pool.clear();
      parts.clear();
    }
    pool.stream()
        .filter(one -> one.address().equals(ref))
        .forEach(one -> deeds.add("out of the pool " + one.name()));
    pool.removeIf(one -> one.address().equals(ref));
  }

  /** Guests ask, join and become Ready at once. */
  void play() {
    for (Machine machine : List.copyOf(cluster.machines().values())) {
      boolean runs = cluster.present(machine.server());
      if (!runs || !machine.state().stays() || silent.contains(machine.id().toString())) {
        continue;
      }
      if (Planner.initialises(cluster, machine)) {
        tell(machine.id(), Machine.Stage.KUBEADM_STARTED);
        apiAnswers = true;
        join(machine);
      } else {
        tell(machine.id(), Machine.Stage.BUNDLE_WANTED);
        if (cluster.present(machine.token())) {
          tell(machine.id(), Machine.Stage.BUNDLE_HANDED_OUT);
          ask(machine);
        }
        if (approved.contains(Requests.ofJoin(machine))) {
          join(machine);
          if (tellsEnd) {
            tell(machine.id(), Machine.Stage.KUBEADM_DONE);
          }
        }
      }
    }
  }

  /** As kubelet does with its machine's token. */
  private void ask(Machine machine) {
    if (requests.stream().noneMatch(one -> one.name().equals(Requests.ofJoin(machine)))) {
      requests.add(Requests.client(machine, "key of " + machine.token(), now));
    }
  }

  private List<SigningRequest> requests() {
    return requests.stream()
        .map(one -> approved.contains(one.name()) ? Requests.decided(one) : one)
        .toList();
  }

  void tell(MachineId machine, Machine.Stage stage) {
    commit(
        List.of(
            new ClusterRecord.MachinePinged(
                machine, new Machine.Guest(stage, now, "text", booted(machine)))));
  }

  /** By which try of its server its guest was booted. */
  private Optional<Integer> booted(MachineId machine) {
    String mark = machine("" + machine).server().toString();
    return servers.stream()
        .flatMap(one -> one.mark().stream())
        .filter(one -> one.resource().equals(mark))
        .map(OwnerMark::attempt)
        .findFirst();
  }

  /** As kubelet does once its Node has addresses. */
  void asksToServe(Machine machine) {
    requests.removeIf(one -> one.name().equals("csr-serving-" + machine.name()));
    requests.add(Requests.serving(machine, List.of(machine.name()), List.of(machine.address())));
  }

  private void join(Machine machine) {
    if (kubeletsServe) {
      asksToServe(machine);
    }
    nodes.removeIf(node -> node.name().equals(machine.name()));
    nodes.add(new Node(machine.name(), "uid", true, "v1.34.4", "", List.of(machine.address())));
    boolean member = etcd.stream().anyMatch(one -> one.name().equals(machine.name()));
    if (playsEtcd && machine.role() == Role.CONTROL_PLANE && !member) {
      String version = machine.blueprint().kubernetesVersion();
      if (!version.equals(announced)) {
        throw new AssertionError(machine.id() + " joins with " + version + ", not " + announced);
      }
      String brings = version.compareTo("1.34") < 0 ? "3.5.24" : "3.6.5";
      String runs = announcedEtcd.orElse(brings);
      boolean old = etcd.stream().anyMatch(one -> one.toString().contains("3.5.24"));
      if (old && runs.startsWith("3.6")) {
        throw new AssertionError(machine.id() + " brings etcd 3.6 to members of 3.5.24");
      }
      etcd.add(
          Members.well(machine, etcd.isEmpty())
              .answering(new EtcdMember.Status(etcd.isEmpty(), runs, 1, List.of())));
    }
  }

  Sight sight(long version, Instant begun) {
    Map<ResourceKey, Boolean> shown = new HashMap<>();
    LookOrder order = LookOrder.of(cluster, policy, begun);
    for (Resource asked : order.questions()) {
      shown.put(asked.key(), exists(asked.ref().orElseThrow()));
    }
    return new Sight(
        Look.seen(version, begun, servers),
        Look.seen(version, begun, ports),
        Look.seen(version, begun, groups),
        Look.seen(version, begun, addresses),
        accessories(order, version, begun),
        shown,
        quotas.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(quotas)),
        apiAnswers && !apiCut
            ? new ApiSight(Look.seen(version, begun, nodes), requests(), approvesJoins)
                .withEtcd(etcd(version, begun))
                .withBusy(busy)
            : ApiSight.unknown(version, begun, "connection refused"),
        consoles(order));
  }

  private Accessories accessories(LookOrder order, long version, Instant begun) {
    Set<ResourceKey.Kind> asked = order.accessories();
    return new Accessories(
        look(asked, ResourceKey.Kind.VOLUME, version, begun, volumes),
        look(asked, ResourceKey.Kind.SERVER_GROUP, version, begun, serverGroups),
        look(asked, ResourceKey.Kind.NETWORK, version, begun, networks),
        look(asked, ResourceKey.Kind.SUBNET, version, begun, subnets),
        look(asked, ResourceKey.Kind.ROUTER, version, begun, routers),
        look(asked, ResourceKey.Kind.LOAD_BALANCER, version, begun, balancers),
        look(asked, ResourceKey.Kind.LOAD_BALANCER, version, begun, pool));
  }

  private static <T> Look<T> look(
      Set<ResourceKey.Kind> asked,
      ResourceKey.Kind kind,
      long version,
      Instant begun,
      List<T> all) {
    return asked.contains(kind)
        ? Look.seen(version, begun, all)
        : Look.unknown(version, begun, "not asked");
  }

  private Map<ResourceKey, String> consoles(LookOrder order) {
    Map<ResourceKey, String> read = new HashMap<>();
    order.consoles().forEach(one -> read.put(one.key(), console));
    consolesRead += read.size();
    return read;
  }

  private Look<EtcdMember> etcd(long version, Instant begun) {
    return etcd.isEmpty()
        ? Look.unknown(version, begun, "not asked")
        : Look.seen(version, begun, etcd);
  }

  private boolean exists(String ref) {
    return servers.stream().anyMatch(one -> one.id().equals(ref))
        || ports.stream().anyMatch(one -> one.id().equals(ref))
        || serverGroups.stream().anyMatch(one -> one.id().equals(ref))
        || networks.stream().anyMatch(one -> one.id().equals(ref))
        || subnets.stream().anyMatch(one -> one.id().equals(ref))
        || routers.stream().anyMatch(one -> one.id().equals(ref))
        || groups.stream().anyMatch(one -> one.id().equals(ref))
        || addresses.stream().anyMatch(one -> one.id().equals(ref))
        || volumes.stream().anyMatch(one -> one.id().equals(ref))
        || balancers.stream().anyMatch(one -> one.id().equals(ref));
  }

  /** The same with these labels and no others. */
  static ClusterSpec labelled(ClusterSpec spec, Map<String, String> labels) {
    return new ClusterSpec(
        spec.kubernetesVersion(),
        spec.groups(),
        spec.networking(),
        spec.endpoint(),
        spec.keyPair(),
        spec.osProfile(),
        spec.timeouts(),
        new TreeMap<>(labels));
  }

  private static ClusterSpec spec(int controlPlanes, int workers) {
    return new ClusterSpec(
        "1.34.4",
        List.of(
            group("control-plane", Role.CONTROL_PLANE, controlPlanes),
            group("worker", Role.WORKER, workers)),
        new ClusterSpec.Networking(
            "net",
            new ClusterSpec.Subnet(
                "subnet",
                "10.0.0.0/24",
                List.of(new ClusterSpec.AddressRange("10.0.0.10", "10.0.0.250"))),
            "10.244.0.0/16",
            "10.96.0.0/12",
            "flannel"),
        new Endpoint.FloatingAddress("public"),
        Optional.empty(),
        "ubuntu-24.04",
        new ClusterSpec.Timeouts(Duration.ofHours(1)),
        new TreeMap<>());
  }

  static NodeGroup group(String name, Role role, int count) {
    return new NodeGroup(
        name,
        role,
        new NodeGroup.Flavor("flavor", "m", 2, 4096),
        "image",
        count,
        new NodeGroup.Bounds(0, 100),
        NodeGroup.Options.NONE);
  }
}
