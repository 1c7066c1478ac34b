package io.caisson.simulator.guest;

import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Who answers for the addresses that machines keep together. Of those that keep one, it is one at a
 * time; who has it keeps it until it falls silent, and some time later another one has it.
 */
final class SharedAddresses {
  private static final Duration AGAIN = Duration.ofMillis(200);

  private final Timeline timeline;
  private final Duration takeover;
  private final Map<String, SequencedSet<Machine>> keepers = new LinkedHashMap<>();
  private final Map<String, Machine> holders = new LinkedHashMap<>();

  /**
   * @param takeover how long nobody answers when the holder has fallen silent
   */
  SharedAddresses(Timeline timeline, Duration takeover) {
    this.timeline = timeline;
    this.takeover = takeover;
  }

  /** From now on the machine is one of the keepers; whether it has the address at once. */
  synchronized boolean join(String address, Machine machine) {
    keepers.computeIfAbsent(address, _ -> new LinkedHashSet<>()).add(machine);
    return holders.putIfAbsent(address, machine) == null;
  }

  /** The machine keeps nothing any more. */
  synchronized void leave(Machine machine) {
    keepers.values().forEach(all -> all.remove(machine));
    for (String address : List.copyOf(holders.keySet())) {
      if (holders.remove(address, machine)) {
        elect(address, takeover);
      }
    }
  }

  private void elect(String address, Duration after) {
    timeline.schedule(after, () -> Thread.ofVirtual().start(() -> elect(address)));
  }

  /** Never holds the lock while it asks a machine, which may be asking us. */
  private void elect(String address) {
    Optional<Machine> next = next(address);
    if (next.isPresent() && !next.get().take(address) && lost(address, next.get())) {
      elect(address, AGAIN);
    }
  }

  private synchronized Optional<Machine> next(String address) {
    Optional<Machine> next =
        holders.containsKey(address)
            ? Optional.empty()
            : keepers.getOrDefault(address, new LinkedHashSet<>()).stream().findFirst();
    next.ifPresent(machine -> holders.put(address, machine));
    return next;
  }

  private synchronized boolean lost(String address, Machine machine) {
    return holders.remove(address, machine);
  }
}
