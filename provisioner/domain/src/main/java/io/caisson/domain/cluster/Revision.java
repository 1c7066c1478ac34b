package io.caisson.domain.cluster;

import java.time.Instant;
import java.util.Optional;

/**
 * One immutable version of a cluster's desired state.
 *
 * @param number from 1
 * @param actor who asked for it
 * @param pace how fast machines that are not as it wants them are replaced
 * @param restores the number of the earlier revision that it is once more, if it is a rollback
 * @param template id of the template that the cluster was made or last upgraded by, if another than
 *     the one it began with
 * @param trace the place in a trace of the request that asked for it, as {@code traceparent}
 */
public record Revision(
    int number,
    ClusterSpec spec,
    String actor,
    Instant at,
    Pace pace,
    Optional<Integer> restores,
    Optional<String> template,
    Optional<String> trace) {
  public Revision(
      int number,
      ClusterSpec spec,
      String actor,
      Instant at,
      Pace pace,
      Optional<Integer> restores,
      Optional<String> template) {
    this(number, spec, actor, at, pace, restores, template, Optional.empty());
  }

  public Revision(int number, ClusterSpec spec, String actor, Instant at) {
    this(number, spec, actor, at, Pace.DEFAULT);
  }

  public Revision(int number, ClusterSpec spec, String actor, Instant at, Pace pace) {
    this(number, spec, actor, at, pace, Optional.empty(), Optional.empty());
  }

  /** The same at another pace. */
  public Revision at(Pace other) {
    return new Revision(number, spec, actor, at, other, restores, template, trace);
  }

  /** The same as part of a trace. */
  public Revision in(Optional<String> otherTrace) {
    return new Revision(number, spec, actor, at, pace, restores, template, otherTrace);
  }
}
