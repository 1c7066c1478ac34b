package io.caisson.spi.cloud;

import java.util.List;

/**
 * All that one create call of a port says.
 *
 * @param network id
 * @param subnet id
 * @param address the fixed address that we chose: the last line against two servers for one machine
 * @param securityGroups ids; empty means none at all, not the project's default
 */
public record PortOrder(
    OwnerMark mark,
    String name,
    String network,
    String subnet,
    String address,
    List<String> securityGroups) {
  public PortOrder {
    securityGroups = List.copyOf(securityGroups);
  }
}
