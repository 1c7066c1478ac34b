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
 * @param hostId the cloud's word for the host that it is on, which is the same for two servers of a
 *     project only if they share it: {@link Compute#hostId}; empty while it is on none
 */
public record Server(
    String id,
    String name,
    Status status,
    Optional<OwnerMark> mark,
    List<String> addresses,
    Optional<String> fault,
    Instant created,
    Optional<String> hostId) {
  public Server {
    addresses = List.copyOf(addresses);
  }

  /** One that is on no host, as far as is known. */
  public Server(
      String id,
      String name,
      Status status,
      Optional<OwnerMark> mark,
      List<String> addresses,
      Optional<String> fault,
      Instant created) {
    this(id, name, status, mark, addresses, fault, created, Optional.empty());
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
