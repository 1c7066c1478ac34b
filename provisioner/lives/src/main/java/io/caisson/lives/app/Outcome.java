package io.caisson.lives.app;

import io.caisson.lives.Faults;
import io.caisson.lives.Hits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What many lives came to.
 *
 * @param broken promises in words, by the seeds of the lives that broke them
 */
record Outcome(Hits hits, SortedMap<Long, List<String>> broken) {
  /**
   * @param perCore how many lives a minute of one core's time was enough for
   */
  Map<String, Object> json(long from, Faults faults, double perCore) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("from", from);
    all.put("faults", faults.toString());
    all.put("lives_per_core_minute", Math.round(perCore));
    all.put("broken", broken);
    all.put("hits", hits.counts());
    return all;
  }
}
