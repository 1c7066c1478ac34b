package io.caisson.spi.cloud;

import java.util.Optional;

/**
 * A volume as the cloud shows it.
 *
 * @param gib GiB
 * @param server id of the server that it is plugged into; absent while it is only reserved for one
 */
public record Volume(
    String id,
    String name,
    Status status,
    int gib,
    Optional<String> server,
    Optional<OwnerMark> mark) {
  /** What Caisson tells apart of the cloud's states. */
  public enum Status {
    /** Being made or filled; a server cannot boot from it yet. */
    CREATING,
    AVAILABLE,
    /** A server that is being built has it. */
    RESERVED,
    IN_USE,
    DELETING,
    ERROR,
    /** A state that this version does not know; proves nothing. */
    OTHER
  }
}
