package io.caisson.domain.operation;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether a finished cluster's nodes are well, as far as the last looks tell.
 *
 * @param reasons flat, as readers of Magnum's {@code health_status_reason} expect: {@code
 *     <node>.Ready} and, for each hold, {@code hold.<name>}
 */
public record Health(State state, SortedMap<String, String> reasons) {
  /** Magnum's words. */
  public enum State {
    HEALTHY,
    UNHEALTHY,
    UNKNOWN
  }

  public Health {
    reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
  }

  /** Empty while the cluster was never complete, or is being deleted. */
  public static Optional<Health> of(Cluster cluster) {
    if (cluster.completed().isEmpty() || cluster.deleting()) {
      return Optional.empty();
    }
    TreeMap<String, String> reasons = new TreeMap<>();
    boolean allReady = true;
    for (Machine machine : cluster.machines().values()) {
      boolean ready = machine.state() == MachineState.READY;
      reasons.put(machine.name() + ".Ready", ready ? "True" : "False");
      allReady &= ready;
    }
    cluster.holds().forEach((name, hold) -> reasons.put("hold." + name, hold.reason()));
    return Optional.of(new Health(state(cluster, allReady), reasons));
  }

  private static State state(Cluster cluster, boolean allReady) {
    if (!allReady) {
      return State.UNHEALTHY;
    }
    boolean well = cluster.holds().keySet().stream().allMatch(Hold.PAUSE::equals);
    return well ? State.HEALTHY : State.UNKNOWN;
  }
}
