package io.caisson.service.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;

/** Time that passes when it is waited for, or when the test says so. */
final class ScriptedPulse implements Pulse {
  private final AtomicLong now = new AtomicLong();

  void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  Instant instant() {
    return Instant.EPOCH.plusNanos(now.get());
  }

  @Override
  public long nanos() {
    return now.get();
  }

  @Override
  public void await(Condition condition, long nanos) {
    now.addAndGet(nanos);
  }

  @Override
  public void pause(long nanos) {
    now.addAndGet(nanos);
  }
}
