package io.caisson.cli;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets a while pass between two questions. */
final class Pause {
  private Pause() {}

  static void of(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }
}
