package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Hold;
import java.time.Instant;
import java.util.List;

/** Says when the cloud does not answer. That is never taken for a change of what is there. */
final class Reachability {
  static final String HOLD = "cloud";

  private Reachability() {}

  static List<ClusterRecord> of(Cluster cluster, Sight sight, Instant now) {
    if (!sight.looked()) {
      return List.of();
    }
    Hold known = cluster.holds().get(HOLD);
    if (sight.servers().seen().isPresent()) {
      return known == null ? List.of() : List.of(new ClusterRecord.HoldLifted(HOLD, now));
    }
    String reason =
        sight.servers().unknown() + "; it is asked again, and nothing is lost meanwhile";
    return known != null && known.reason().equals(reason)
        ? List.of()
        : List.of(new ClusterRecord.HoldPlaced(new Hold(HOLD, reason, false, now)));
  }
}
