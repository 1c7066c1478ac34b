package io.caisson.spi.cloud;

import java.util.List;
import java.util.Optional;

/**
 * Servers that shall share a host, or shall not, as the cloud shows them. Nova has no metadata for
 * it, so its name is the owner mark.
 *
 * @param members ids of servers that are not gone
 */
public record ServerGroup(
    String id, Policy policy, List<String> members, Optional<OwnerMark> mark) {
  public ServerGroup {
    members = List.copyOf(members);
  }

  /** A hard policy fails a server that has no fitting host; a soft one only prefers. */
  public enum Policy {
    AFFINITY,
    ANTI_AFFINITY,
    SOFT_AFFINITY,
    SOFT_ANTI_AFFINITY,
    /** One that this version does not know; never ordered. */
    OTHER
  }
}
