package io.caisson.simulator.guest;

import io.caisson.simulator.guest.KeptAddresses.Kept;
import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Who answers for the addresses that machines keep together, as keepalived has it (RFC 5798, and
 * {@code nopreempt}):
 *
 * <ol>
 *   <li>Of those that keep one, it is one at a time. Who has it keeps it until it falls silent;
 *       some time later another one has it, of several the one with the highest priority.
 *   <li>Whoever is not told by the holder that somebody has it takes it, and the holder gives it up
 *       if it is told so with a higher priority.
 *   <li>A holder whose API server is not ready three times, two seconds apart, gives it up if
 *       another one's is.
 * </ol>
 */
final class SharedAddresses {
  private static final Duration AGAIN = Duration.ofMillis(200);
  private static final Duration CHECK = Duration.ofSeconds(2);
  private static final int FALL = 3;

  private final Timeline timeline;
  private final Duration takeover;
  private final Map<String, SequencedMap<Machine, Kept>> keepers = new LinkedHashMap<>();
  private final Map<String, Machine> holders = new LinkedHashMap<>();
  private final Map<String, Integer> failures = new HashMap<>();
  private final Set<String> watched = new HashSet<>();

  /**
   * @param takeover how long nobody answers when the holder has fallen silent
   */
  SharedAddresses(Timeline timeline, Duration takeover) {
    this.timeline = timeline;
    this.takeover = takeover;
  }

  /** From now on the machine is one of the keepers; whether it has the address at once. */
  synchronized boolean join(Kept kept, Machine machine) {
    String address = kept.address();
    keepers.computeIfAbsent(address, _ -> new LinkedHashMap<>()).put(machine, kept);
    if (watched.add(address)) {
      watch(address);
    }
    Machine holder = holders.putIfAbsent(address, machine);
    if (holder != null && wins(address, machine, holder)) {
      Thread.ofVirtual().start(() -> handOver(address, holder, machine));
    }
    return holder == null;
  }

  private boolean wins(String address, Machine machine, Machine holder) {
    SequencedMap<Machine, Kept> all = keepers.getOrDefault(address, new LinkedHashMap<>());
    Kept its = all.get(machine);
    Kept holdersOwn = all.get(holder);
    return its != null
        && holdersOwn != null
        && !tells(holdersOwn, machine)
        && tells(its, holder)
        && its.priority() > holdersOwn.priority();
  }

  private static boolean tells(Kept kept, Machine other) {
    return other.addresses().stream().anyMatch(kept.peers()::contains);
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

  private void watch(String address) {
    timeline.schedule(CHECK, () -> Thread.ofVirtual().start(() -> check(address)));
  }

  private void check(String address) {
    Optional<Machine> holder = holder(address);
    boolean well = holder.isEmpty() || holder.get().isReady();
    if (falls(address, well)) {
      others(address, holder.orElseThrow()).stream()
          .filter(Machine::isReady)
          .findFirst()
          .ifPresent(next -> handOver(address, holder.get(), next));
    }
    if (stays(address)) {
      watch(address);
    }
  }

  private synchronized Optional<Machine> holder(String address) {
    return Optional.ofNullable(holders.get(address));
  }

  private synchronized boolean falls(String address, boolean well) {
    return failures.merge(address, 1, (before, one) -> well ? 0 : before + one) >= FALL;
  }

  private synchronized boolean stays(String address) {
    boolean kept = !keepers.getOrDefault(address, new LinkedHashMap<>()).isEmpty();
    if (!kept) {
      watched.remove(address);
      keepers.remove(address);
      failures.remove(address);
    }
    return kept;
  }

  private synchronized List<Machine> others(String address, Machine holder) {
    return byPriority(address).stream().filter(machine -> machine != holder).toList();
  }

  private List<Machine> byPriority(String address) {
    Comparator<Map.Entry<Machine, Kept>> priority =
        Comparator.comparingInt(one -> one.getValue().priority());
    return keepers.getOrDefault(address, new LinkedHashMap<>()).entrySet().stream()
        .sorted(priority.reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  private void handOver(String address, Machine from, Machine to) {
    synchronized (this) {
      if (!holders.replace(address, from, to)) {
        return;
      }
      failures.remove(address);
    }
    from.release(address);
    taken(address, to);
  }

  private void elect(String address, Duration after) {
    timeline.schedule(after, () -> Thread.ofVirtual().start(() -> elect(address)));
  }

  private void elect(String address) {
    next(address).ifPresent(machine -> taken(address, machine));
  }

  /** Never holds the lock while it asks a machine, which may be asking us. */
  private void taken(String address, Machine machine) {
    if (!machine.take(address) && lost(address, machine)) {
      elect(address, AGAIN);
    }
  }

  private synchronized Optional<Machine> next(String address) {
    Optional<Machine> next =
        holders.containsKey(address) ? Optional.empty() : byPriority(address).stream().findFirst();
    next.ifPresent(machine -> holders.put(address, machine));
    return next;
  }

  private synchronized boolean lost(String address, Machine machine) {
    return holders.remove(address, machine);
  }
}
