package io.caisson.service.traffic;

import java.time.Duration;

/**
 * How fast a project calls its cloud: as it likes until the cloud asks for fewer calls. Then nobody
 * of the project calls until the time that the cloud named has passed; afterwards calls have
 * tokens, {@value #FIRST} in a second, and twice as many after every {@link #STEP} without a
 * complaint. A complaint in between halves them.
 */
final class Throttle {
  private static final double FIRST = 4;
  private static final double FREE = 256;
  private static final Duration STEP = Duration.ofSeconds(5);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private boolean limited;
  private double rate = FIRST;
  private long closedUntil;
  private long raised;
  private long nextToken;

  /**
   * Takes a token.
   *
   * @param patience longest wait; a token that comes later is not taken
   * @return how long to wait before the call; longer than patience: do not call
   */
  synchronized long take(long now, long patience) {
    if (!limited) {
      return 0;
    }
    raise(now);
    if (!limited) {
      return 0;
    }
    if (nextToken - now < 0) {
      nextToken = now;
    }
    long wait = nextToken - now;
    if (wait <= patience) {
      nextToken += (long) (SECOND / rate);
    }
    return wait;
  }

  private void raise(long now) {
    while (limited && now - raised >= STEP.toNanos()) {
      raised += STEP.toNanos();
      rate *= 2;
      limited = rate < FREE;
    }
  }

  /** The cloud has asked for fewer calls. Complaints about one burst count once. */
  synchronized void complaint(Duration retryAfter, long now) {
    boolean again = limited && now - closedUntil >= 0;
    if (again) {
      raise(now);
    }
    rate = !limited ? FIRST : again ? Math.max(1, rate / 2) : rate;
    long until = now + retryAfter.toNanos();
    if (!limited || until - closedUntil > 0) {
      closedUntil = until;
      raised = until;
      nextToken = limited && nextToken - until > 0 ? nextToken : until;
    }
    limited = true;
  }
}
