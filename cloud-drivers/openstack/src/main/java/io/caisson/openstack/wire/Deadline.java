package io.caisson.openstack.wire;

import java.time.Duration;

/**
 * When a call of a port must have ended, however many exchanges it takes. It counts on the
 * monotonic clock, which no correction of the wall clock moves.
 */
public record Deadline(long nanoTime) {
  public static Deadline in(Duration limit) {
    return new Deadline(System.nanoTime() + limit.toNanos());
  }

  /** What is left of it; never negative. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }
}
