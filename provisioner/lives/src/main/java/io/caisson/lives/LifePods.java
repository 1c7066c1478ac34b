package io.caisson.lives;

import io.caisson.simulator.model.Timeline;
import io.caisson.spi.kubernetes.LabelSelector;
import io.caisson.spi.kubernetes.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The pods of a life's cluster: two on each node, one of which its budget holds back for a while.
 */
final class LifePods implements LifeWorkload {
  private final TreeMap<String, Pod> pods = new TreeMap<>();
  private final TreeMap<String, String> nodes = new TreeMap<>();
  private final Timeline timeline;
  private final RandomGenerator random;
  private final Hits hits;
  private final Rules rules;

  LifePods(Timeline timeline, RandomGenerator random, Hits hits, Rules rules) {
    this.rules = rules;
    this.timeline = timeline;
    this.random = random;
    this.hits = hits;
  }

  @Override
  public void start(String node) {
    for (String name : List.of("web-" + node, "db-" + node)) {
      if (pods.putIfAbsent(name, pod(name, false)) == null) {
        nodes.put(name, node);
      }
    }
  }

  private static Pod pod(String name, boolean terminating) {
    return new Pod(
        new Pod.Ref("default", name, "uid-" + name),
        "ReplicaSet",
        false,
        Pod.State.READY,
        terminating ? Optional.of(Instant.EPOCH) : Optional.empty(),
        Map.of("app", name.substring(0, name.indexOf('-'))),
        List.of());
  }

  @Override
  public List<Pod> on(String node) {
    return rules.pods(running(node));
  }

  @Override
  public List<Placed> placed(LabelSelector labels) {
    return pods.values().stream()
        .filter(pod -> labels.selects(pod.labels()))
        .map(pod -> new Placed(Optional.ofNullable(nodes.get(pod.name())).orElseThrow(), pod))
        .toList();
  }

  @Override
  public List<Pod> running(String node) {
    List<Pod> there = new ArrayList<>();
    pods.forEach(
        (name, pod) -> {
          if (node.equals(nodes.get(name))) {
            there.add(pod);
          }
        });
    return there;
  }

  /** Whether the one budget allows anything differs from look to look. */
  @Override
  public List<Budget> in(String namespace) {
    boolean open = random.nextInt(3) == 0;
    if (!open) {
      hits.hit("fault budget closed");
    }
    return List.of(
        new Budget(
            namespace,
            "db",
            LabelSelector.of(Map.of("app", "db")),
            "minAvailable: 1",
            true,
            new Counts(open ? 1 : 0, open ? 2 : 1, 1, 2)));
  }

  @Override
  public Answer evict(Pod pod) {
    if (!pods.containsKey(pod.name())) {
      return new Answer.Gone();
    }
    if (pod.name().startsWith("db-") && random.nextInt(3) > 0) {
      hits.hit("fault eviction blocked");
      return new Answer.Blocked(
          "The disruption budget db needs 1 healthy pods and has 1 currently");
    }
    pods.put(pod.name(), pod(pod.name(), true));
    timeline.schedule(Duration.ofMillis(500 + random.nextInt(20_000)), () -> end(pod.name()));
    return new Answer.Evicted();
  }

  private void end(String name) {
    pods.remove(name);
    nodes.remove(name);
  }
}
