package io.caisson.contract.cloud;

import io.caisson.spi.identity.Identity.ClusterCredential;

/**
 * Another client of the project under test, as a user with some other tool: what it makes has no
 * mark, and it makes things that Caisson's ports cannot make. It speaks to the cloud directly, not
 * through the fault proxy.
 */
public interface Neighbour {
  /** A fresh token of the member. */
  String token();

  /** A fresh token, got with an application credential. */
  String token(ClusterCredential credential);

  /** Makes the token invalid. */
  void revoke(String token);

  /** Removes the member's application credential of this name, if there is one. */
  void forgetCredential(String name);

  /**
   * Makes a network with a subnet and no way to the outside.
   *
   * @return its id
   */
  String network(String name);

  /** The same, where the cloud filters nothing that ports send. */
  String unfilteredNetwork(String name);

  /**
   * Makes a port without a mark.
   *
   * @return its id
   */
  String port(String networkId, String name);

  /**
   * Makes a server without a mark.
   *
   * @return its id
   */
  String server(String name, String portId, Stock stock);

  /** What the cloud tells of the server's host: the same for two servers only if they share it. */
  String hostOf(String serverId);

  /** Removes all that it has made. */
  void cleanUp();
}
