package io.caisson.simulator.kubeapi;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** What the server makes up for new objects, from a seeded source. */
final class Identity {
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final int LENGTH = 5;

  private final RandomGenerator random;

  Identity(RandomGenerator random) {
    this.random = random;
  }

  /** The end of a generated name; no vowels, so that no words come of it. */
  String letters() {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return letters.toString();
  }

  String uid() {
    long high = random.nextLong() & 0xffffffffffff0fffL | 0x4000L;
    long low = random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }
}
