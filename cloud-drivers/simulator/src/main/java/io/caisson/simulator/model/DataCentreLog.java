package io.caisson.simulator.model;

import io.caisson.simulator.model.LogEntry.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What was asked of the data centre and what happened in it, in order. It only grows. An oracle
 * judges by it, never by what a client believes.
 */
public final class DataCentreLog {
  private final Supplier<Instant> clock;
  private final List<LogEntry> entries = new ArrayList<>();

  DataCentreLog(Supplier<Instant> clock) {
    this.clock = clock;
  }

  synchronized void add(Event event, String kind, String id, Map<String, String> facts) {
    entries.add(new LogEntry(entries.size() + 1L, clock.get(), event, kind, id, facts));
  }

  public synchronized List<LogEntry> entries() {
    return List.copyOf(entries);
  }

  /** When each server was running, in the order of their starts. */
  public List<Run> runs() {
    Map<String, Map<String, String>> made = new LinkedHashMap<>();
    Map<String, Integer> open = new LinkedHashMap<>();
    List<Run> runs = new ArrayList<>();
    for (LogEntry entry : entries()) {
      if (!entry.kind().equals("server")) {
        continue;
      }
      switch (entry.event()) {
        case CREATED -> made.put(entry.id(), entry.facts());
        case POWERED_ON -> {
          open.put(entry.id(), runs.size());
          Map<String, String> facts = made.getOrDefault(entry.id(), Map.of());
          runs.add(new Run(entry.id(), facts, entry.at(), Optional.empty()));
        }
        case POWERED_OFF -> {
          Integer at = open.remove(entry.id());
          if (at != null) {
            runs.set(at, runs.get(at).endedAt(entry.at()));
          }
        }
        case ASKED, REFUSED, CHANGED, DELETED -> {}
      }
    }
    return runs;
  }

  /**
   * One stretch of time for which a server ran.
   *
   * @param facts of its creation: {@code name}, {@code project}, and its metadata, each key with
   *     {@code metadata.} before it
   * @param to empty while it runs
   */
  public record Run(String server, Map<String, String> facts, Instant from, Optional<Instant> to) {
    private Run endedAt(Instant end) {
      return new Run(server, facts, from, Optional.of(end));
    }

    /** Whether both ran at some moment. */
    public boolean overlaps(Run other) {
      return beginsBeforeEndOf(other) && other.beginsBeforeEndOf(this);
    }

    private boolean beginsBeforeEndOf(Run other) {
      return other.to.map(from::isBefore).orElse(true);
    }
  }
}
