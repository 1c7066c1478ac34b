package io.caisson.spi.cloud;

/**
 * How a server is made anew. It keeps its id, name, ports, volumes and host.
 *
 * @param mark from now on the server's; its attempt says which call was carried out last
 * @param image id
 * @param guest what the new guest finds inside; the key pair stays
 */
public record ServerRebuild(OwnerMark mark, String image, ServerOrder.Guest guest) {
  public ServerRebuild(OwnerMark mark, String image, String userData) {
    this(mark, image, ServerOrder.Guest.of(userData));
  }
}
