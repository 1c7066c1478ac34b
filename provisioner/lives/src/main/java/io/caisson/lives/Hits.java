package io.caisson.lives;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often each fault, effect and boundary was met. */
public final class Hits {
  private final TreeMap<String, Integer> counts = new TreeMap<>();

  public void hit(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  public void addAll(Hits others) {
    for (Map.Entry<String, Integer> one : others.counts.entrySet()) {
      counts.merge(one.getKey(), one.getValue(), Integer::sum);
    }
  }

  public SortedMap<String, Integer> counts() {
    return Collections.unmodifiableSortedMap(counts);
  }
}
