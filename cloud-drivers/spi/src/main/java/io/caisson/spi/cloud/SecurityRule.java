package io.caisson.spi.cloud;

import java.util.Optional;
import java.util.Set;

/**
 * Lets traffic into the ports of a group. Egress stays as the cloud makes it. The address family is
 * that of {@code remoteCidr}, and IPv4 without one.
 *
 * @param protocol {@code tcp}, {@code udp}, {@code icmp}, or {@code any}
 * @param firstPort 0 with {@code any} and {@code icmp}
 * @param lastPort 0 with {@code any} and {@code icmp}
 * @param remoteCidr source addresses, or empty
 * @param remoteGroup id of the source group, or empty; neither means everybody
 */
public record SecurityRule(
    String protocol,
    int firstPort,
    int lastPort,
    Optional<String> remoteCidr,
    Optional<String> remoteGroup) {
  private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "icmp", "any");

  public SecurityRule {
    if (!PROTOCOLS.contains(protocol)) {
      throw new IllegalArgumentException("not a protocol of a rule: '" + protocol + "'");
    }
    boolean ported = protocol.equals("tcp") || protocol.equals("udp");
    if (ported
        ? firstPort < 1 || lastPort < firstPort || lastPort > 65_535
        : firstPort != 0 || lastPort != 0) {
      throw new IllegalArgumentException(
          "not ports of a rule for %s: %d to %d".formatted(protocol, firstPort, lastPort));
    }
    if (remoteCidr.isPresent() && remoteGroup.isPresent()) {
      throw new IllegalArgumentException("a rule has one source: addresses or a group");
    }
  }

  public static SecurityRule tcp(int port, String cidr) {
    return new SecurityRule("tcp", port, port, Optional.of(cidr), Optional.empty());
  }

  public static SecurityRule allFrom(String group) {
    return new SecurityRule("any", 0, 0, Optional.empty(), Optional.of(group));
  }
}
