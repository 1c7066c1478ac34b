package io.caisson.spi.cloud;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A server as the cloud shows it.
 *
 * @param mark absent if it is not ours
 * @param addresses fixed and floating, in the cloud's order
 * @param fault the cloud's own words if it is in {@link Status#ERROR}
 */
public record Server(
    String id,
    String name,
    Status status,
    Optional<OwnerMark> mark,
    List<String> addresses,
    Optional<String> fault,
    Instant created) {
  public Server {
    addresses = List.copyOf(addresses);
  }

  /** What Caisson tells apart of the cloud's states. */
  public enum Status {
    BUILD,
    ACTIVE,
    /** Stopped or paused: it exists and does not run. */
    SHUTOFF,
    REBOOT,
    REBUILD,
    ERROR,
    /** Being deleted, or deleted and still listed. */
    DELETING,
    /** A state that this version does not know; proves nothing. */
    OTHER
  }
}
