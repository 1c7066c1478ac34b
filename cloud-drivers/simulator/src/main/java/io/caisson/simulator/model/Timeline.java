package io.caisson.simulator.model;

import java.time.Duration;
import java.time.Instant;

/**
 * The only time that the data centre knows. Everything that takes time is scheduled here, so that
 * the same model runs in real and in virtual time.
 */
public interface Timeline {
  Instant now();

  /**
   * Runs the action once, not before the delay has passed. Actions run one at a time, in the order
   * of their due times; those due together run in the order in which they were scheduled.
   */
  void schedule(Duration delay, Runnable action);
}
