package io.caisson.lives;

import io.caisson.simulator.model.Timeline;
import io.caisson.spi.kubernetes.LabelSelector;
import io.caisson.spi.kubernetes.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Replicas of many applications, each with a disruption budget, as the controllers, the scheduler
 * and the kubelets of a cluster treat them:
 *
 * <ol>
 *   <li>A replica without an identity gets its next pod when its last one is told to end; one with
 *       an identity when that has ended, and its volume has to be detached from the old node and
 *       attached to the new one before that pod starts.
 *   <li>A pod goes to a Node that is Ready and takes pods: rather to one without a taint, then to
 *       the one with the fewest pods, then to the first by name.
 *   <li>A budget allows as many evictions as there are more ready pods than it wants; a pod that
 *       was told to end does not count as ready.
 *   <li>What runs on a node that ends without a word is lost, and comes back elsewhere.
 * </ol>
 */
final class RollPods implements LifeWorkload {
  private static final String NAMESPACE = "default";
  static final Pace PACE =
      new Pace(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1));

  private static final int MOST_ON_NODE = 110;
  private static final Comparator<Place> BEST =
      Comparator.comparing((Place one) -> one.avoided)
          .thenComparingInt(one -> one.pods.size())
          .thenComparing(one -> one.node);

  private final Timeline timeline;
  private final RandomGenerator random;
  private final Rules rules;
  private final RollWatch watch;
  private final TreeMap<String, Place> places = new TreeMap<>();
  private final List<App> apps = new ArrayList<>();
  private final Map<String, Running> pods = new TreeMap<>();
  private final Deque<Replica> waiting = new ArrayDeque<>();
  private final List<Replica> volumes = new ArrayList<>();
  private Optional<Hold> hold = Optional.empty();
  private int made;

  RollPods(Timeline timeline, RandomGenerator random, Rules rules, RollWatch watch) {
    this.timeline = timeline;
    this.random = random;
    this.rules = rules;
    this.watch = watch;
  }

  /**
   * How long it takes.
   *
   * @param start of a pod on its node, until it is ready
   * @param end of a pod that was told to end at the latest, drawn anew for each; one with a volume
   *     ends so much earlier that its volume is detached by then
   * @param detach of a volume from its node
   * @param attach of a volume to its node
   */
  record Pace(Duration start, Duration end, Duration detach, Duration attach) {}

  /**
   * An application.
   *
   * @param identity whether each replica keeps a name and a volume
   * @param mayMiss how many of its replicas its budget lets miss
   */
  record App(String name, boolean identity, int replicas, int mayMiss) {}

  /**
   * Applications that may miss nobody for a time.
   *
   * @param time from the first eviction of all on
   * @param until when that is over, once it has begun
   * @param last when the last of their pods would have ended at the earliest: as soon as it may
   *     miss, and as slowly as it ends
   */
  record Hold(List<App> apps, Duration time, Optional<Instant> until, Instant last) {
    Hold(List<App> apps, Duration time) {
      this(apps, time, Optional.empty(), Instant.MIN);
    }

    private boolean bars(App app, Instant now) {
      return apps.contains(app) && until.map(now::isBefore).orElse(true);
    }

    /** A pod was told to end, which takes it this long. */
    private Hold evicted(App app, Instant now, Duration end) {
      Instant over = until.orElseGet(() -> now.plus(time));
      Instant ended = apps.contains(app) ? over.plus(end) : last;
      return new Hold(apps, time, Optional.of(over), ended.isAfter(last) ? ended : last);
    }
  }

  private static final class Replica {
    private final App app;
    private final String name;
    private Optional<String> attached = Optional.empty();

    Replica(App app, int number) {
      this.app = app;
      this.name = app.name() + "-" + number;
    }
  }

  private static final class Running {
    private final Replica replica;
    private final Place place;
    private final Pod.Ref ref;
    private boolean ready;
    private @Nullable Instant ending;

    Running(Replica replica, Place place, Pod.Ref ref) {
      this.replica = replica;
      this.place = place;
      this.ref = ref;
    }
  }

  private static final class Place {
    private final String node;
    private final TreeMap<String, Running> pods = new TreeMap<>();
    private boolean ready;
    private boolean open = true;
    private boolean avoided;

    Place(String node) {
      this.node = node;
    }

    boolean takes() {
      return ready && open && pods.size() < MOST_ON_NODE;
    }
  }

  /** Their replicas are made in any order, so that those of one do not keep together. */
  void run(List<App> wanted) {
    apps.addAll(wanted);
    List<Replica> all = new ArrayList<>();
    for (App app : wanted) {
      IntStream.range(0, app.replicas()).forEach(number -> all.add(new Replica(app, number)));
    }
    Collections.shuffle(all, random);
    all.forEach(this::add);
  }

  private void add(Replica replica) {
    if (replica.app.identity()) {
      volumes.add(replica);
    }
    place(replica);
  }

  /** From now on some of them are held. */
  void hold(Hold wanted) {
    hold = Optional.of(wanted);
  }

  Optional<Hold> held() {
    return hold;
  }

  /** Whether all replicas of all applications are ready. */
  boolean complete() {
    return apps.stream().allMatch(app -> ready(app) == app.replicas());
  }

  private int ready(App app) {
    return watch.ready(app.name());
  }

  private void place(Replica replica) {
    places.values().stream()
        .filter(Place::takes)
        .min(BEST)
        .ifPresentOrElse(place -> begin(replica, place), () -> waiting.add(replica));
  }

  private void begin(Replica replica, Place place) {
    String name = replica.app.identity() ? replica.name : replica.name + "-" + made;
    Running pod = new Running(replica, place, new Pod.Ref(NAMESPACE, name, "uid-" + made++));
    place.pods.put(pod.ref.uid(), pod);
    pods.put(pod.ref.uid(), pod);
    if (replica.app.identity()) {
      attach(pod);
    } else {
      later(PACE.start(), () -> ready(pod));
    }
  }

  /** Whoever had it gives it up first. */
  private void attach(Running pod) {
    Replica replica = pod.replica;
    if (replica.attached.isPresent() && !replica.attached.get().equals(pod.place.node)) {
      later(
          PACE.detach(),
          () -> {
            replica.attached = Optional.empty();
            if (pods.containsKey(pod.ref.uid())) {
              attach(pod);
            }
          });
    } else {
      Duration wait = replica.attached.isPresent() ? Duration.ZERO : PACE.attach();
      replica.attached = Optional.of(pod.place.node);
      later(wait.plus(PACE.start()), () -> ready(pod));
    }
  }

  private void ready(Running pod) {
    if (pods.containsKey(pod.ref.uid()) && !pod.ready) {
      pod.ready = true;
      count(pod, 1);
    }
  }

  private void count(Running pod, int change) {
    if (pod.ending == null) {
      watch.changed(pod.replica.app, change);
    }
  }

  private void later(Duration delay, Runnable action) {
    timeline.schedule(delay, action);
  }

  @Override
  public Answer evict(Pod asked) {
    Running pod = pods.get(asked.uid());
    if (pod == null) {
      return new Answer.Gone();
    }
    if (pod.ending != null) {
      return new Answer.Evicted();
    }
    if (pod.ready && allowed(pod.replica.app) <= 0) {
      return new Answer.Blocked(
          "The disruption budget %s allows none".formatted(pod.replica.app.name()));
    }
    watch.evicted(pod.replica.name);
    if (pod.ready) {
      count(pod, -1);
    }
    Duration drawn = PACE.end().minusMillis(random.nextInt(500));
    Duration end = pod.replica.app.identity() ? drawn.minus(PACE.detach()) : drawn;
    hold = hold.map(one -> one.evicted(pod.replica.app, timeline.now(), end));
    pod.ending = timeline.now().plus(end);
    later(end, () -> end(pod));
    if (!pod.replica.app.identity()) {
      place(pod.replica);
    }
    return new Answer.Evicted();
  }

  private void end(Running pod) {
    if (pods.remove(pod.ref.uid()) != null) {
      pod.place.pods.remove(pod.ref.uid());
      if (pod.replica.app.identity()) {
        place(pod.replica);
      }
    }
  }

  private int allowed(App app) {
    boolean barred = hold.filter(one -> one.bars(app, timeline.now())).isPresent();
    return barred ? 0 : Math.max(0, ready(app) - wanted(app));
  }

  private static int wanted(App app) {
    return app.replicas() - app.mayMiss();
  }

  @Override
  public List<Budget> in(String namespace) {
    return apps.stream()
        .map(
            app ->
                new Budget(
                    NAMESPACE,
                    app.name(),
                    LabelSelector.of(Map.of("app", app.name())),
                    "maxUnavailable: " + app.mayMiss(),
                    true,
                    new Counts(allowed(app), ready(app), wanted(app), app.replicas())))
        .toList();
  }

  @Override
  public List<Pod> on(String node) {
    return rules.pods(running(node));
  }

  @Override
  public List<Placed> placed(LabelSelector labels) {
    return pods.values().stream()
        .map(pod -> new Placed(pod.place.node, told(pod)))
        .filter(one -> labels.selects(one.pod().labels()))
        .toList();
  }

  @Override
  public List<Pod> running(String node) {
    return on(place(node)).stream().map(RollPods::told).toList();
  }

  private static Collection<Running> on(Place place) {
    return place.pods.values();
  }

  private static Pod told(Running pod) {
    App app = pod.replica.app;
    return new Pod(
        pod.ref,
        app.identity() ? "StatefulSet" : "ReplicaSet",
        false,
        pod.ready ? Pod.State.READY : Pod.State.PENDING,
        Optional.ofNullable(pod.ending),
        Map.of("app", app.name()),
        app.identity() ? List.of(claim(pod.replica)) : List.of());
  }

  private static String claim(Replica replica) {
    return NAMESPACE + "/data-" + replica.name;
  }

  @Override
  public List<Attachment> of(String node) {
    return volumes.stream()
        .filter(one -> one.attached.filter(node::equals).isPresent())
        .map(one -> new Attachment("csi-" + one.name, "pv-" + one.name, claim(one), true, ""))
        .toList();
  }

  private Place place(String node) {
    return places.computeIfAbsent(node, Place::new);
  }

  @Override
  public void start(String node) {
    Place place = place(node);
    place.ready = !node.contains("control-plane");
    retry();
  }

  @Override
  public void takesPods(String node, boolean does) {
    place(node).open = does;
    retry();
  }

  @Override
  public void avoided(String node, boolean is) {
    place(node).avoided = is;
  }

  private void retry() {
    List<Replica> again = List.copyOf(waiting);
    waiting.clear();
    again.forEach(this::place);
  }

  @Override
  public void silent(String node) {
    Place place = place(node);
    place.ready = false;
    for (Running pod : List.copyOf(on(place))) {
      lose(pod);
    }
  }

  private void lose(Running pod) {
    if (pod.ending == null) {
      watch.lost(pod.replica.name);
    }
    if (pod.ready) {
      count(pod, -1);
    }
    boolean replaced = pod.ending != null && !pod.replica.app.identity();
    pods.remove(pod.ref.uid());
    pod.place.pods.remove(pod.ref.uid());
    if (!replaced) {
      place(pod.replica);
    }
  }

  @Override
  public void removed(String node) {
    silent(node);
    places.remove(node);
  }
}
