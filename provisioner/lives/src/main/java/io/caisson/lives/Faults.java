package io.caisson.lives;

import java.util.Locale;

/** Which of the faults that a life's seed draws it meets. */
public enum Faults {
  /** Those that are drawn: none at all in some lives. */
  ALL,
  /** Nothing goes wrong. */
  NONE,
  /**
   * Calls and lists only: refused, broken, lost, late, throttled, lagging; members of etcd that
   * freeze or are lost.
   */
  CALLS,
  /** The service is killed, between any two of its steps. */
  KILLS,
  /** The service stands still for a minute or two while another replica takes over. */
  PAUSES;

  Weather of(Weather drawn) {
    return switch (this) {
      case ALL -> drawn;
      case NONE -> Weather.FINE;
      case CALLS -> new Weather(drawn.chance(), 0, drawn.lag(), 0);
      case KILLS -> new Weather(0, drawn.kill(), 0, 0);
      case PAUSES -> new Weather(0, 0, 0, drawn.pause());
    };
  }

  /** As it is written on a command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
