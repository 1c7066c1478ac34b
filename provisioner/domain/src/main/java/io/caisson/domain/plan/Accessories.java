package io.caisson.domain.plan;

import io.caisson.spi.cloud.LoadBalancer;
import io.caisson.spi.cloud.OwnNetwork;
import io.caisson.spi.cloud.OwnRouter;
import io.caisson.spi.cloud.OwnSubnet;
import io.caisson.spi.cloud.PoolMember;
import io.caisson.spi.cloud.ServerGroup;
import io.caisson.spi.cloud.Volume;
import java.time.Instant;

/**
 * What was seen of things that only some clusters have: only those ask for them.
 *
 * @param members of the pool of the cluster's load balancer
 */
public record Accessories(
    Look<Volume> volumes,
    Look<ServerGroup> serverGroups,
    Look<OwnNetwork> networks,
    Look<OwnSubnet> subnets,
    Look<OwnRouter> routers,
    Look<LoadBalancer> loadBalancers,
    Look<PoolMember> members) {
  /** Nothing was looked at. */
  public static Accessories none(long version, Instant now) {
    return new Accessories(
        nothing(version, now),
        nothing(version, now),
        nothing(version, now),
        nothing(version, now),
        nothing(version, now),
        nothing(version, now),
        nothing(version, now));
  }

  private static <T> Look<T> nothing(long version, Instant now) {
    return Look.unknown(version, now, "not looked at");
  }
}
