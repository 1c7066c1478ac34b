package io.caisson.domain.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a cluster was to be before, and what it came to be.
 *
 * @param earlier the revisions before the current one, oldest first, as many as are kept
 * @param reached when all was for the first time as a revision wanted it, by its number
 */
public record History(List<Revision> earlier, SortedMap<Integer, Instant> reached) {
  /** How many revisions are kept beside the current one. */
  public static final int KEPT = 20;

  public static final History NONE = new History(List.of(), new TreeMap<>());

  public History {
    earlier = List.copyOf(earlier);
    reached = Collections.unmodifiableSortedMap(new TreeMap<>(reached));
  }

  public Optional<Instant> reached(Revision revision) {
    return Optional.ofNullable(reached.get(revision.number()));
  }

  History over(Revision revision) {
    List<Revision> all = new ArrayList<>(earlier);
    all.add(revision);
    List<Revision> kept = all.subList(Math.max(0, all.size() - KEPT), all.size());
    SortedMap<Integer, Instant> times = reached.tailMap(kept.getFirst().number());
    return new History(kept, times);
  }

  History reached(int number, Instant at) {
    TreeMap<Integer, Instant> times = new TreeMap<>(reached);
    times.putIfAbsent(number, at);
    return new History(earlier, times);
  }
}
