package io.caisson.lives;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterHead;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Problem;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.cluster.RevisionRules;
import io.caisson.domain.operation.ClusterStatus;
import io.caisson.domain.plan.Heard;
import io.caisson.domain.plan.LookOrder;
import io.caisson.domain.plan.Plan;
import io.caisson.domain.plan.Planner;
import io.caisson.domain.plan.Policy;
import io.caisson.domain.plan.Sight;
import io.caisson.service.engine.NextLook;
import io.caisson.service.engine.Observer;
import io.caisson.service.engine.Performer;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.ClusterStore.Ownership;
import io.caisson.service.store.ClusterStore.Posted;
import io.caisson.service.store.Message;
import io.caisson.service.store.memory.MemoryClusterStore;
import io.caisson.service.workload.DrainRound;
import io.caisson.simulator.model.BootedInstance;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.FloatingAddress;
import io.caisson.simulator.model.Host;
import io.caisson.simulator.model.InstanceListener;
import io.caisson.simulator.model.LogEntry;
import io.caisson.simulator.model.Plant;
import io.caisson.simulator.model.PortOrder;
import io.caisson.simulator.model.Timing;
import io.caisson.simulator.model.Troubles;
import io.caisson.simulator.model.VirtualTimeline;
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
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One cluster in virtual time to which one thing happens, and all that its user can read meanwhile.
 * The planner, the looks, the calls and the data centre are the real ones.
 */
final class Patient {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration TURN = Duration.ofMillis(500);
  private static final Duration LIMIT = Duration.ofHours(4);

  final Trouble trouble;
  final LifeKubernetes kubernetes;
  final LifeEtcd etcd;
  final LifeWorkload workload;
  private final Constitution constitution;
  private final VirtualTimeline timeline = new VirtualTimeline(START);
  private final RandomGenerator random;
  final DataCentre centre;
  final LifeGround ground;
  private final LifeGuests usual;
  private final MemoryClusterStore store = new MemoryClusterStore(timeline::now);
  private final ClusterId id = new ClusterId("00000000-0000-4000-8000-000000000001");
  private final Policy policy = Policy.DEFAULT;
  private final Planner planner = new Planner(policy);
  private final Observer observer;
  private final Performer performer;
  private final List<ClusterRecord.EffectSettled> settled = new ArrayList<>();
  private final Map<String, Consumer<MachineId>> guests = new HashMap<>();
  private final List<String> read = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private final StringBuilder next = new StringBuilder();
  private final Set<String> foreign = new TreeSet<>();
  private final List<Runnable> watchers = new ArrayList<>();
  private Instant turned = START;
  private Predicate<String> full = _ -> false;
  private Duration lag = Duration.ZERO;
  private boolean byHand;
  private int replica = 1;
  private Instant awayUntil = START;
  private NextLook nextLook = NextLook.ofNewOwner();

  /** One of one control plane and two workers. */
  Patient() {
    this(Constitution.USUAL);
  }

  Patient(Constitution constitution) {
    this.constitution = constitution;
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(constitution.rhythm().seed());
    Timing timing =
        new Timing(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(2), 0);
    centre =
        new DataCentre(
            new DataCentre.Settings(
                timeline,
                random,
                timing,
                new Troubles() {
                  @Override
                  public boolean noCapacity(String serverName) {
                    return full.test(serverName);
                  }

                  @Override
                  public Duration listLag(String kind) {
                    return lag;
                  }
                }));
    ground = new LifeGround(centre);
    workload = constitution.pods().on(timeline, random);
    kubernetes = new LifeKubernetes(workload);
    etcd = new LifeEtcd(kubernetes::isUp, broken, new Hits());
    trouble = new Trouble(new LifeAccess(ground.cloud(), kubernetes, etcd));
    observer = new Observer(trouble, questions -> questions.forEach(Runnable::run));
    performer = new Performer(trouble, new DrainRound(Duration.ZERO, new LifePauses(timeline)));
    usual =
        new LifeGuests(
            centre,
            store,
            id,
            kubernetes,
            new DrawnCalls(constitution.rhythm().steady() ? () -> 0 : random, timeline),
            () -> {},
            broken,
            etcd);
    kubernetes.servedIf(usual::serves);
    centre.listen(guests());
    constitution.zones().forEach(this::addZone);
    create();
  }

  private void addZone(String zone) {
    inTheCloud(
        plant ->
            plant
                .catalogue()
                .addHost(new Host("host of " + zone, zone, 1000, 10_000_000, 100_000)));
  }

  private void create() {
    ClusterHead head = new ClusterHead(id, "life", "prod", "tenant", "ada", "template", START);
    store.create(
        Cluster.create(
            head,
            new Revision(1, spec(), "ada", START),
            List.of(Resource.given(Planner.credential(), "credential-1"))),
        new ClusterStore.SealedSecrets(new byte[0]));
  }

  private ClusterSpec spec() {
    NodeGroup.Options workers =
        new NodeGroup.Options(
            List.of(), List.of(), constitution.zones(), List.of(), List.of(), List.of());
    ClusterSpec usual = ground.spec(constitution.members(), NodeGroup.Options.NONE, workers);
    return new ClusterSpec(
            usual.kubernetesVersion(),
            usual.groups(),
            usual.networking(),
            usual.endpoint(),
            usual.keyPair(),
            usual.osProfile(),
            usual.timeouts(),
            new TreeMap<>(constitution.labels()))
        .with(usual.group("worker").orElseThrow().withCount(constitution.workers()));
  }

  // what can be done to it

  /** This machine's guest does something else than a guest does. */
  void guest(String machine, Consumer<MachineId> plays) {
    guests.put(machine, plays);
  }

  void tell(MachineId machine, Machine.Stage stage, String text) {
    store.post(id, new Message.GuestTold(machine, new Machine.Guest(stage, now(), text)));
  }

  void noRoomFor(Predicate<String> servers) {
    full = servers;
  }

  void listsLag(Duration time) {
    lag = time;
  }

  void inTheCloud(Consumer<Plant> change) {
    centre.furnish(change::accept);
  }

  /** The service stands still, or its database does. */
  void serviceAway(Duration time) {
    awayUntil = now().plus(time);
  }

  /** Its answers are lost, and another one takes over when the lease has run out. */
  void serviceLost() {
    replica++;
    settled.clear();
  }

  void delete() {
    wish(new ClusterRecord.DeletionRequested("ada", now()));
  }

  /** The user asks for so many workers, or for the same once more. */
  void resize(int workers) {
    resize("worker", workers);
  }

  void resize(String group, int machines) {
    ask(group(group).withCount(machines), Pace.DEFAULT);
  }

  NodeGroup group(String name) {
    return cluster().spec().group(name).orElseThrow();
  }

  /** The user asks for machines of this group that boot from another image. */
  void roll(String group, String image, Pace pace) {
    ask(group(group).madeOf(group(group).flavor(), image), pace);
  }

  private void ask(NodeGroup group, Pace pace) {
    ask(cluster().spec().with(group), pace, Optional.empty());
  }

  void ask(ClusterSpec wished, Pace pace, Optional<Integer> restores) {
    int number = cluster().revision().number() + 1;
    wish(
        new ClusterRecord.Revised(
            new Revision(number, wished, "ada", now(), pace, restores, Optional.empty())));
  }

  /** What the cluster was to be just before is what it is to be again. */
  void rollBack() {
    Revision earlier = cluster().history().earlier().getLast();
    ask(earlier.spec(), cluster().revision().pace(), Optional.of(earlier.number()));
  }

  /** Why this version cannot be asked for; empty if it can. */
  String problems(String version) {
    String problems =
        RevisionRules.problems(cluster(), cluster().spec().withKubernetes(version)).stream()
            .map(Problem::text)
            .collect(Collectors.joining("; "));
    read.add(problems);
    return problems;
  }

  void upgrade(String version, Pace pace) {
    upgrade(version, LifeVersions.image(version, false), pace);
  }

  /** The same by an image of this name. */
  void upgrade(String version, String name, Pace pace) {
    ClusterSpec wished = cluster().spec().withKubernetes(version);
    for (NodeGroup group : cluster().spec().groups()) {
      wished = wished.with(group.madeOf(group.flavor(), image(name)));
    }
    ask(wished, pace, Optional.empty());
  }

  /** The id of another image of the first version. */
  String otherImage() {
    return image(LifeVersions.image("1.34.4", true));
  }

  /** The id of an image of this name, which is added to the cloud. */
  String image(String name) {
    return centre.change(
        "operator", "add image", plant -> plant.catalogue().addImage(name, 0, 0, Map.of()).id());
  }

  /** The user names machines, as {@code nodes_to_remove} or by a node's own command. */
  void mark(Mark mark, String... machines) {
    List<ClusterRecord> records = new ArrayList<>();
    for (String machine : machines) {
      records.add(new ClusterRecord.MachineMarked(MachineId.parse(machine), mark, "ada", now()));
    }
    int number = cluster().revision().number() + 1;
    records.add(new ClusterRecord.Revised(new Revision(number, cluster().spec(), "ada", now())));
    wish(records);
  }

  void pause() {
    wish(
        new ClusterRecord.HoldPlaced(
            new Hold(Hold.PAUSE, "ada has paused the cluster", false, now())));
  }

  void resume() {
    wish(new ClusterRecord.HoldLifted(Hold.PAUSE, now()));
  }

  private void wish(ClusterRecord record) {
    wish(List.of(record));
  }

  private void wish(List<ClusterRecord> records) {
    store.commit(cluster(), Optional.empty(), records);
    nextLook = NextLook.ofNewOwner();
  }

  /** A port in the tenant's project that is none of ours; whether it stays is judged. */
  String strangersPort(String name, String description, List<String> securityGroups) {
    foreign.add("port " + name);
    PortOrder order =
        new PortOrder(
            ground.project(),
            ground.network(),
            Optional.of(name),
            Optional.of(description),
            Optional.empty(),
            Optional.of(securityGroups),
            PortOrder.on(ground.network(), ground.project()).device());
    return centre.change("somebody", "create port", plant -> plant.ports().create(order)).id();
  }

  boolean hasPort(String portId) {
    return centre.look(plant -> plant.ports().get(portId).isPresent());
  }

  /** The id of the port of one of our machines. */
  String portOf(String machine) {
    return cluster().ref(machine(machine).port(0)).orElseThrow();
  }

  /** The id of a security group of ours. */
  String securityGroup(String resource) {
    return centre.look(
        plant ->
            plant.securityGroups().all().stream()
                .filter(one -> one.card().description().contains(resource))
                .findFirst()
                .orElseThrow()
                .card()
                .id());
  }

  /** Other projects' ports on the first addresses of the network, which nobody here can see. */
  void takeAddresses(int count) {
    for (int last = 2; last < 2 + count; last++) {
      PortOrder order =
          new PortOrder(
              "somebody else",
              ground.network(),
              Optional.of("foreign"),
              Optional.empty(),
              Optional.of(
                  List.of(
                      new PortOrder.WantedAddress(
                          Optional.empty(), Optional.of("127.48.0." + last)))),
              Optional.empty(),
              PortOrder.on(ground.network(), "somebody else").device());
      inTheCloud(plant -> plant.ports().create(order));
    }
  }

  /** Somebody deletes it by hand, whatever runs on it. */
  void loseServer(String machine) {
    byHand = true;
    inTheCloud(
        plant ->
            plant.servers().all().stream()
                .filter(one -> one.card().name().equals(machine(machine).name()))
                .toList()
                .forEach(plant.servers()::delete));
  }

  /** What then stands on its console. */
  void print(String machine, String text) {
    inTheCloud(
        plant ->
            plant.servers().all().stream()
                .filter(one -> one.card().name().equals(machine(machine).name()))
                .forEach(one -> plant.servers().print(one, text)));
  }

  /** It stands still for a while: nothing on it answers, and then all goes on. */
  void freeze(String machine, Duration time) {
    usual.freeze(machine(machine).name(), time);
  }

  boolean hasServer(String machine) {
    String name = machine(machine).name();
    return centre.look(
        plant -> plant.servers().all().stream().anyMatch(one -> one.card().name().equals(name)));
  }

  /** What the cloud says of a machine's server; empty if there is none. */
  Optional<String> serverState(Machine machine) {
    return centre.look(
        plant ->
            plant.servers().all().stream()
                .filter(one -> one.card().name().equals(machine.name()))
                .map(one -> one.state().running() ? "runs" : "is there")
                .findFirst());
  }

  /** What is recorded when the pods of a machine have left it. */
  static ResourceKey drained(Machine machine) {
    return new ResourceKey(ResourceKey.Kind.DRAIN, machine.id().toString());
  }

  void nodeIsReady(String machine, boolean ready) {
    Machine one = machine(machine);
    kubernetes.join(one.name(), one.address(), ready);
  }

  Machine machine(String machine) {
    return Optional.ofNullable(cluster().machines().get(MachineId.parse(machine))).orElseThrow();
  }

  /** Nothing if there is no such machine. */
  Optional<MachineState> state(String machine) {
    return Optional.ofNullable(cluster().machines().get(MachineId.parse(machine)))
        .map(Machine::state);
  }

  boolean is(String machine, MachineState state) {
    return state(machine).filter(state::equals).isPresent();
  }

  long ready() {
    return cluster().machines().values().stream()
        .filter(one -> one.state() == MachineState.READY)
        .count();
  }

  /** Workers that are Ready and that nobody may interrupt. */
  long available() {
    Cluster cluster = cluster();
    return cluster.machinesOf("worker").stream()
        .filter(one -> one.state() == MachineState.READY)
        .filter(one -> !cluster.grants().containsKey(one.id()))
        .count();
  }

  /** Machines whose guests have not joined yet. */
  long booting() {
    return cluster().machines().values().stream()
        .filter(one -> one.state() == MachineState.BOOTING || one.state() == MachineState.JOINED)
        .count();
  }

  /** The guest is as any other again. */
  void usualGuests() {
    guests.clear();
  }

  /** From here on the cause is gone; what happens next is counted from here. */
  void then(String what) {
    trouble.mend();
    turns(what);
  }

  /** The same, while the cause stays. */
  void turns(String what) {
    turned = now();
    next.append(next.isEmpty() ? "" : "; ").append(what);
  }

  // how it goes on

  Instant now() {
    return timeline.now();
  }

  Cluster cluster() {
    return store.load(id).orElseThrow();
  }

  ClusterStatus.State status() {
    return ClusterStatus.of(cluster(), now()).state();
  }

  /** Lets time pass until this is so; fails if it never is. */
  void until(Predicate<Patient> so) {
    Instant latest = now().plus(LIMIT);
    while (!so.test(this)) {
      if (now().isAfter(latest)) {
        throw new AssertionError("in vain; the user could read:\n" + String.join("\n", read));
      }
      pass(TURN);
    }
  }

  void untilEnd() {
    until(one -> !one.status().inProgress());
  }

  void pass(Duration time) {
    Instant end = now().plus(time);
    while (now().isBefore(end)) {
      timeline.advance(TURN);
      if (!now().isBefore(awayUntil)) {
        turn();
      }
      note();
      watchers.forEach(Runnable::run);
    }
  }

  /** Who looks on at every moment. */
  void watched(Runnable watcher) {
    watchers.add(watcher);
  }

  private void turn() {
    Optional<Ownership> mine = store.own(id, "replica-" + replica, policy.callLimit());
    Cluster cluster = cluster();
    if (mine.isEmpty() || cluster.gone().isPresent()) {
      return;
    }
    Instant begun = now();
    boolean look = nextLook.isDue(begun);
    Sight sight = look ? look(cluster, begun) : Sight.none(begun);
    List<Posted> inbox = store.inbox(id);
    Plan plan =
        planner.decide(
            cluster,
            sight,
            new Heard(List.copyOf(settled), LifeReplica.pings(inbox)),
            mine.get().epoch(),
            now());
    settled.clear();
    Cluster next = plan.records().isEmpty() ? cluster : store.commit(cluster, mine, plan.records());
    store.taken(id, inbox);
    nextLook = nextLook.decided(plan, look, LookOrder.of(next, policy, now()));
    int sender = replica;
    plan.effects()
        .forEach(
            effect ->
                timeline.schedule(
                    answer(),
                    () -> {
                      var outcome = performer.perform(next, effect);
                      if (sender == replica) {
                        settled.add(
                            new ClusterRecord.EffectSettled(
                                effect.key(), effect.attempt(), outcome, now()));
                      }
                    }));
  }

  private Sight look(Cluster cluster, Instant begun) {
    LookOrder order = LookOrder.of(cluster, policy, begun);
    nextLook = nextLook.begun(order, now());
    return observer.look(cluster, order, begun);
  }

  private Duration answer() {
    return Duration.ofMillis(constitution.rhythm().drawn() ? 50 + random.nextInt(3000) : 100);
  }

  private InstanceListener guests() {
    return new InstanceListener() {
      @Override
      public void started(BootedInstance instance) {
        MachineId machine = LifeUserData.of(instance).machine();
        Consumer<MachineId> other = guests.get(machine.toString());
        if (other == null) {
          usual.started(instance);
        } else {
          other.accept(machine);
        }
      }

      @Override
      public void stopped(String instanceId) {
        usual.stopped(instanceId);
      }

      @Override
      public void rebuilt(String instanceId) {
        usual.rebuilt(instanceId);
      }

      @Override
      public void deleted(String instanceId) {
        usual.deleted(instanceId);
      }

      @Override
      public void floatingIpAssociated(String instanceId, FloatingAddress address) {
        usual.floatingIpAssociated(instanceId, address);
      }

      @Override
      public void floatingIpDissociated(String instanceId, FloatingAddress address) {
        usual.floatingIpDissociated(instanceId, address);
      }
    };
  }

  // what can be read

  /** Only what was not read yet; the cluster's own sentence before those of its parts. */
  private void note() {
    Cluster cluster = cluster();
    ClusterStatus status = ClusterStatus.of(cluster, now());
    List<String> shown = new ArrayList<>();
    if (!status.reason().isEmpty()) {
      shown.add(status.state() + ": " + status.reason());
    }
    cluster.waits().values().forEach(one -> shown.add(one.subject() + ": " + one.reason()));
    shown.stream().filter(text -> !read.contains(text)).forEach(read::add);
  }

  /** Whether there was a sentence with these words. */
  boolean couldRead(String words) {
    return all().anyMatch(text -> text.contains(words));
  }

  /** The first sentence with these words. */
  String read(String words) {
    return all()
        .filter(text -> text.contains(words))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "nobody read '%s' but:\n%s"
                        .formatted(words, all().collect(Collectors.joining("\n")))));
  }

  private Stream<String> all() {
    Stream<String> lines =
        store.journal(id, 0, 100_000).stream()
            .map(line -> line.entry().subject() + ": " + line.entry().text());
    return Stream.concat(read.stream(), lines);
  }

  /** What came of it, by the data centre's own book; fails if that is against a promise. */
  String next() {
    broken.removeIf(text -> byHand && text.startsWith("server of"));
    broken.addAll(Oracle.duplicates(centre));
    if (cluster().gone().isPresent()) {
      Oracle.orphans(centre, ground.project()).stream()
          .filter(left -> !foreign.contains(left))
          .forEach(left -> broken.add("left behind: " + left));
    }
    if (!broken.isEmpty()) {
      throw new AssertionError(broken);
    }
    return "%s%s: %s after %s; servers ever made: %d, no two for one machine%s"
        .formatted(
            next.substring(0, 1).toUpperCase(Locale.ROOT),
            next.substring(1),
            status(),
            words(Duration.between(turned, now())),
            made(),
            cluster().gone().isPresent() ? ", nothing is left" : "");
  }

  /** How many servers there ever were. */
  long made() {
    return centre.log().entries().stream()
        .filter(entry -> entry.kind().equals("server"))
        .filter(entry -> entry.event() == LogEntry.Event.CREATED)
        .count();
  }

  private static String words(Duration time) {
    return time.toMinutes() == 0
        ? time.toSeconds() + " s"
        : "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
