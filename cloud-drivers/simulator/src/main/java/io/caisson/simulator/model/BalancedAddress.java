package io.caisson.simulator.model;

import java.util.List;

/**
 * Where a load balancer leads.
 *
 * @param balancer id
 * @param addresses its own and the floating ones that lead to it; none means nothing leads there
 * @param port TCP, at each of the addresses
 * @param members where a connection may end; it ends at one that answers
 */
public record BalancedAddress(
    String balancer, List<String> addresses, int port, List<LoadBalancer.Member> members) {
  public BalancedAddress {
    addresses = List.copyOf(addresses);
    members = List.copyOf(members);
  }
}
