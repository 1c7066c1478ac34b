package io.caisson.simulator.guest.kubeadm;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Subnets as kubeadm reads them: one, or two joined by a comma. */
final class Subnets {
  private static final Pattern FORM = Pattern.compile("([0-9a-fA-F.:]+)/(\\d{1,3})");

  private Subnets() {}

  /** Empty if one of them is none. */
  static Optional<List<Subnet>> parse(String text) {
    List<Subnet> all = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Optional<Subnet> subnet = one(part);
      if (subnet.isEmpty()) {
        return Optional.empty();
      }
      all.add(subnet.get());
    }
    return Optional.of(all);
  }

  private static Optional<Subnet> one(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches() || !isAddress(parts.group(1))) {
      return Optional.empty();
    }
    try {
      byte[] address = InetAddress.getByName(parts.group(1)).getAddress();
      int prefix = Integer.parseInt(parts.group(2));
      return prefix > address.length * 8
          ? Optional.empty()
          : Optional.of(new Subnet(new BigInteger(1, address), address.length * 8, prefix));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Anything else would be looked up as a name. */
  private static boolean isAddress(String text) {
    return text.contains(":") || text.matches("\\d{1,3}(\\.\\d{1,3}){3}");
  }

  /**
   * @param bits 32 or 128
   */
  record Subnet(BigInteger address, int bits, int prefix) {
    int hostBits() {
      return bits - prefix;
    }

    String text() {
      return nth(0) + "/" + prefix;
    }

    /** The n-th address of it. */
    String nth(long n) {
      BigInteger base = address.shiftRight(hostBits()).shiftLeft(hostBits());
      byte[] raw = base.add(BigInteger.valueOf(n)).toByteArray();
      byte[] padded = new byte[bits / 8];
      int length = Math.min(raw.length, padded.length);
      System.arraycopy(raw, raw.length - length, padded, padded.length - length, length);
      try {
        return InetAddress.getByAddress(padded).getHostAddress();
      } catch (UnknownHostException e) {
        throw new IllegalStateException("four or sixteen bytes are an address", e);
      }
    }
  }
}
