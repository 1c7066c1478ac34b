package io.caisson.domain.plan;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Blueprint;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.domain.cluster.Role;
import java.util.List;

/**
 * Workers that are to be replaced are to get no more pods if others have room for them: else a pod
 * that was evicted from one of them lands on the next, and moves once for each. It is a preference:
 * it interrupts nobody, so it needs no grant; no step of a roll waits for it; and whatever comes of
 * such a call holds up nothing.
 */
final class OutdatedTaints {
  /** One in so many of the calls that may be under way is about a taint. */
  private static final int SHARE = 4;

  private OutdatedTaints() {}

  static ResourceKey key(Machine machine) {
    return new ResourceKey(Kind.OUTDATED_TAINT, machine.id().toString());
  }

  /** While the API is silent nothing is asked of it, and what is there stays. */
  static List<Want> wants(Cluster cluster, Sight sight) {
    return cluster.machines().values().stream()
        .filter(one -> one.role() == Role.WORKER && one.state().joined())
        .filter(one -> Blueprint.outdated(cluster, one).isPresent())
        .map(
            one ->
                sight.apiAnswers()
                    ? Want.of(key(one), new Order.TaintOutdated(one.name()))
                    : Want.after(key(one), ""))
        .toList();
  }

  /** How many more calls about taints may be sent now. */
  static int room(Cluster cluster, Policy policy) {
    long open =
        cluster.resources().values().stream()
            .filter(one -> one.key().kind() == Kind.OUTDATED_TAINT)
            .filter(one -> one.is(Attempt.State.IN_FLIGHT))
            .count();
    return (int) Math.max(0, Math.max(1, policy.openEffects() / SHARE) - open);
  }
}
