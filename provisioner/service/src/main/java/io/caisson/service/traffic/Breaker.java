package io.caisson.service.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps calls from a service of a cloud that does not answer.
 *
 * <ol>
 *   <li>It opens after {@value #SILENCES} calls in a row without an answer.
 *   <li>While it is open nobody calls; when its pause is over, one reading call tries. A changing
 *       one never does: unanswered, it would be in doubt.
 *   <li>An answer, of whatever kind, closes it. A try without one opens it for twice as long, at
 *       most {@link #LONGEST}.
 *   <li>Calls that were under way when it opened do not make the pause longer.
 * </ol>
 */
final class Breaker {
  private static final int SILENCES = 5;
  private static final Duration FIRST = Duration.ofSeconds(5);
  static final Duration LONGEST = Duration.ofMinutes(1);

  private final CallMeter meter;
  private int silences;
  private Duration pause = FIRST;
  private Instant nextTry = Instant.EPOCH;
  private boolean trying;
  private String lastWords = "";

  Breaker(CallMeter meter) {
    this.meter = meter;
  }

  /** The right to make one call. */
  record Pass(boolean probe) {}

  /** For whoever counts the calls to this service. */
  CallMeter meter() {
    return meter;
  }

  /** Empty if nobody may call now; {@link #reason} says why. */
  synchronized Optional<Pass> admit(boolean reading, Instant now) {
    if (silences < SILENCES) {
      return Optional.of(new Pass(false));
    }
    if (!reading || trying || now.isBefore(nextTry)) {
      return Optional.empty();
    }
    trying = true;
    return Optional.of(new Pass(true));
  }

  /** For the hold: the same words until the next try has failed. */
  synchronized String reason() {
    return "%d calls in a row had no answer, so it is left alone until the next try at %s; the last said: %s"
        .formatted(SILENCES, nextTry, lastWords);
  }

  synchronized void answered() {
    silences = 0;
    trying = false;
    pause = FIRST;
  }

  synchronized void silent(Pass pass, String words, Instant now) {
    if (silences >= SILENCES && !pass.probe()) {
      return;
    }
    trying = false;
    silences++;
    lastWords = words;
    if (silences < SILENCES) {
      return;
    }
    if (pass.probe()) {
      pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
    }
    silences = SILENCES;
    nextTry = now.plus(pause);
  }

  /** The call broke before it could tell anything. */
  synchronized void nothing(Pass pass) {
    trying &= !pass.probe();
  }
}
