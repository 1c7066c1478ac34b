package io.caisson.contract.cloud;

import java.time.Duration;

/**
 * What the suite wants of the adapter.
 *
 * @param callLimit longest time that one call of a port may take
 * @param pageSize things that the adapter asks for in one page of a list
 */
public record Tuning(Duration callLimit, int pageSize) {
  /** Enough for a busy cloud. */
  public static final Tuning USUAL = new Tuning(Duration.ofSeconds(60), 500);

  public Tuning withCallLimit(Duration limit) {
    return new Tuning(limit, pageSize);
  }

  public Tuning withPageSize(int size) {
    return new Tuning(callLimit, size);
  }
}
