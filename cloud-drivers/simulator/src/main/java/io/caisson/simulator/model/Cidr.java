package io.caisson.simulator.model;

import java.util.Optional;

/**
 * A range of IPv4 addresses.
 *
 * @param base its first address as a number, its network address
 * @param prefix 0 to 32
 */
public record Cidr(long base, int prefix) {
  public Cidr {
    if (prefix < 0 || prefix > 32) {
      throw new IllegalArgumentException("no prefix of an IPv4 range: " + prefix);
    }
    if ((base & ~mask(prefix)) != 0 || base >>> 32 != 0) {
      throw new IllegalArgumentException(
          "%s/%d has bits set to the right of its prefix".formatted(dotted(base), prefix));
    }
  }

  /**
   * @throws IllegalArgumentException if the text is no IPv4 range
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,2}")) {
      throw new IllegalArgumentException("not an IPv4 range: '" + text + "'");
    }
    long base =
        address(text.substring(0, slash))
            .orElseThrow(() -> new IllegalArgumentException("not an IPv4 range: '" + text + "'"));
    return new Cidr(base, Integer.parseInt(text.substring(slash + 1)));
  }

  /** The number of a dotted address; empty if the text is none. */
  public static Optional<Long> address(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    long number = 0;
    for (String part : parts) {
      if (!part.matches("0|[1-9]\\d{0,2}") || Integer.parseInt(part) > 255) {
        return Optional.empty();
      }
      number = number << 8 | Integer.parseInt(part);
    }
    return Optional.of(number);
  }

  public static String dotted(long address) {
    return "%d.%d.%d.%d"
        .formatted(address >> 24 & 255, address >> 16 & 255, address >> 8 & 255, address & 255);
  }

  /** The lower half of the range (0), or the upper one (1). */
  public Cidr half(int which) {
    int longer = prefix + 1;
    return new Cidr(base + which * (1L << (32 - longer)), longer);
  }

  public long last() {
    return base | ~mask(prefix) & 0xFFFF_FFFFL;
  }

  public boolean contains(long address) {
    return address >= base && address <= last();
  }

  /** Whether a host can have this address: neither the range's own nor its broadcast address. */
  public boolean usable(long address) {
    return contains(address) && (prefix >= 31 || address != base && address != last());
  }

  public boolean overlaps(Cidr other) {
    return contains(other.base) || other.contains(base);
  }

  private static long mask(int prefix) {
    return prefix == 0 ? 0 : 0xFFFF_FFFFL << (32 - prefix) & 0xFFFF_FFFFL;
  }

  @Override
  public String toString() {
    return dotted(base) + "/" + prefix;
  }
}
