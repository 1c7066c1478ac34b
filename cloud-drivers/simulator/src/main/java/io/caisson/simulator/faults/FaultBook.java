package io.caisson.simulator.faults;

import io.caisson.simulator.model.Troubles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The faults that a data centre has been told to show. Rules are asked in the order of their
 * making. Safe to share between threads.
 */
public final class FaultBook implements Troubles {
  private final RandomGenerator random;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, Integer> requests = new TreeMap<>();
  private long made;

  /**
   * @param random decides where a rule's probability leaves a choice
   */
  public FaultBook(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Adds a rule.
   *
   * @return its id
   */
  public synchronized String add(FaultRule rule) {
    String id = "fault-" + ++made;
    entries.put(id, new Entry(rule));
    return id;
  }

  /** Removes the rule; false if there is none of this id. */
  public synchronized boolean remove(String id) {
    return entries.remove(id) != null;
  }

  public synchronized void clear() {
    entries.clear();
  }

  /** All rules by id, with how often each has shown. */
  public synchronized Map<String, Listed> rules() {
    Map<String, Listed> all = new LinkedHashMap<>();
    entries.forEach((id, entry) -> all.put(id, new Listed(entry.rule, entry.hits)));
    return all;
  }

  /** What shall happen to this request; empty if nothing. Each fault in it counts as shown. */
  public synchronized List<Fault.Transport> meet(String service, String method, String path) {
    requests.merge(service + " " + method, 1, Integer::sum);
    List<Fault.Transport> met = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (entry.rule.fault() instanceof Fault.Transport fault
          && entry.rule.where().meets(service, method, path)
          && entry.shows()) {
        met.add(fault);
      }
    }
    return met;
  }

  /** How many requests have come, by service and method. */
  public synchronized Map<String, Integer> requests() {
    return new TreeMap<>(requests);
  }

  @Override
  public Duration listLag(String kind) {
    return inside(
            "",
            fault -> fault instanceof Fault.ListLag lag && lag.kind().equals(kind),
            fault -> ((Fault.ListLag) fault).lag())
        .orElse(Duration.ZERO);
  }

  @Override
  public boolean noCapacity(String serverName) {
    return inside(serverName, Fault.NoCapacity.class::isInstance, _ -> true).orElse(false);
  }

  @Override
  public Optional<String> bootFailure(String serverName) {
    return inside(
        serverName,
        Fault.BootFailure.class::isInstance,
        fault -> ((Fault.BootFailure) fault).text());
  }

  @Override
  public boolean hangsAtBoot(String serverName) {
    return inside(serverName, Fault.GuestHang.class::isInstance, _ -> true).orElse(false);
  }

  private synchronized <T> Optional<T> inside(
      String serverName, Predicate<Fault> wanted, Function<Fault, T> result) {
    for (Entry entry : entries.values()) {
      Fault fault = entry.rule.fault();
      boolean here =
          serverName.isEmpty() || entry.rule.where().path().matcher(serverName).matches();
      if (wanted.test(fault) && here && entry.shows()) {
        return Optional.of(result.apply(fault));
      }
    }
    return Optional.empty();
  }

  /**
   * @param hits how often it has shown
   */
  public record Listed(FaultRule rule, int hits) {}

  private final class Entry {
    private final FaultRule rule;
    private int hits;

    Entry(FaultRule rule) {
      this.rule = rule;
    }

    boolean shows() {
      boolean left = rule.times() < 0 || hits < rule.times();
      boolean now = left && (rule.probability() >= 1 || random.nextDouble() < rule.probability());
      if (now) {
        hits++;
      }
      return now;
    }
  }
}
