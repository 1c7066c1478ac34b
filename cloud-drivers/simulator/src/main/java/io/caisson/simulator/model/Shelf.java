package io.caisson.simulator.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Things of one kind by id, in the order of their making; its lists can lag behind the truth. */
final class Shelf<T> {
  private static final Duration LONGEST_LAG = Duration.ofMinutes(5);

  private final World world;
  private final String kind;
  private final Map<String, Slot<T>> slots = new LinkedHashMap<>();
  private final Deque<Gone<T>> gone = new ArrayDeque<>();

  Shelf(World world, String kind) {
    this.world = world;
    this.kind = kind;
  }

  void add(String id, T thing) {
    slots.put(id, new Slot<>(thing, world.now()));
  }

  Optional<T> get(String id) {
    return Optional.ofNullable(slots.get(id)).map(Slot::thing);
  }

  void remove(String id) {
    Slot<T> was = slots.remove(id);
    if (was != null) {
      gone.addLast(new Gone<>(was, world.now()));
    }
    while (!gone.isEmpty() && gone.getFirst().at().isBefore(world.now().minus(LONGEST_LAG))) {
      gone.removeFirst();
    }
  }

  /** The truth. */
  List<T> all() {
    List<T> all = new ArrayList<>(slots.size());
    slots.values().forEach(slot -> all.add(slot.thing()));
    return all;
  }

  /** What a list shows: what was there a lag ago. */
  List<T> listed() {
    Duration lag = world.troubles().listLag(kind);
    if (lag.isZero()) {
      return all();
    }
    Instant seen = world.now().minus(lag);
    List<T> shown = new ArrayList<>();
    slots.values().stream()
        .filter(s -> !s.added().isAfter(seen))
        .forEach(s -> shown.add(s.thing()));
    gone.stream()
        .filter(g -> g.at().isAfter(seen) && !g.slot().added().isAfter(seen))
        .forEach(g -> shown.add(g.slot().thing()));
    return shown;
  }

  private record Slot<T>(T thing, Instant added) {}

  private record Gone<T>(Slot<T> slot, Instant at) {}
}
