package io.caisson.spi.cloud;

import java.util.List;
import java.util.Optional;

/**
 * Networks, their subnets, and the routers that lead out of them, of one project. Those of others,
 * though this project may use them, are not shown here.
 */
public interface Topology {
  /**
   * Makes a network without subnets.
   *
   * @return its id
   */
  String createNetwork(OwnerMark mark, String name);

  /**
   * With the subnets that are left in it. While anything else than the cloud's own services has a
   * port in it: {@link CloudFault.Conflict}.
   */
  void deleteNetwork(String id);

  /** The network, or empty if the API says 404 for it. */
  Optional<OwnNetwork> network(String id);

  List<OwnNetwork> networks();

  /**
   * Makes an IPv4 subnet whose gateway is the first address of its range and whose pool are all
   * after that one, told to guests by DHCP.
   *
   * @return its id
   */
  String createSubnet(SubnetOrder order);

  /** While a port has an address of it: {@link CloudFault.Conflict}. */
  void deleteSubnet(String id);

  /** The subnet, or empty if the API says 404 for it. */
  Optional<OwnSubnet> subnet(String id);

  List<OwnSubnet> subnets();

  /**
   * Makes a router that leads to an external network, from nowhere yet.
   *
   * @return its id
   */
  String createRouter(OwnerMark mark, String name, String externalNetwork);

  /** While it is plugged into a subnet: {@link CloudFault.Conflict}. */
  void deleteRouter(String id);

  /** The router, or empty if the API says 404 for it. */
  Optional<OwnRouter> router(String id);

  List<OwnRouter> routers();

  /** Plugs the router into the subnet, at its gateway's address; being so already is success. */
  void plug(String router, String subnet);

  /**
   * Unplugs it; not being plugged in is success. While a floating address needs the way: {@link
   * CloudFault.Conflict}.
   */
  void unplug(String router, String subnet);
}
