package io.caisson.lives;

import io.caisson.simulator.model.Timeline;
import io.caisson.spi.kubernetes.LabelSelector;
import io.caisson.spi.kubernetes.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A Deployment on the workers of a cluster, with a disruption budget that the API server keeps: for
 * a pod that is evicted another one is started at once, where Nodes take pods.
 */
final class Replicas implements LifeWorkload {
  private static final Duration START = Duration.ofSeconds(3);
  private static final Duration END = Duration.ofSeconds(2);

  private final TreeMap<Integer, Replica> pods = new TreeMap<>();
  private final Timeline timeline;
  private final int spread;
  private final int wanted;
  private int available;
  private final TreeSet<String> open = new TreeSet<>();
  private final TreeSet<String> avoided = new TreeSet<>();
  private int last;

  /**
   * @param spread on how many Nodes they begin
   * @param wanted how many pods there should be
   * @param available how many of them the budget wants to be ready
   */
  Replicas(Timeline timeline, int spread, int wanted, int available) {
    this.timeline = timeline;
    this.spread = spread;
    this.wanted = wanted;
    this.available = available;
  }

  private record Replica(String node, boolean ready, boolean ending) {}

  /** Another budget from here on. */
  void budget(int pods) {
    available = pods;
  }

  @Override
  public void start(String node) {
    takesPods(node, true);
    fill();
  }

  @Override
  public void takesPods(String node, boolean does) {
    if (does && node.contains("worker")) {
      open.add(node);
    } else {
      open.remove(node);
    }
  }

  @Override
  public void avoided(String node, boolean is) {
    if (is) {
      avoided.add(node);
    } else {
      avoided.remove(node);
    }
  }

  @Override
  public void removed(String node) {
    open.remove(node);
    avoided.remove(node);
  }

  @Override
  public void silent(String node) {
    open.remove(node);
  }

  private void fill() {
    while (pods.values().stream().filter(one -> !one.ending()).count() < wanted && place()) {
      // until all have a place
    }
  }

  /** To the Node with fewest of them, of those that pods need not keep away from. */
  private boolean place() {
    List<String> rather = open.stream().filter(name -> !avoided.contains(name)).toList();
    List<String> workers = rather.isEmpty() ? List.copyOf(open) : rather;
    boolean begins = !pods.isEmpty() || workers.size() >= spread;
    Optional<String> node =
        workers.stream()
            .filter(_ -> begins)
            .min(Comparator.comparing((String name) -> running(name).size()));
    node.ifPresent(
        name -> {
          int number = ++last;
          pods.put(number, new Replica(name, false, false));
          timeline.schedule(START, () -> pods.computeIfPresent(number, (_, one) -> ready(one)));
        });
    return node.isPresent();
  }

  private static Replica ready(Replica one) {
    return new Replica(one.node(), true, one.ending());
  }

  int healthy() {
    return (int) pods.values().stream().filter(one -> one.ready() && !one.ending()).count();
  }

  /** How many pods were ever started. */
  int started() {
    return last;
  }

  @Override
  public List<Pod> running(String node) {
    return pods.entrySet().stream()
        .filter(one -> one.getValue().node().equals(node))
        .map(one -> pod(one.getKey(), one.getValue()))
        .toList();
  }

  private static Pod pod(int number, Replica one) {
    return new Pod(
        new Pod.Ref("default", "web-" + number, "uid-" + number),
        "ReplicaSet",
        false,
        one.ready() ? Pod.State.READY : Pod.State.PENDING,
        one.ending() ? Optional.of(Instant.EPOCH) : Optional.empty(),
        Map.of("app", "web"),
        List.of());
  }

  @Override
  public List<Pod> on(String node) {
    return running(node);
  }

  @Override
  public List<Placed> placed(LabelSelector labels) {
    return pods.entrySet().stream()
        .map(one -> new Placed(one.getValue().node(), pod(one.getKey(), one.getValue())))
        .filter(one -> labels.selects(one.pod().labels()))
        .toList();
  }

  @Override
  public List<Budget> in(String namespace) {
    return List.of(
        new Budget(
            namespace,
            "web",
            LabelSelector.of(Map.of("app", "web")),
            "minAvailable: " + available,
            true,
            new Counts(Math.max(0, healthy() - available), healthy(), available, wanted)));
  }

  @Override
  public Answer evict(Pod pod) {
    int number = Integer.parseInt(pod.name().substring("web-".length()));
    Replica one = pods.get(number);
    if (one == null) {
      return new Answer.Gone();
    }
    if (one.ready() && healthy() <= available) {
      return new Answer.Blocked(
          "The disruption budget web needs %d healthy pods and has %d currently"
              .formatted(available, healthy()));
    }
    pods.put(number, new Replica(one.node(), one.ready(), true));
    timeline.schedule(END, () -> pods.remove(number));
    fill();
    return new Answer.Evicted();
  }
}
