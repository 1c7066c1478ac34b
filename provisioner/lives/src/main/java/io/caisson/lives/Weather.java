package io.caisson.lives;

import io.caisson.simulator.model.Troubles;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What goes wrong in one life, drawn from its seed.
 *
 * @param chance that a call meets a fault, in percent
 * @param kill that the service is killed at a boundary, in per mille
 * @param lag the longest lag of lists, in seconds
 * @param pause that the service stands still at a boundary for a minute or two, in per mille; there
 *     is a second replica then
 */
record Weather(int chance, int kill, int lag, int pause) {
  static final Weather FINE = new Weather(0, 0, 0, 0);

  static Weather of(RandomGenerator random) {
    return new Weather(
        random.nextInt(4) * 6,
        random.nextInt(3) * 12,
        random.nextInt(3) * 4,
        Math.max(0, random.nextInt(4) - 2) * 6);
  }

  Troubles troubles(RandomGenerator random, Hits hits) {
    return new Troubles() {
      @Override
      public Duration listLag(String kind) {
        if (lag == 0 || random.nextInt(3) > 0) {
          return Duration.ZERO;
        }
        hits.hit("fault list lag");
        return Duration.ofMillis(random.nextInt(lag * 1000));
      }

      @Override
      public boolean noCapacity(String serverName) {
        return drawn(random, hits, "fault no capacity");
      }
    };
  }

  private boolean drawn(RandomGenerator random, Hits hits, String what) {
    boolean meets = random.nextInt(200) < chance;
    if (meets) {
      hits.hit(what);
    }
    return meets;
  }

  /** What happens to one call. */
  Fate fate(RandomGenerator random) {
    if (random.nextInt(100) >= chance) {
      return Fate.FINE;
    }
    Fate[] bad = Fate.values();
    return bad[1 + random.nextInt(bad.length - 1)];
  }

  /** How a call can end. */
  enum Fate {
    FINE,
    /** Refused at the door: it was never sent. */
    NOT_SENT,
    /** 5xx, nothing was done. */
    BROKEN_BEFORE,
    /** 5xx, all was done. */
    BROKEN_AFTER,
    /** Done, and the answer is lost. */
    LOST_REPLY,
    /** The client gives up; the cloud does it only then. */
    LATE,
    /** 429. */
    THROTTLED
  }
}
