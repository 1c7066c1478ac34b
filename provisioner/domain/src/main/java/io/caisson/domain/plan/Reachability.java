package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Says when the cloud does not answer. That is never taken for a change of what is there. */
final class Reachability {
  static final String HOLD = "cloud";

  private Reachability() {}

  static List<ClusterRecord> of(Cluster cluster, Sight sight, Instant now) {
    if (!sight.looked()) {
      return List.of();
    }
    Optional<String> reason =
        sight.servers().seen().isPresent()
            ? Optional.empty()
            : Optional.of(
                sight.servers().unknown() + "; it is asked again, and nothing is lost meanwhile");
    return Holds.keep(cluster, HOLD, reason, now);
  }
}
