package io.caisson.lives;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterHead;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.JournalEntry;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.plan.Planner;
import io.caisson.domain.plan.Policy;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.memory.MemoryClusterStore;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.Timing;
import io.caisson.simulator.model.VirtualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * All workers of a cluster get another image while applications run on them, in virtual time and
 * with nothing going wrong: what the service adds to what clouds, nodes and pods take.
 */
public final class Roll {
  /** From a server's acceptance to its start; the cloud removes one in a tenth of that. */
  private static final Duration VM = Duration.ofSeconds(10);

  /** From a server's start to its Node being Ready. */
  private static final Duration NODE = Duration.ofSeconds(2);

  private static final Duration REMOVAL = VM.dividedBy(10);

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LIMIT = Duration.ofDays(2);

  private final VirtualTimeline timeline = new VirtualTimeline(START);
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
  private final Hits hits = new Hits();
  private final Size size;
  private final MemoryClusterStore store = new MemoryClusterStore(timeline::now);
  private final ClusterId id = new ClusterId("00000000-0000-4000-8000-000000000001");
  private final List<String> broken = new ArrayList<>();
  private final RollWatch watch = new RollWatch();
  private final RollPods pods;
  private final DataCentre centre;
  private final LifeGround ground;
  private final LifeReplica replica;
  private final String image;

  private Roll(Size size, Rules rules, Duration apart) {
    this.size = size;
    this.centre =
        new DataCentre(
            new DataCentre.Settings(
                timeline,
                random,
                new Timing(VM, NODE, NODE, 0),
                Weather.FINE.troubles(random, hits)));
    this.pods = new RollPods(timeline, random, rules, watch);
    LifeKubernetes kubernetes = new LifeKubernetes(pods);
    this.ground =
        new LifeGround(
            centre,
            "1.34.4",
            new LifeGround.Size(size.nodes(), "127.48.0.0/18", "127.48.0.2", "127.48.63.254"));
    List<String> other = new ArrayList<>();
    centre.furnish(
        plant ->
            other.add(
                plant
                    .catalogue()
                    .addImage(LifeVersions.image("1.34.4", true), 0, 0, Map.of())
                    .id()));
    this.image = other.getFirst();
    LifeEtcd etcd = new LifeEtcd(kubernetes::isUp, broken, hits);
    LifeAccess access = new LifeAccess(ground.cloud(), kubernetes, etcd);
    LifeCalls calls = new SteadyCalls(NODE, apart, timeline);
    LifeParts parts =
        new LifeParts(timeline, random, Weather.FINE, hits, rules, store, id, Policy.DEFAULT);
    this.replica = new LifeReplica("a", parts, access, calls);
    LifeGuests guests =
        new LifeGuests(centre, store, id, kubernetes, calls, replica::wake, broken, etcd);
    kubernetes.servedIf(guests::serves);
    centre.listen(guests);
  }

  /**
   * What is rolled.
   *
   * @param surge how many machines are made beside the old ones
   * @param podsOnNode on each, about; one in twenty has a volume
   */
  public record Size(int nodes, int surge, int podsOnNode) {
    public Size {
      if (nodes < 1 || nodes > 5000 || surge < 1 || surge > nodes || podsOnNode < 1) {
        throw new IllegalArgumentException(
            "%d nodes, a surge of %d, %d pods on each".formatted(nodes, surge, podsOnNode));
      }
    }
  }

  /**
   * What it came to.
   *
   * @param took from the acceptance of the change until all was as wanted
   * @param critical what of it clouds, nodes and pods take at the least: rounds of as many machines
   *     as the surge, each of which has to come, and of which each has to become empty and to go
   * @param moves of pods
   * @param broken budgets and other promises, in words
   * @param decisions that the service took
   * @param journal for each machine what was recorded of it
   */
  public record Report(
      Size size,
      Duration took,
      Duration critical,
      Moves moves,
      List<String> broken,
      int decisions,
      String journal) {
    /** How often as many machines as the surge have to be replaced. */
    public int rounds() {
      return Math.ceilDiv(size.nodes(), size.surge());
    }

    /** 1 would be a service that adds nothing. */
    public double ratio() {
      return (double) took.toMillis() / critical.toMillis();
    }
  }

  /** How often pods moved: in the mean, and the one that moved most. */
  public record Moves(double mean, int most) {}

  /** The same size is the same roll. */
  public static Report of(Size size) {
    return of(size, Rules.KEPT);
  }

  static Report of(Size size, Rules rules) {
    return new Roll(size, rules, Duration.ZERO).run();
  }

  /**
   * How much later a node is drained than it could be: of its hundred pods ten may not go for a
   * while, and then all at once.
   *
   * @param held from the first eviction until the ten may go
   * @return from the moment at which the last of them would have ended, had it been told so when it
   *     might go, until the drain is recorded as done and its server may go
   */
  public static Duration lateness(Duration held) {
    return new Roll(new Size(1, 1, 100), Rules.KEPT, Duration.ZERO).drain(held);
  }

  /**
   * How long a cluster of one control plane and so many workers takes in a cloud that begins to
   * make so many servers a second: from its acceptance until all are Ready.
   */
  public static Creation creation(int workers, int creates) {
    Duration apart = Duration.ofSeconds(1).dividedBy(creates);
    return new Roll(new Size(workers, 1, 1), Rules.KEPT, apart).creation(apart);
  }

  /**
   * What a creation came to.
   *
   * @param critical what clouds and nodes take if the first worker is asked for once the control
   *     plane is there: it, the turns of all workers, and the last one of them; the service asks
   *     for them a little sooner
   * @param broken promises, in words
   * @param decisions that the service took
   */
  public record Creation(Duration took, Duration critical, List<String> broken, int decisions) {
    /** About 1 would be a service that adds nothing. */
    public double ratio() {
      return (double) took.toMillis() / critical.toMillis();
    }
  }

  /** What the delays are, for those who read figures. */
  public static String conditions() {
    return "VM %d s, node %d s, server removed in %d s; pods start in %d s and end in at most %d s, volumes are detached in %d s of that; calls %d ms, looks %d ms"
        .formatted(
            VM.toSeconds(),
            NODE.toSeconds(),
            REMOVAL.toSeconds(),
            RollPods.PACE.start().toSeconds(),
            RollPods.PACE.end().toSeconds(),
            RollPods.PACE.detach().toSeconds(),
            SteadyCalls.CALL.toMillis(),
            SteadyCalls.LOOK.toMillis());
  }

  private Report run() {
    create();
    until("the cluster", () -> cluster().reached());
    List<RollPods.App> apps = apps();
    pods.run(apps);
    until("its pods", pods::complete);
    int before = decisions();
    watch.begin();
    Instant begun = timeline.now();
    Revision revision = revise();
    until("the roll", () -> cluster().reached());
    Instant end = cluster().history().reached(revision).orElseThrow();
    int all = apps.stream().mapToInt(RollPods.App::replicas).sum();
    broken.addAll(watch.broken());
    broken.addAll(Oracle.duplicates(centre));
    return new Report(
        size,
        Duration.between(begun, end),
        critical(),
        new Moves((double) watch.moves() / all, watch.mostMoves()),
        List.copyOf(broken),
        decisions() - before,
        journal(begun));
  }

  private Creation creation(Duration apart) {
    create();
    until("the cluster", () -> cluster().reached());
    broken.addAll(Oracle.duplicates(centre));
    return new Creation(
        Duration.between(START, cluster().completed().orElseThrow()),
        VM.plus(NODE).multipliedBy(2).plus(apart.multipliedBy(size.nodes())),
        List.copyOf(broken),
        decisions());
  }

  private Duration drain(Duration held) {
    create();
    until("the cluster", () -> cluster().reached());
    List<RollPods.App> apps =
        IntStream.range(0, 20).mapToObj(i -> new RollPods.App("web-" + i, false, 5, 5)).toList();
    pods.run(apps);
    until("its pods", pods::complete);
    pods.hold(new RollPods.Hold(apps.subList(0, 2), held));
    Instant begun = timeline.now();
    revise();
    until("the roll", () -> cluster().reached());
    Instant drained =
        store.journal(id, 0, Integer.MAX_VALUE).stream()
            .map(ClusterStore.Line::entry)
            .filter(entry -> entry.at().isAfter(begun))
            .filter(entry -> entry.subject().equals("worker-1"))
            .filter(entry -> entry.text().contains("its pods have left it"))
            .map(JournalEntry::at)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return Duration.between(pods.held().orElseThrow().last(), drained);
  }

  private Duration critical() {
    int rounds = Math.ceilDiv(size.nodes(), size.surge());
    return VM.plus(NODE).plus(RollPods.PACE.end()).plus(REMOVAL).multipliedBy(rounds);
  }

  private int decisions() {
    return hits.counts().getOrDefault("boundary looked", 0);
  }

  private Cluster cluster() {
    return store.load(id).orElseThrow();
  }

  private void until(String what, BooleanSupplier so) {
    Instant latest = timeline.now().plus(LIMIT);
    while (!so.getAsBoolean()) {
      if (timeline.now().isAfter(latest)) {
        throw new IllegalStateException(
            "%s came to no end: %s %s".formatted(what, cluster().holds(), cluster().waits()));
      }
      timeline.advance(Duration.ofSeconds(1));
    }
  }

  private void create() {
    NodeGroup.Options plain =
        new NodeGroup.Options(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    Revision revision = new Revision(1, ground.spec(1, plain, plain), "tester", START);
    ClusterHead head = new ClusterHead(id, "roll", "roll", "tenant", "tester", "template", START);
    store.create(
        Cluster.create(
            head, revision, List.of(Resource.given(Planner.credential(), "credential-1"))),
        new ClusterStore.SealedSecrets(new byte[0]));
    replica.start();
  }

  private Revision revise() {
    Cluster cluster = cluster();
    NodeGroup workers = cluster.spec().group("worker").orElseThrow();
    Revision revision =
        new Revision(
            cluster.revision().number() + 1,
            cluster.spec().with(workers.madeOf(workers.flavor(), image)),
            "tester",
            timeline.now(),
            new Pace(size.surge(), 0));
    store.commit(cluster, Optional.empty(), List.of(new ClusterRecord.Revised(revision)));
    replica.wake();
    return revision;
  }

  /** Of twenty applications of equal size one has volumes; a quarter of each may miss. */
  private List<RollPods.App> apps() {
    int all = size.nodes() * size.podsOnNode();
    int each = Math.clamp(all / 20, 1, 100);
    List<RollPods.App> apps = new ArrayList<>();
    for (int made = 0; made < all; made += each) {
      int number = apps.size();
      boolean identity = number % 20 == 19;
      int replicas = Math.min(each, all - made);
      apps.add(
          new RollPods.App(
              (identity ? "db-" : "web-") + number, identity, replicas, Math.max(1, replicas / 4)));
    }
    return apps;
  }

  private String journal(Instant since) {
    StringBuilder all = new StringBuilder();
    store.journal(id, 0, Integer.MAX_VALUE).stream()
        .filter(line -> !line.entry().at().isBefore(since))
        .forEach(line -> all.append(line.entry()).append('\n'));
    return all.toString();
  }
}
