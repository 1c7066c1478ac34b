package io.caisson.simulator.kubeapi;

/**
 * A range of IPv4 addresses.
 *
 * @param first as a number
 * @param length of the prefix
 */
record Cidr(long first, int length) {
  static Cidr parse(String text) {
    String[] parts = text.split("/", 2);
    long number = 0;
    for (String part : parts[0].split("\\.", 4)) {
      number = number * 256 + Integer.parseInt(part);
    }
    return new Cidr(number, Integer.parseInt(parts[1]));
  }

  String address(int n) {
    long a = first + n;
    return "%d.%d.%d.%d".formatted(a >> 24 & 255, a >> 16 & 255, a >> 8 & 255, a & 255);
  }

  /** How many ranges of that length are in it. */
  int count(int longer) {
    return longer < length ? 0 : 1 << (longer - length);
  }

  Cidr nth(int n, int longer) {
    return new Cidr(first + ((long) n << (32 - longer)), longer);
  }

  String text() {
    return address(0) + "/" + length;
  }
}
