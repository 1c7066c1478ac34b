package io.caisson.contract.cloud;

import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.Facts.Pool;
import io.caisson.spi.cloud.Facts.Subnet;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;

/**
 * Chooses addresses, at random, because other projects' ports cannot be seen: in a large pool a
 * collision with them is unlikely.
 */
public final class Addresses {
  private static final int TRIES = 1000;
  private final SecureRandom random = new SecureRandom();
  private final Set<String> taken = new HashSet<>();
  private final Cloud cloud;

  public Addresses(Cloud cloud) {
    this.cloud = cloud;
  }

  /** One that no visible port has and that was not given before. */
  public String free(Subnet subnet) {
    if (taken.isEmpty()) {
      cloud.network().ports().forEach(port -> taken.addAll(port.addresses()));
    }
    for (int i = 0; i < TRIES; i++) {
      String address = any(subnet.pools().get(random.nextInt(subnet.pools().size())));
      if (taken.add(address)) {
        return address;
      }
    }
    throw new IllegalStateException("no free address in " + subnet.cidr());
  }

  private String any(Pool pool) {
    BigInteger first = number(pool.first());
    BigInteger size = number(pool.last()).subtract(first).add(BigInteger.ONE);
    BigInteger offset = new BigInteger(size.bitLength() + 16, random).mod(size);
    return text(first.add(offset));
  }

  private static BigInteger number(String address) {
    return new BigInteger(1, InetAddress.ofLiteral(address).getAddress());
  }

  private static String text(BigInteger address) {
    byte[] bytes = new byte[4];
    byte[] number = address.toByteArray();
    for (int i = 1; i <= Math.min(4, number.length); i++) {
      bytes[4 - i] = number[number.length - i];
    }
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
