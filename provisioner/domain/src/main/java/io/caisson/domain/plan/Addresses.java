package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cidr;
import io.caisson.domain.cluster.ClusterSpec.AddressRange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Chooses fixed addresses. The first candidate is spread over the pools by the salt, because other
 * tenants' ports in a shared network cannot be seen; from there on the next free one.
 */
final class Addresses {
  private Addresses() {}

  static Optional<String> choose(List<AddressRange> pools, Set<String> used, String salt) {
    long total = pools.stream().mapToLong(Addresses::size).sum();
    if (total == 0) {
      return Optional.empty();
    }
    long start = spread(salt) % total;
    for (long step = 0; step < Math.min(total, used.size() + 1L); step++) {
      String candidate = Cidr.address(at(pools, (start + step) % total));
      if (!used.contains(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static long spread(String salt) {
    CRC32 crc = new CRC32();
    crc.update(salt.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }

  private static long size(AddressRange pool) {
    return Math.max(0, Cidr.number(pool.last()) - Cidr.number(pool.first()) + 1);
  }

  private static long at(List<AddressRange> pools, long index) {
    long left = index;
    for (AddressRange pool : pools) {
      if (left < size(pool)) {
        return Cidr.number(pool.first()) + left;
      }
      left -= size(pool);
    }
    throw new IllegalArgumentException("no address " + index);
  }
}
