package io.caisson.domain.cluster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IPv4 addresses. Strict, as Kubernetes 1.36 is: no leading zeros, no host bits.
 *
 * @param base first address as a number
 * @param prefix length, 0 to 32
 */
public record Cidr(long base, int prefix) {
  private static final Pattern FORM = Pattern.compile("([0-9.]{7,15})/(0|[1-9][0-9]?)");
  private static final String BYTE = "(0|[1-9][0-9]{0,2})";
  private static final Pattern ADDRESS =
      Pattern.compile(BYTE + "\\." + BYTE + "\\." + BYTE + "\\." + BYTE);

  public Cidr {
    if (prefix < 0 || prefix > 32) {
      throw new IllegalArgumentException("a prefix length is 0 to 32, not " + prefix);
    }
    if ((base & ((1L << (32 - prefix)) - 1)) != 0) {
      throw new IllegalArgumentException(
          "%s/%d has host bits set".formatted(address(base), prefix));
    }
  }

  /**
   * Reads a range.
   *
   * @throws IllegalArgumentException with a sentence about what is wrong
   */
  public static Cidr parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no IPv4 range such as 10.0.0.0/16");
    }
    return new Cidr(number(parts.group(1)), Integer.parseInt(parts.group(2)));
  }

  /** An address as a number. */
  public static long number(String address) {
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'" + address + "' is no IPv4 address");
    }
    long number = 0;
    for (int i = 1; i <= 4; i++) {
      int part = Integer.parseInt(parts.group(i));
      if (part > 255) {
        throw new IllegalArgumentException("'" + address + "' is no IPv4 address");
      }
      number = number << 8 | part;
    }
    return number;
  }

  /** A number as an address. */
  public static String address(long number) {
    return "%d.%d.%d.%d"
        .formatted(number >> 24 & 255, number >> 16 & 255, number >> 8 & 255, number & 255);
  }

  public long size() {
    return 1L << (32 - prefix);
  }

  public boolean contains(String address) {
    long number = number(address);
    return number >= base && number < base + size();
  }

  public boolean overlaps(Cidr other) {
    return base < other.base + other.size() && other.base < base + size();
  }

  @Override
  public String toString() {
    return address(base) + "/" + prefix;
  }
}
