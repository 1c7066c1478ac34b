package io.caisson.simulator;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Loopback ranges for tests: no two of one JVM get the same, and those of two JVMs begin at a
 * random place.
 */
public final class TestAddresses {
  private static final int FIRST = 140;
  private static final int RANGES = (251 - FIRST) * 250;
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(RANGES));

  private TestAddresses() {}

  /** The beginning of 256 addresses, such as {@code 127.150.3.}. */
  public static String range() {
    int number = Math.floorMod(NEXT.getAndIncrement(), RANGES);
    return "127.%d.%d.".formatted(FIRST + number / 250, number % 250);
  }
}
