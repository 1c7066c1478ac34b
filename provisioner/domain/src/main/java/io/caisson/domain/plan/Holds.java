package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Hold;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps a hold as long as there is a reason for it. */
final class Holds {
  private Holds() {}

  /** Places the hold if its reason is news, lifts it if there is none any more. */
  static List<ClusterRecord> keep(
      Cluster cluster, String name, Optional<String> reason, Instant now) {
    return keep(cluster, new Hold(name, "", false, now), reason);
  }

  /**
   * The same.
   *
   * @param blank the hold without its reason
   */
  static List<ClusterRecord> keep(Cluster cluster, Hold blank, Optional<String> reason) {
    String name = blank.name();
    Instant now = blank.since();
    Optional<Hold> known = Optional.ofNullable(cluster.holds().get(name));
    if (reason.equals(known.map(Hold::reason))) {
      return List.of();
    }
    return List.of(
        reason
            .<ClusterRecord>map(
                text -> new ClusterRecord.HoldPlaced(new Hold(name, text, blank.fatal(), now)))
            .orElseGet(() -> new ClusterRecord.HoldLifted(name, now)));
  }
}
