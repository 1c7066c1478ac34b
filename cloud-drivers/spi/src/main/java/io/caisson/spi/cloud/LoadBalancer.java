package io.caisson.spi.cloud;

import java.util.Optional;

/**
 * A load balancer as the cloud shows it.
 *
 * @param address where it is reached, once the cloud has given it one
 * @param port id of the port that holds the address; a floating address may lead there
 */
public record LoadBalancer(
    String id,
    String name,
    Status status,
    Optional<String> address,
    Optional<String> port,
    Optional<OwnerMark> mark) {
  /** What Caisson tells apart of the cloud's states. */
  public enum Status {
    /** Being made: nothing of it can be changed, nor can it be deleted. */
    CREATING,
    ACTIVE,
    /** Being changed: nothing else of it can be. */
    CHANGING,
    DELETING,
    /** It can be deleted, and by its operator be mended. */
    ERROR,
    /** A state that this version does not know; proves nothing. */
    OTHER
  }
}
