package io.caisson.simulator.model;

import java.util.Locale;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes every id of the data centre from one source: same seed, same ids. */
public final class Ids {
  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private final RandomGenerator random;

  public Ids(RandomGenerator random) {
    this.random = random;
  }

  /** A random UUID, as Nova, Neutron and Glance use. */
  public String uuid() {
    long high = random.nextLong() & ~0xF000L | VERSION_4;
    long low = random.nextLong() >>> 2 | VARIANT;
    return new UUID(high, low).toString();
  }

  /** A UUID without dashes, as Keystone uses. */
  public String hex() {
    return uuid().replace("-", "");
  }

  /** Letters and digits that nobody guesses, if the source is a secure one. */
  public String secret(int length) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /** A hardware address in Neutron's own range. */
  String mac() {
    int low = random.nextInt(1 << 24);
    return String.format(
        Locale.ROOT, "fa:16:3e:%02x:%02x:%02x", low >> 16 & 255, low >> 8 & 255, low & 255);
  }
}
