package io.caisson.domain.cluster;

import java.time.Instant;

/**
 * One immutable version of a cluster's desired state.
 *
 * @param number from 1
 * @param actor who asked for it
 * @param pace how fast machines that are not as it wants them are replaced
 */
public record Revision(int number, ClusterSpec spec, String actor, Instant at, Pace pace) {
  public Revision(int number, ClusterSpec spec, String actor, Instant at) {
    this(number, spec, actor, at, Pace.DEFAULT);
  }
}
