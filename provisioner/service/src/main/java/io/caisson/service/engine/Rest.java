package io.caisson.service.engine;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.plan.LookOrder;
import io.caisson.domain.plan.Plan;
import io.caisson.domain.plan.Planner;
import io.caisson.domain.plan.Sight;
import io.caisson.spi.cloud.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether a look needs no decision: a planner is a pure function, and a cluster at rest is asked
 * for its servers alone. What it decided nothing about, while time had no part in it, it decides
 * nothing about again. After {@link #LONGEST} it is asked all the same.
 *
 * @param nothingToDo the servers about which it had nothing to decide; empty if it had, or might
 *     have had as time goes by
 */
public record Rest(Optional<List<Server>> nothingToDo, Instant since) {
  static final Duration LONGEST = Duration.ofMinutes(5);

  public static Rest none() {
    return new Rest(Optional.empty(), Instant.MIN);
  }

  /**
   * After a decision.
   *
   * @param order what the look was asked
   * @param next the cluster as it was committed
   */
  public static Rest after(LookOrder order, Sight sight, Plan plan, Cluster next, Instant now) {
    boolean rests = order.isLeast() && plan.records().isEmpty() && Planner.isTimeless(next, now);
    return new Rest(sight.servers().seen().filter(_ -> rests), now);
  }

  /** Whether nothing is to be decided about what was seen, if nothing else is new. */
  public boolean covers(LookOrder order, Sight sight, Instant now) {
    return order.isLeast()
        && nothingToDo.isPresent()
        && nothingToDo.equals(sight.servers().seen())
        && now.isBefore(since.plus(LONGEST));
  }
}
