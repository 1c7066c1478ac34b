package io.caisson.service.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * What a cluster's own API may do to the pace of looks. It is in the hands of its tenant, and a
 * Node may flap. The rules:
 *
 * <ol>
 *   <li>Any number of rings until a look begins are one.
 *   <li>A ring is never lost: the look that it calls for begins after it.
 *   <li>At most {@value #MOST} looks within {@link #WINDOW} are called for; the next one waits
 *       until that is over.
 * </ol>
 *
 * @param pending whether it has rung since the last look began
 * @param since when the window began
 * @param answered looks that rings have called for since then
 */
public record Rings(boolean pending, Instant since, int answered) {
  /** Looks. */
  static final int MOST = 10;

  static final Duration WINDOW = Duration.ofSeconds(10);

  static Rings none() {
    return new Rings(false, Instant.MIN, 0);
  }

  Rings rung() {
    return new Rings(true, since, answered);
  }

  /** When a look is due because of it: in the far future if it did not ring. */
  Instant due() {
    if (!pending) {
      return Instant.MAX;
    }
    return answered < MOST ? Instant.MIN : since.plus(WINDOW);
  }

  /** A look begins. */
  Rings answered(Instant now) {
    if (!pending) {
      return this;
    }
    return now.isBefore(since.plus(WINDOW))
        ? new Rings(false, since, answered + 1)
        : new Rings(false, now, 1);
  }
}
