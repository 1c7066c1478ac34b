package io.caisson.service.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * When a watch that has ended may be opened again: after a pause, which doubles as long as watches
 * do not outlast it by {@link #STEADY}. An API that cuts all watches off is not asked for one after
 * another.
 *
 * @param last when one was opened
 * @param pause that must have passed since then
 */
record Openings(Instant last, Duration pause) {
  static final Duration SHORTEST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofMinutes(5);
  static final Duration STEADY = Duration.ofMinutes(1);

  static Openings none() {
    return new Openings(Instant.MIN, SHORTEST);
  }

  boolean may(Instant now) {
    return !now.isBefore(last.plus(pause));
  }

  Openings opened(Instant now) {
    boolean lasted = !now.isBefore(last.plus(pause).plus(STEADY));
    return new Openings(now, lasted ? SHORTEST : longer());
  }

  private Duration longer() {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
  }
}
