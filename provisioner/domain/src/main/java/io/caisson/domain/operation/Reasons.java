package io.caisson.domain.operation;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Wait;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/** The one sentence that says best why a cluster is where it is. */
final class Reasons {
  private Reasons() {}

  /** Why nothing but another desired state can help. */
  static Optional<String> fatal(Cluster cluster) {
    return hold(cluster, Hold::fatal);
  }

  /** What is wrong: any hold, then a machine that failed. */
  static Optional<String> worst(Cluster cluster) {
    return fatal(cluster).or(() -> hold(cluster, _ -> true)).or(() -> failedMachine(cluster));
  }

  /** What it waits for longest, if nothing is wrong. */
  static Optional<String> pending(Cluster cluster) {
    return cluster.waits().values().stream()
        .min(Comparator.comparing(Wait::since).thenComparing(Wait::subject))
        .map(wait -> sentence(wait.subject() + ": " + wait.reason()));
  }

  private static Optional<String> hold(Cluster cluster, Predicate<Hold> which) {
    return cluster.holds().values().stream()
        .filter(which)
        .min(Comparator.comparing(Hold::since).thenComparing(Hold::name))
        .map(hold -> sentence(hold.reason()));
  }

  private static Optional<String> failedMachine(Cluster cluster) {
    return cluster.machines().values().stream()
        .filter(machine -> machine.state() == MachineState.FAILED)
        .min(Comparator.comparing(Machine::since).thenComparing(Machine::id))
        .map(machine -> sentence(machine.name() + ": " + machine.reason()));
  }

  /** One line, no full stop at its end or within: clients cut there. */
  static String sentence(String text) {
    String line =
        text.strip()
            .replaceAll("([:;])\\s*\\R\\s*", "$1 ")
            .replaceAll("\\s*\\R\\s*", "; ")
            .replaceAll("\\.;?\\s+", "; ");
    return line.replaceAll("[.;\\s]+$", "");
  }
}
