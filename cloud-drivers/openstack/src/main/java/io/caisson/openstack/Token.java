package io.caisson.openstack;

import java.time.Duration;
import java.time.Instant;

/**
 * A token with what it is good for. Its text form leaves the token itself out.
 *
 * @param renewFrom by our own clock, so that the cloud's clock need not agree with it
 */
record Token(String id, Holder holder, Catalogue catalogue, Instant renewFrom) {
  private static final Duration MARGIN = Duration.ofMinutes(5);

  /** Whom it speaks for. */
  record Holder(String userId, String projectId) {}

  /** Renewed five minutes before its end, or in the last quarter of a short life. */
  static Instant renewFrom(Instant now, Duration life) {
    Duration quarter = life.dividedBy(4);
    return now.plus(life).minus(quarter.compareTo(MARGIN) < 0 ? quarter : MARGIN);
  }

  boolean freshAt(Instant now) {
    return now.isBefore(renewFrom);
  }

  @Override
  public String toString() {
    return "Token[" + holder + ", until " + renewFrom + "]";
  }
}
