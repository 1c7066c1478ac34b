package io.caisson.service.engine;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.plan.Plan;
import io.caisson.domain.plan.Sight;
import io.caisson.service.traces.Traces;
import io.caisson.service.traces.Traces.Said;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What is done for a desired state, as part of the trace of the request that asked for it. */
final class WorkTraces {
  private WorkTraces() {}

  /** Until it is reached; what comes later was not asked for by that request. */
  private static Optional<String> trace(Cluster cluster) {
    return cluster.reached() ? Optional.empty() : cluster.revision().trace();
  }

  static Sight look(Traces traces, Cluster cluster, Supplier<Sight> look) {
    return traces.work(trace(cluster), said("look", cluster), look, _ -> "ok");
  }

  static Outcome effect(Traces traces, Cluster cluster, Effect effect, Supplier<Outcome> call) {
    Said said =
        said(
            "effect " + effect.order().getClass().getSimpleName(),
            cluster,
            Map.entry("caisson.effect", effect.key().toString()),
            Map.entry("caisson.attempt", String.valueOf(effect.attempt())));
    return traces.work(trace(cluster), said, call, outcome -> outcome.getClass().getSimpleName());
  }

  /** A turn whose decision is durable. */
  record Turn(Cluster before, Cluster after, Plan plan, Instant begun) {}

  /** The turn, and the machines that have become Ready by it: each since it was asked for. */
  static void turn(Traces traces, Turn turn, Instant ended) {
    Cluster before = turn.before();
    Optional<String> trace = trace(before);
    Said said =
        said(
            "turn",
            before,
            Map.entry("caisson.records", String.valueOf(turn.plan().records().size())),
            Map.entry("caisson.effects", String.valueOf(turn.plan().effects().size())));
    traces.stretch(trace, said, turn.begun(), ended);
    if (trace.isPresent()) {
      turn.after().machines().values().stream()
          .filter(one -> one.state() == MachineState.READY && !ready(before, one))
          .forEach(
              one -> traces.stretch(trace, ready(before, one.name()), asked(before), one.since()));
    }
  }

  private static Said ready(Cluster cluster, String machine) {
    return said("machine Ready", cluster, Map.entry("caisson.machine", machine));
  }

  private static Instant asked(Cluster cluster) {
    return cluster.revision().at();
  }

  private static boolean ready(Cluster before, Machine machine) {
    return Optional.ofNullable(before.machines().get(machine.id()))
        .filter(one -> one.state() == MachineState.READY)
        .isPresent();
  }

  @SafeVarargs
  private static Said said(String name, Cluster cluster, Map.Entry<String, String>... about) {
    Map<String, String> all = new TreeMap<>(Map.ofEntries(about));
    all.put("caisson.cluster", cluster.id().value());
    all.put("caisson.project", cluster.head().project());
    return new Said(name, all);
  }
}
