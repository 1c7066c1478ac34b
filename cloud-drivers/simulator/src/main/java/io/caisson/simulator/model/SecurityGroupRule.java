package io.caisson.simulator.model;

import java.util.Optional;

/** Lets some traffic through the ports of its group. */
public record SecurityGroupRule(Card card, String group, Traffic traffic) {
  public String id() {
    return card.id();
  }

  /**
   * Which traffic.
   *
   * @param direction {@code ingress} or {@code egress}
   * @param etherType {@code IPv4} or {@code IPv6}
   * @param protocol empty means any
   */
  public record Traffic(
      String direction,
      String etherType,
      Optional<String> protocol,
      Optional<Integer> portMin,
      Optional<Integer> portMax,
      Optional<String> remoteCidr,
      Optional<String> remoteGroup) {}
}
