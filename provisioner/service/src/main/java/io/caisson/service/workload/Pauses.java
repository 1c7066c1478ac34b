package io.caisson.service.workload;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The time of something that waits; in virtual time nothing does. */
public interface Pauses {
  Instant now();

  /** Waits; ends early, and says so to the thread, if that is interrupted. */
  void pause(Duration time);

  /** Real time. */
  static Pauses real(InstantSource clock) {
    return new Pauses() {
      @Override
      public Instant now() {
        return clock.instant();
      }

      @Override
      public void pause(Duration time) {
        java.util.concurrent.locks.LockSupport.parkNanos(time.toNanos());
      }
    };
  }
}
