package io.caisson.domain.plan;

import io.caisson.domain.cluster.Blueprint;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Mark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which machines leave. Those that somebody has named leave by their name; of those that are too
 * many, in this order:
 *
 * <ol>
 *   <li>none that is protected, as long as there are others;
 *   <li>machines that are not Ready, before those that are;
 *   <li>machines that would have to be replaced anyway;
 *   <li>machines of the zone that has most of them, so that zones keep in balance;
 *   <li>the youngest first.
 * </ol>
 */
final class Departures {
  private Departures() {}

  /** Why this machine leaves whatever its group's size; empty if it does not. */
  static Optional<String> asked(Cluster cluster, Machine machine) {
    if (!machine.state().stays()) {
      return Optional.empty();
    }
    if (machine.marked(Mark.REPLACE)) {
      return Optional.of("somebody has asked for it to leave");
    }
    boolean anew = machine.state() == MachineState.FAILED && Retries.anew(cluster, machine.since());
    return anew
        ? Optional.of("it had failed, and its cluster was asked for once more")
        : Optional.empty();
  }

  /** As many as are too many. */
  static List<Machine> chosen(Cluster cluster, List<Machine> staying, int surplus) {
    List<Machine> left = new ArrayList<>(staying);
    List<Machine> chosen = new ArrayList<>();
    while (chosen.size() < surplus) {
      Machine next = left.stream().max(order(cluster, left)).orElseThrow();
      left.remove(next);
      chosen.add(next);
    }
    return chosen;
  }

  private static Comparator<Machine> order(Cluster cluster, List<Machine> left) {
    return Comparator.comparing((Machine one) -> !one.marked(Mark.PROTECT))
        .thenComparing(one -> one.state() != MachineState.READY)
        .thenComparing(one -> Blueprint.outdated(cluster, one).isPresent())
        .thenComparing(
            one -> left.stream().filter(other -> other.zone().equals(one.zone())).count())
        .thenComparing(Machine::id);
  }
}
