package io.caisson.lives;

import io.caisson.simulator.model.Timeline;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What a patient is like before anything happens to it.
 *
 * @param zones that its workers are spread over; none for the cloud's choice
 * @param labels of its cluster
 * @param pods what runs on its nodes
 */
record Constitution(
    int members,
    int workers,
    List<String> zones,
    Map<String, String> labels,
    Pods pods,
    Rhythm rhythm) {
  static final Constitution USUAL =
      new Constitution(
          1,
          2,
          List.of(),
          Map.of(),
          (timeline, random) -> new LifePods(timeline, random, new Hits(), Rules.KEPT),
          new Rhythm(1, false, false));

  /** Makes what runs on the nodes. */
  interface Pods {
    LifeWorkload on(Timeline timeline, RandomGenerator random);
  }

  /**
   * When things are answered and done.
   *
   * @param steady whether all guests take the same time
   * @param drawn whether calls are answered after a drawn time, and so in any order
   */
  record Rhythm(long seed, boolean steady, boolean drawn) {
    static final Rhythm FIXED = new Rhythm(1, true, false);

    static Rhythm drawn(long seed) {
      return new Rhythm(seed, false, true);
    }
  }

  static Constitution of(int members, int workers) {
    return new Constitution(members, workers, List.of(), Map.of(), USUAL.pods, USUAL.rhythm);
  }

  Constitution labelled(Map<String, String> others) {
    return new Constitution(members, workers, zones, others, pods, rhythm);
  }

  Constitution in(String... others) {
    return new Constitution(members, workers, List.of(others), labels, pods, rhythm);
  }

  Constitution with(Pods others) {
    return new Constitution(members, workers, zones, labels, others, rhythm);
  }

  Constitution with(Rhythm other) {
    return new Constitution(members, workers, zones, labels, pods, other);
  }
}
