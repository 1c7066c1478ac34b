package io.caisson.service.traffic;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Says which list may serve whom. Each list of a project's things is a round, and rounds are
 * counted. Its rules:
 *
 * <ol>
 *   <li>A round serves those who asked before it began, so it began after the version that they had
 *       loaded. Who asks while one runs waits for the next, which is begun once for all of them.
 *   <li>A calm asker may also be given a round that began lately, running or ended, if the cluster
 *       was given an earlier one at the same version: that one began after the version was loaded,
 *       and this one began later still.
 *   <li>Nobody is given the same round twice: two looks are two lists.
 *   <li>One round runs at a time; after it the list rests for as long as it took, at most {@link
 *       #LONGEST_REST}: a cloud is asked for each list half of the time. Where several clusters
 *       change at once, a round serves more of them if it begins later, so the list rests for twice
 *       as long again, at most {@link #SHORT_REST}.
 *   <li>A round that failed serves those who waited for it and nobody later; one that failed by the
 *       credential it was made with serves nobody, and the next of those who wait makes another.
 * </ol>
 *
 * <p>Times are nanoseconds of a monotonic clock. Not safe for several threads.
 */
final class Rounds {
  static final Duration FRESH = Duration.ofSeconds(10);
  static final Duration LONGEST_REST = Duration.ofSeconds(10);
  static final Duration SHORT_REST = Duration.ofMillis(500);

  private final Map<String, Given> given = new HashMap<>();
  private long begun;
  private boolean running;
  private long beganAt;
  private long endedAt;
  private long took;
  private int changing;
  private long ended;
  private boolean good;
  private long endedBeganAt;

  /** The last round that a cluster was given, and its version then. */
  private record Given(long version, long round) {}

  /** How a round went. */
  enum End {
    GOOD,
    FAILED,
    REFUSED
  }

  /** What somebody who waits is to do. */
  sealed interface Step {
    /** The last round that ended serves. */
    record Take() implements Step {}

    /** One is running. */
    record Wait() implements Step {}

    /** The list rests for so long. */
    record Rest(long nanos) implements Step {}

    /** Begin one. */
    record Lead() implements Step {}
  }

  Rounds(long now) {
    this.endedAt = now;
  }

  /** The first round that serves somebody who begins to ask now. */
  long from(Asker asker, long now) {
    Given last = given.get(asker.cluster());
    if (asker.calm() && last != null && last.version() == asker.version()) {
      if (ended > last.round() && good && fresh(endedBeganAt, now)) {
        return ended;
      }
      if (running && begun > last.round() && fresh(beganAt, now)) {
        return begun;
      }
    }
    return begun + 1;
  }

  private static boolean fresh(long beganAt, long now) {
    return now - beganAt <= FRESH.toNanos();
  }

  Step step(long from, long now) {
    if (ended >= from) {
      return new Step.Take();
    }
    if (running) {
      return new Step.Wait();
    }
    long rest = endedAt + rest() - now;
    return rest > 0 ? new Step.Rest(rest) : new Step.Lead();
  }

  void begin(long now) {
    begun++;
    running = true;
    beganAt = now;
  }

  void end(long now, End how) {
    running = false;
    endedAt = now;
    took = now - beganAt;
    changing = 0;
    if (how != End.REFUSED) {
      ended = begun;
      good = how == End.GOOD;
      endedBeganAt = beganAt;
    }
  }

  private long rest() {
    long more = changing > 1 ? Math.min(2 * took, SHORT_REST.toNanos()) : 0;
    return Math.min(took, LONGEST_REST.toNanos()) + more;
  }

  /** The asker has taken the last round that ended. */
  void taken(Asker asker) {
    given.put(asker.cluster(), new Given(asker.version(), ended));
    changing += asker.calm() ? 0 : 1;
  }

  void forget(String cluster) {
    given.remove(cluster);
  }
}
