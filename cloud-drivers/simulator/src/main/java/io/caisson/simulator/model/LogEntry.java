package io.caisson.simulator.model;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One line of the data centre's own log.
 *
 * @param number counts from 1 without gaps
 * @param kind of the thing, such as {@code server} or {@code port}; of a question: {@code call}
 * @param id of the thing; of a question: who asked
 * @param facts in the order of their names
 */
public record LogEntry(
    long number, Instant at, Event event, String kind, String id, Map<String, String> facts) {
  public LogEntry {
    facts = Collections.unmodifiableMap(new TreeMap<>(facts));
  }

  /** What happened. */
  public enum Event {
    /** Somebody asked for a change. */
    ASKED,
    /** The question just before was refused, or failed; nothing changed. */
    REFUSED,
    CREATED,
    CHANGED,
    DELETED,
    /** A server began to run. */
    POWERED_ON,
    /** A server ceased to run. */
    POWERED_OFF
  }
}
