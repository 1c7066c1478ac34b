package io.caisson.service.traffic;

import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What every call of one project to its cloud goes through: a bounded number at once, at the pace
 * that the cloud has asked for, and not at all while the cloud does not answer. What is turned away
 * was not sent, so it is never in doubt.
 */
final class Gate {
  private final Semaphore changing;
  private final Semaphore reading;
  private final Throttle throttle = new Throttle();
  private final Limits limits;
  private final Pulse pulse;
  private final InstantSource clock;

  /**
   * @param changing calls of a project under way at once
   * @param reading likewise, lists included
   * @param patience how long a call waits for its turn
   */
  record Limits(int changing, int reading, Duration patience) {
    static Limits usual(Duration patience) {
      return new Limits(64, 64, patience);
    }
  }

  Gate(Limits limits, Pulse pulse, InstantSource clock) {
    this.changing = new Semaphore(limits.changing(), true);
    this.reading = new Semaphore(limits.reading(), true);
    this.limits = limits;
    this.pulse = pulse;
    this.clock = clock;
  }

  <T> T read(Breaker breaker, Supplier<T> call) {
    return through(true, breaker, call);
  }

  <T> T change(Breaker breaker, Supplier<T> call) {
    return through(false, breaker, call);
  }

  private <T> T through(boolean reads, Breaker breaker, Supplier<T> call) {
    long end = pulse.nanos() + limits.patience().toNanos();
    pace(end);
    Semaphore places = reads ? reading : changing;
    place(places, end);
    try {
      Breaker.Pass pass =
          breaker.admit(reads, clock.instant()).orElseThrow(() -> turnedAway(breaker.reason()));
      return judged(new Turn(reads, breaker, pass), call);
    } finally {
      places.release();
    }
  }

  private void pace(long end) {
    long now = pulse.nanos();
    long wait = throttle.take(now, end - now);
    if (wait > end - now) {
      throw new CloudException(
          new CloudFault.Throttled(
              Duration.ofNanos(wait), "not sent: the cloud has asked this project to wait"));
    }
    if (wait > 0) {
      pulse.pause(wait);
    }
  }

  private void place(Semaphore places, long end) {
    try {
      if (places.tryAcquire(Math.max(0, end - pulse.nanos()), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    throw turnedAway(
        "not sent: too many calls of this project are still waiting for their answers");
  }

  private static CloudException turnedAway(String why) {
    return new CloudException(new CloudFault.Unreachable(false, why));
  }

  /** One call that may be sent now. */
  private record Turn(boolean reads, Breaker breaker, Breaker.Pass pass) {
    void told(String outcome, Duration took) {
      breaker.meter().told(reads, outcome, took);
    }
  }

  private <T> T judged(Turn turn, Supplier<T> call) {
    long begun = pulse.nanos();
    String outcome = "";
    try {
      T answer = call.get();
      turn.breaker().answered();
      outcome = "ok";
      return answer;
    } catch (CloudException failed) {
      note(turn, failed.fault());
      outcome = failed.fault().getClass().getSimpleName();
      throw failed;
    } finally {
      if (outcome.isEmpty()) {
        turn.breaker().nothing(turn.pass());
      } else {
        turn.told(outcome, Duration.ofNanos(pulse.nanos() - begun));
      }
    }
  }

  private void note(Turn turn, CloudFault fault) {
    if (silence(fault)) {
      turn.breaker().silent(turn.pass(), fault.text(), clock.instant());
      return;
    }
    turn.breaker().answered();
    if (fault instanceof CloudFault.Throttled(Duration after, String _)) {
      throttle.complaint(after, pulse.nanos());
    }
  }

  /** No answer, or that of a proxy that has nobody behind it. */
  private static boolean silence(CloudFault fault) {
    return fault instanceof CloudFault.Unreachable
        || (fault instanceof CloudFault.Broken(int status, String _)
            && status >= 502
            && status <= 504);
  }
}
