package io.caisson.simulator.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Time that passes only when it is told to, without threads. All that varies between two runs must
 * come from seeded sources: this queue itself decides nothing.
 */
public final class VirtualTimeline implements Timeline {
  private final PriorityQueue<Event> queue =
      new PriorityQueue<>(Comparator.comparing(Event::due).thenComparing(Event::number));
  private Instant now;
  private long scheduled;

  public VirtualTimeline(Instant start) {
    this.now = start;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void schedule(Duration delay, Runnable action) {
    Duration wait = delay.isNegative() ? Duration.ZERO : delay;
    queue.add(new Event(now.plus(wait), scheduled++, action));
  }

  /** Runs the next action, at its own time; false if there is none. */
  public boolean step() {
    Event next = queue.poll();
    if (next == null) {
      return false;
    }
    now = next.due();
    next.action().run();
    return true;
  }

  /** Runs all that is due within this time, and lets it pass whole. */
  public void advance(Duration time) {
    Instant end = now.plus(time);
    for (Event next = queue.peek(); next != null && !next.due().isAfter(end); next = queue.peek()) {
      step();
    }
    now = end;
  }

  private record Event(Instant due, long number, Runnable action) {}
}
