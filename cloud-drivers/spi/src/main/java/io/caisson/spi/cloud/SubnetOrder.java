package io.caisson.spi.cloud;

import java.util.List;

/**
 * All that one create call of a subnet says.
 *
 * @param network id
 * @param cidr range of IPv4 addresses
 * @param nameServers addresses that guests are told; empty for the cloud's own
 */
public record SubnetOrder(
    OwnerMark mark, String name, String network, String cidr, List<String> nameServers) {
  public SubnetOrder {
    nameServers = List.copyOf(nameServers);
  }
}
