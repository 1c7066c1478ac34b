package io.caisson.contract.cloud;

import java.time.Duration;

/**
 * How patient the suite is with the cloud.
 *
 * @param listLag longest time that a fresh thing may be missing from lists; the in-doubt rule of
 *     whoever uses the adapter must wait at least as long
 * @param building longest time from the order to a running or failed server
 * @param going longest time from a delete to its being gone
 */
public record Bounds(Duration listLag, Duration building, Duration going) {
  public static final Bounds USUAL =
      new Bounds(Duration.ofSeconds(10), Duration.ofMinutes(3), Duration.ofMinutes(2));
}
