package io.caisson.openstack;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Goes only when told to. */
final class SteppingClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-11-20T18:00:00Z");

  synchronized void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
