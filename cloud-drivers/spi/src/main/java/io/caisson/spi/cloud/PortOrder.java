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
    List<String> securityGroups,
    PortTraits traits) {
  public PortOrder {
    securityGroups = List.copyOf(securityGroups);
  }

  /** A port with nothing special. */
  public PortOrder(
      OwnerMark mark,
      String name,
      String network,
      String subnet,
      String address,
      List<String> securityGroups) {
    this(mark, name, network, subnet, address, securityGroups, PortTraits.USUAL);
  }

  public PortOrder with(PortTraits other) {
    return new PortOrder(mark, name, network, subnet, address, securityGroups, other);
  }
}
