package io.caisson.service.tenancy;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.plan.Preview;
import io.caisson.service.tenancy.ClusterRevisions.Change;
import io.caisson.service.tenancy.ClusterRevisions.Desired;
import io.caisson.spi.cloud.Facts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What of a cluster is to be different. A roll that the quotas would stop in its middle is refused
 * before it begins.
 *
 * @param timeout as it was, if empty
 * @param facts of the caller's project
 */
public record SpecUpdate(
    List<GroupUpdate> groups, Optional<Duration> timeout, Optional<Pace> pace, Facts facts)
    implements Change {
  public SpecUpdate {
    groups = List.copyOf(groups);
  }

  @Override
  public Desired of(Cluster cluster) {
    ClusterSpec spec = cluster.spec();
    for (GroupUpdate group : groups) {
      spec = spec.with(group.of(cluster, facts));
    }
    return Desired.of(timeout.map(spec::with).orElse(spec)).at(pace);
  }

  @Override
  public void check(Cluster after) {
    if (groups.stream().anyMatch(GroupUpdate::rolls)) {
      mustFit(after, facts);
    }
  }

  /**
   * @throws Refused if the quotas do not leave what a roll to the desired state needs
   */
  static void mustFit(Cluster after, Facts facts) {
    List<String> lacking =
        Preview.of(after, after.revision().at()).lacking(new CloudFacts(facts).quotas());
    if (!lacking.isEmpty()) {
      throw new Refused(
          Refused.Kind.CONFLICT,
          ("the machines cannot be replaced: %s; raise the quota, free some, or take a max_surge of"
                  + " 0, which makes each machine only when an old one has gone")
              .formatted(String.join("; ", lacking)));
    }
  }
}
