package io.caisson.lives;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterHead;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Grant;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Placement;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.plan.Planner;
import io.caisson.domain.plan.Policy;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.StaleCluster;
import io.caisson.service.store.memory.MemoryClusterStore;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.Timing;
import io.caisson.simulator.model.VirtualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One seeded life of a cluster of 1+2 or 3+2: created, perhaps changed, deleted, gone. */
public final class Life {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofHours(2);

  /** One of so many lives begins with an old cluster. */
  private static final int OLD = 6;

  private static final Duration LIMIT = Duration.ofHours(12);

  private final VirtualTimeline timeline = new VirtualTimeline(START);
  private final Hits hits = new Hits();
  private final RandomGenerator random;
  private final Weather weather;
  private final DataCentre centre;
  private final MemoryClusterStore store;
  private final ClusterId id;
  private final List<LifeReplica> replicas;
  private final LifeAccess access;
  private final LifeKubernetes kubernetes;
  private final LifeGround ground;
  private final LifeEtcd etcd;
  private final LifeGuests guests;
  private final List<String> broken = new ArrayList<>();
  private Instant leavingSince = START;
  private Instant left = START;
  private Instant moved = START;
  private long version;
  private List<MachineState> states = List.of();
  private Instant troubled = START.minus(LIMIT);

  /** Since when Nodes have been there for pods, to half a second. */
  private final Map<String, Instant> serving = new TreeMap<>();

  /** Whether a member is to freeze just when the removal of another one is on its way. */
  private boolean freezes;

  private final Map<String, String> images = new TreeMap<>();

  /** Whether the cluster begins before etcd 3.6, and goes on by more than one minor at a time. */
  private final boolean old;

  /** Whether a worker is still to be made anew. */
  private boolean rebuilds;

  /** Whether nothing else is changed until that is done. */
  private final boolean patient;

  private Life(long seed, Faults faults, Rules rules) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    this.weather = faults.of(Weather.of(random));
    Timing timing =
        new Timing(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(2), 0.2);
    this.centre =
        new DataCentre(
            new DataCentre.Settings(timeline, random, timing, weather.troubles(random, hits)));
    this.store = new MemoryClusterStore(timeline::now);
    this.id = new ClusterId(new UUID(random.nextLong(), random.nextLong()).toString());
    this.kubernetes = new LifeKubernetes(new LifePods(timeline, random, hits, rules));
    kubernetes.whenCordoned(this::cordoned);
    this.rebuilds = seed % 4 == 0;
    this.patient = seed % 8 == 0;
    this.old = seed % OLD == OLD - 1;
    String version = old ? LifeVersions.OLD : LifeVersions.FIRST;
    this.ground = new LifeGround(centre, version);
    images.put(LifeVersions.image(version, false), ground.image());
    centre.furnish(LifeGround::moreHosts);
    centre.furnish(
        plant ->
            imageNames()
                .filter(name -> !images.containsKey(name))
                .forEach(
                    name ->
                        images.put(name, plant.catalogue().addImage(name, 0, 0, Map.of()).id())));
    this.etcd = new LifeEtcd(kubernetes::isUp, broken, hits);
    this.access = new LifeAccess(ground.cloud(), kubernetes, rules.etcd(etcd));
    LifeCalls calls = new DrawnCalls(random, timeline);
    LifeParts parts =
        new LifeParts(timeline, random, weather, hits, rules, store, id, Policy.DEFAULT);
    this.replicas =
        (weather.pause() > 0 ? List.of("a", "b") : List.of("a"))
            .stream().map(name -> new LifeReplica(name, parts, access, calls)).toList();
    kubernetes.whenChanged(() -> replicas.forEach(LifeReplica::told));
    replicas.forEach(replica -> replica.whenSending(this::leaves));
    this.guests = new LifeGuests(centre, store, id, kubernetes, calls, this::wake, broken, etcd);
    kubernetes.servedIf(guests::serves);
    centre.listen(guests);
  }

  private Stream<String> imageNames() {
    return Stream.concat(
        LifeVersions.images().stream(),
        old ? LifeVersions.oldImages().stream() : Stream.<String>empty());
  }

  /**
   * What a life came to.
   *
   * @param broken promises, in words; none is the only good number
   * @param fine nothing of all that can go wrong did
   * @param leaving from the first wish to delete the cluster to its end
   * @param journal everything that was recorded and that happened, for comparison
   */
  public record Report(
      long seed, List<String> broken, boolean fine, Duration leaving, Hits hits, String journal) {}

  /** The same seed with the same faults is the same life, in every JVM. */
  public static Report live(long seed, Faults faults) {
    return live(seed, faults, Rules.KEPT);
  }

  static Report live(long seed, Faults faults, Rules rules) {
    Life life = new Life(seed, faults, rules);
    life.run();
    return new Report(
        seed,
        List.copyOf(life.broken),
        life.weather.equals(Weather.FINE),
        Duration.between(life.leavingSince, life.left),
        life.hits,
        life.journal());
  }

  private void run() {
    ClusterSpec first =
        ground.spec(
            1 + 2 * random.nextInt(2),
            options(NodeGroup.Volume.ETCD),
            workers(options(NodeGroup.Volume.DATA)));
    Revision revision =
        new Revision(
            1, reached(ownNetwork() ? ground.inOwnNetwork(first) : first), "tester", START);
    ClusterHead head = new ClusterHead(id, "life", "life", "tenant", "tester", "template", START);
    store.create(
        Cluster.create(
            head, revision, List.of(Resource.given(Planner.credential(), "credential-1"))),
        new ClusterStore.SealedSecrets(new byte[0]));
    replicas.forEach(LifeReplica::start);
    boolean early = random.nextInt(3) == 0;
    int changes = old ? 1 + random.nextInt(2) : random.nextInt(3);
    Instant deleteAt = START.plusSeconds(random.nextInt(120));
    while (timeline.now().isBefore(START.plus(LIMIT))) {
      timeline.advance(Duration.ofMillis(500));
      serve();
      Cluster cluster = store.load(id).orElseThrow();
      if (cluster.gone().isPresent()) {
        end(cluster.gone().get());
        return;
      }
      boolean complete = cluster.reached() && !heals(cluster);
      boolean stuck = !goesOn(cluster);
      if (complete && !cluster.deleting() && emptied(cluster)) {
        continue;
      }
      if (complete && !cluster.deleting() && rebuilds) {
        hits.hit("life made a worker anew");
        rebuilds = !asksToMakeAnew(cluster);
        continue;
      }
      if (complete && !cluster.deleting() && changes > 0) {
        completed(cluster);
        changes -= changed(cluster) ? 1 : 0;
        continue;
      }
      if (cluster.deleting() && random.nextInt(20) == 0) {
        delete(cluster);
      }
      if (!cluster.deleting()
          && (complete || (early ? !timeline.now().isBefore(deleteAt) : stuck))) {
        if (complete) {
          completed(cluster);
        } else if (!early) {
          broken.add(
              "nothing of it has got on for two hours: "
                  + cluster.waits().values()
                  + cluster.holds().values());
        }
        delete(cluster);
      }
    }
    broken.add("not gone after %s: %s".formatted(LIMIT, store.load(id).orElseThrow().waits()));
  }

  /** Whether a member was lost or stood still and has not been made up for yet. */
  private boolean heals(Cluster cluster) {
    return timeline.now().isBefore(troubled.plus(PATIENCE)) && !allReady(cluster);
  }

  private static boolean allReady(Cluster cluster) {
    return cluster.machines().values().stream()
        .allMatch(machine -> machine.state() == MachineState.READY);
  }

  /** Whether the machines are others, or in other states, than two hours ago. */
  private boolean goesOn(Cluster cluster) {
    if (cluster.version() != version) {
      version = cluster.version();
      List<MachineState> now =
          cluster.machines().values().stream().map(machine -> machine.state()).toList();
      moved = now.equals(states) ? moved : timeline.now();
      states = now;
    }
    return timeline.now().isBefore(moved.plus(PATIENCE));
  }

  /** Also again and again, as an impatient user does it. */
  private void delete(Cluster cluster) {
    leavingSince = cluster.deleting() ? leavingSince : timeline.now();
    committed(cluster, List.of(new ClusterRecord.DeletionRequested("tester", timeline.now())));
  }

  /** False if the service was quicker. */
  private boolean committed(Cluster cluster, List<ClusterRecord> records) {
    try {
      store.commit(cluster, Optional.empty(), records);
      wake();
      return true;
    } catch (StaleCluster late) {
      hits.hit("fault stale wish");
      return false;
    }
  }

  /**
   * Another number of machines, another image for them, or one of them by its name: to leave at
   * once, when it has a successor, or to become empty.
   */
  private boolean changed(Cluster cluster) {
    boolean members = random.nextInt(2) == 0;
    NodeGroup group = cluster.spec().group(members ? "control-plane" : "worker").orElseThrow();
    List<ClusterRecord> records = new ArrayList<>();
    Pace pace = random.nextBoolean() ? Pace.DEFAULT : new Pace(0, 1);
    ClusterSpec spec = cluster.spec();
    NodeGroup next =
        switch (spec.kubernetesVersion().equals(LifeVersions.OLD) ? 2 : random.nextInt(4)) {
          case 0 -> group.withCount(members ? 4 - group.count() : random.nextInt(5));
          case 1 ->
              group.madeOf(group.flavor(), otherImage(spec.kubernetesVersion(), group.image()));
          case 2 -> {
            spec = upgraded(spec);
            yield spec.group(group.name()).orElseThrow();
          }
          default -> {
            cluster.machinesOf(group.name()).stream()
                .findFirst()
                .ifPresent(
                    machine ->
                        records.add(
                            new ClusterRecord.MachineMarked(
                                machine.id(), wish(), "tester", timeline.now())));
            yield group;
          }
        };
    int number = cluster.revision().number() + 1;
    Revision revision = new Revision(number, spec.with(next), "tester", timeline.now(), pace);
    records.add(new ClusterRecord.Revised(revision));
    hits.hit("life changed");
    boolean done = committed(cluster, records);
    if (done) {
      trouble(cluster, members && next.count() < group.count());
      regret(cluster.spec(), revision);
    }
    return done;
  }

  /** Somebody wants the old image of workers again, perhaps in the middle of the change. */
  private void regret(ClusterSpec before, Revision asked) {
    boolean image =
        before.kubernetesVersion().equals(asked.spec().kubernetesVersion())
            && !before
                .group("worker")
                .map(NodeGroup::image)
                .equals(asked.spec().group("worker").map(NodeGroup::image));
    if (!image) {
      return;
    }
    timeline.schedule(
        Duration.ofSeconds(5 + random.nextInt(120)),
        () -> {
          Cluster now = store.load(id).orElseThrow();
          int number = now.revision().number();
          if (!now.deleting() && !now.reached() && number == asked.number()) {
            hits.hit("life regretted");
            Revision old = new Revision(number + 1, before, "tester", timeline.now(), asked.pace());
            committed(now, List.of(new ClusterRecord.Revised(old)));
          }
        });
  }

  private ClusterSpec upgraded(ClusterSpec spec) {
    int minors = old ? 1 + random.nextInt(3) : 1;
    String version = LifeVersions.after(spec.kubernetesVersion(), minors);
    hits.hit("life upgraded");
    if (minors > 1) {
      hits.hit("life upgraded by minors");
    }
    if (spec.kubernetesVersion().equals(LifeVersions.OLD)) {
      hits.hit("life upgraded from an old etcd");
    }
    ClusterSpec next = spec.withKubernetes(version);
    for (NodeGroup group : spec.groups()) {
      String image = old ? any() : image(version, random.nextBoolean());
      next = next.with(group.madeOf(group.flavor(), image));
    }
    return next;
  }

  private String any() {
    return Optional.ofNullable(images.get(LifeVersions.ANY_IMAGE)).orElseThrow();
  }

  private String otherImage(String version, String image) {
    return image(version, !image(version, true).equals(image));
  }

  private String image(String version, boolean other) {
    return Optional.ofNullable(images.get(LifeVersions.image(version, other))).orElseThrow();
  }

  /**
   * One of three control-plane machines stands still for a while, or somebody removes it.
   *
   * @param soon while others leave for good, which does not take long: any time, or at the worst
   */
  private void trouble(Cluster cluster, boolean soon) {
    List<String> nodes =
        cluster.machinesOf("control-plane").stream().map(machine -> machine.name()).toList();
    if (nodes.size() < 3 || weather.chance() == 0) {
      return;
    }
    String node = nodes.get(random.nextInt(nodes.size()));
    int after = random.nextInt(soon ? 15 : 90);
    int trouble = random.nextInt(4);
    if (trouble == 1 && soon) {
      freezes = true;
    } else if (trouble <= 1) {
      timeline.schedule(Duration.ofSeconds(after), () -> freeze(node));
    } else if (trouble == 2) {
      hits.hit("fault member's server lost");
      timeline.schedule(Duration.ofSeconds(after), () -> lose(node));
    }
  }

  private void freeze(String node) {
    hits.hit("fault member frozen");
    troubled = timeline.now();
    guests.freeze(node, Duration.ofSeconds(20 + random.nextInt(200)));
  }

  /** Whoever removes a member has seen all of them well; one of those that stay is not any more. */
  private void leaves(Effect effect) {
    if (!freezes || effect.key().kind() != ResourceKey.Kind.MEMBER_REMOVAL) {
      return;
    }
    Set<String> leaving =
        store.load(id).orElseThrow().controlPlane().stream()
            .filter(machine -> machine.state() == MachineState.LEAVING)
            .map(Machine::name)
            .collect(Collectors.toSet());
    List<String> others = etcd.running().stream().filter(node -> !leaving.contains(node)).toList();
    if (others.size() >= 2) {
      freezes = false;
      freeze(others.get(random.nextInt(others.size())));
    }
  }

  /** Never so that the majority is lost by it. */
  private void lose(String node) {
    boolean spare = etcd.nodes().size() >= 3 && etcd.running().size() >= etcd.nodes().size();
    if (spare && !store.load(id).orElseThrow().deleting()) {
      troubled = timeline.now();
      guests.lose(node);
      centre.change(
          "somebody",
          "delete",
          plant -> {
            plant.servers().all().stream()
                .filter(one -> one.card().name().equals(node))
                .findFirst()
                .ifPresent(plant.servers()::delete);
            return 0;
          });
    }
  }

  /** A worker is made anew on its server; the other changes wait for it, or come in its middle. */
  private boolean asksToMakeAnew(Cluster cluster) {
    Optional<Machine> worker =
        cluster.machinesOf("worker").stream()
            .filter(one -> one.state() == MachineState.READY && one.mark().isEmpty())
            .findFirst();
    Instant now = timeline.now();
    return worker.isPresent()
        && committed(
            cluster,
            List.of(
                new ClusterRecord.MachineMarked(worker.get().id(), Mark.REBUILD, "tester", now),
                new ClusterRecord.GrantGiven(
                    new Grant(
                        worker.get().id(),
                        Grant.Actor.USER,
                        "it is to be made anew",
                        now,
                        Optional.empty()))));
  }

  private static boolean makesAnew(Map<MachineId, Machine> machines) {
    return machines.values().stream()
        .anyMatch(
            one ->
                one.marked(Mark.REBUILD)
                    || (one.rebuilt().isPresent() && one.state() != MachineState.READY));
  }

  private Mark wish() {
    return List.of(Mark.REPLACE, Mark.RENEW, Mark.DRAIN, Mark.DRAIN).get(random.nextInt(4));
  }

  /** Whether a machine is kept empty; after a while it may be used again, and takes pods. */
  private boolean emptied(Cluster cluster) {
    List<ClusterRecord> records =
        cluster.machines().values().stream()
            .filter(machine -> machine.marked(Mark.DRAIN))
            .<ClusterRecord>map(
                machine -> new ClusterRecord.MarkRemoved(machine.id(), "tester", timeline.now()))
            .toList();
    if (!records.isEmpty() && random.nextInt(20) == 0) {
      committed(cluster, records);
    }
    return !records.isEmpty()
        || (patient && makesAnew(cluster.machines()))
        || cluster.resources().keySet().stream()
            .map(ResourceKey::kind)
            .anyMatch(
                kind -> kind == ResourceKey.Kind.CORDON || kind == ResourceKey.Kind.OUTDATED_TAINT);
  }

  private void wake() {
    replicas.forEach(LifeReplica::wake);
  }

  private void serve() {
    List<String> available = kubernetes.available();
    serving.keySet().retainAll(available);
    available.forEach(node -> serving.putIfAbsent(node, timeline.now()));
  }

  /**
   * An upgrade leaves as many workers as its pace says. A Node that was not Ready when that was
   * decided, and when the look began by which it was, may have become so since.
   */
  private void cordoned(String node) {
    Cluster cluster = store.load(id).orElseThrow();
    Optional<Grant> upgrade =
        cluster.grants().values().stream()
            .filter(grant -> grant.actor() == Grant.Actor.UPGRADE)
            .filter(grant -> name(cluster, grant).equals(node))
            .findFirst();
    Instant served = serving.getOrDefault(node, timeline.now());
    boolean counts =
        upgrade.filter(one -> served.isBefore(one.since().minusSeconds(2))).isPresent();
    long left = kubernetes.available().stream().filter(name -> name.contains("worker")).count();
    int wanted = cluster.spec().group("worker").orElseThrow().count();
    int needed = wanted - cluster.revision().pace().unavailable(wanted);
    if (counts && node.contains("worker") && left < needed) {
      broken.add(
          "%s cordoned by an upgrade, %d workers left, %d needed".formatted(node, left, needed));
    }
    hits.hit(upgrade.isPresent() ? "life cordon by an upgrade" : "life cordon by a user");
  }

  private static String name(Cluster cluster, Grant grant) {
    return Optional.ofNullable(cluster.machines().get(grant.machine()))
        .map(machine -> machine.name())
        .orElse("");
  }

  private void completed(Cluster cluster) {
    hits.hit("life completed");
    if (!kubernetes.outdated().isEmpty()) {
      broken.add("complete with Nodes tainted as outdated: " + kubernetes.outdated());
    }
    if (timeline.now().isBefore(troubled.plusSeconds(300)) || makesAnew(cluster.machines())) {
      return;
    }
    long running =
        centre.look(
            plant -> plant.servers().all().stream().filter(one -> one.state().running()).count());
    boolean ready = allReady(cluster);
    placed();
    if (ownNetwork()) {
      hits.hit("life in a network of its own");
    }
    guests.versions().complete(cluster.spec().kubernetesVersion());
    int wanted = cluster.spec().count(Role.WORKER) + cluster.spec().count(Role.CONTROL_PLANE);
    List<String> members =
        cluster.machinesOf("control-plane").stream()
            .map(machine -> machine.name())
            .sorted()
            .toList();
    if (!etcd.nodes().equals(members)) {
      broken.add("complete with members %s, wanted %s".formatted(etcd.nodes(), members));
    }
    if (running != wanted || !ready) {
      broken.add("complete with %d servers running, ready: %s".formatted(running, ready));
    }
  }

  private void end(Instant gone) {
    hits.hit("life ended");
    left = gone;
    timeline.advance(Duration.ofMinutes(30));
    broken.addAll(Oracle.duplicates(centre));
    Oracle.orphans(centre, ground.project()).forEach(left -> broken.add("left behind: " + left));
    if (access.credentialThere()) {
      broken.add("left behind: the credential");
    }
  }

  private String journal() {
    StringBuilder all = new StringBuilder();
    store.journal(id, 0, 100_000).forEach(line -> all.append(line.entry()).append('\n'));
    centre.log().entries().forEach(entry -> all.append(entry).append('\n'));
    return all.toString();
  }

  /** By a load balancer in one half of the lives, with a floating address in half of those. */
  private ClusterSpec reached(ClusterSpec spec) {
    int drawn = id.value().charAt(3);
    if ((drawn & 1) == 0) {
      return spec;
    }
    hits.hit("life behind a load balancer");
    return ground.balanced(spec, (drawn & 2) == 0 || ownNetwork());
  }

  /** Volumes in one half of the lives, server groups in the other half of each half. */
  private NodeGroup.Options options(String use) {
    boolean some = (id.value().charAt(0) & 1) == 0;
    List<NodeGroup.Volume> volumes =
        List.of(
            new NodeGroup.Volume(NodeGroup.Volume.ROOT, 20, ""), new NodeGroup.Volume(use, 10, ""));
    return new NodeGroup.Options(
        List.of(),
        List.of(),
        List.of(),
        some ? volumes : List.of(),
        List.of(),
        List.of(),
        placement());
  }

  /** In one of four lives. */
  private boolean ownNetwork() {
    return (id.value().charAt(2) & 3) == 0;
  }

  /** With a further port in one of four lives. */
  private NodeGroup.Options workers(NodeGroup.Options usual) {
    return (id.value().charAt(3) & 3) == 0 ? usual.onPorts(List.of(ground.furtherPort())) : usual;
  }

  private Optional<Placement> placement() {
    return switch (id.value().charAt(1) & 3) {
      case 0 -> Optional.of(Placement.ANTI_AFFINITY);
      case 1 -> Optional.of(Placement.SOFT_ANTI_AFFINITY);
      default -> Optional.empty();
    };
  }

  /** The cloud sees to what a server group means, if the servers were made in one. */
  private void placed() {
    Map<String, Set<Optional<String>>> groups = new TreeMap<>();
    centre
        .look(plant -> plant.servers().all())
        .forEach(
            server ->
                groups
                    .computeIfAbsent(
                        server.card().name().contains("worker") ? "worker" : "control-plane",
                        _ -> new HashSet<>())
                    .add(server.order().where().group()));
    placement().ifPresent(_ -> hits.hit("life placed"));
    groups.forEach(
        (role, its) -> {
          boolean one = its.size() == 1 && its.iterator().next().isPresent();
          if (one != placement().isPresent()) {
            broken.add("%s in server groups %s, wanted %s".formatted(role, its, placement()));
          }
        });
  }
}
