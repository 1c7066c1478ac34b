package io.caisson.domain.operation;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Blueprint;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a roll will be done, told from what was measured. As soon as machines have been replaced,
 * the others are expected to take as long as these did, drains included. Until then it is a bound:
 * the rounds that the pace needs, of as long as a machine of this cluster took from its server to
 * Ready.
 *
 * @param at when
 * @param basis what it is told from, in words
 */
record RollEstimate(Instant at, String basis) {

  /**
   * Empty if nothing is rolled, or somebody has paused it, or nothing of this cluster was measured
   * yet.
   */
  static Optional<RollEstimate> of(Cluster cluster) {
    long left = machines(cluster).filter(one -> outdated(cluster, one)).count();
    if (left == 0 || cluster.deleting() || cluster.pause().isPresent()) {
      return Optional.empty();
    }
    Instant start = cluster.revision().at();
    List<Machine> made =
        machines(cluster)
            .filter(one -> one.state() == MachineState.READY && !outdated(cluster, one))
            .filter(one -> asked(cluster, one).filter(at -> !at.isBefore(start)).isPresent())
            .toList();
    return made.isEmpty() ? bound(cluster, start) : Optional.of(measured(start, made, left));
  }

  private static RollEstimate measured(Instant start, List<Machine> made, long left) {
    Instant last = made.stream().map(Machine::since).max(Comparator.naturalOrder()).orElseThrow();
    Duration each = Duration.between(start, last).dividedBy(made.size());
    return new RollEstimate(
        last.plus(each.multipliedBy(left)),
        "%d of %d machines are replaced, one each %s"
            .formatted(made.size(), made.size() + left, text(each)));
  }

  private static Optional<RollEstimate> bound(Cluster cluster, Instant start) {
    return boot(cluster).map(boot -> bound(cluster, start, boot));
  }

  private static RollEstimate bound(Cluster cluster, Instant start, Duration boot) {
    int rounds = 0;
    Pace pace = cluster.revision().pace();
    for (NodeGroup group : cluster.spec().groups()) {
      long old =
          cluster.machinesOf(group.name()).stream().filter(one -> outdated(cluster, one)).count();
      int batch = pace.surge(group.count()) + pace.unavailable(group.count());
      rounds = Math.max(rounds, Math.toIntExact((old + batch - 1) / batch));
    }
    return new RollEstimate(
        start.plus(boot.multipliedBy(rounds)),
        "not before: %d %s of %s, the median from server to Ready; drains come on top"
            .formatted(rounds, rounds == 1 ? "round" : "rounds", text(boot)));
  }

  private static Optional<Duration> boot(Cluster cluster) {
    List<Duration> known =
        machines(cluster)
            .filter(one -> one.state() == MachineState.READY)
            .flatMap(
                one -> asked(cluster, one).map(at -> Duration.between(at, one.since())).stream())
            .filter(Duration::isPositive)
            .sorted()
            .toList();
    return known.isEmpty() ? Optional.empty() : Optional.of(known.get(known.size() / 2));
  }

  /** When the cloud took the order for its server. */
  private static Optional<Instant> asked(Cluster cluster, Machine machine) {
    return cluster
        .resource(machine.server())
        .flatMap(Resource::attempt)
        .filter(last -> last.verb() == Attempt.Verb.CREATE)
        .map(Attempt::at);
  }

  private static boolean outdated(Cluster cluster, Machine machine) {
    return machine.state().stays() && Blueprint.outdated(cluster, machine).isPresent();
  }

  private static Stream<Machine> machines(Cluster cluster) {
    return cluster.machines().values().stream();
  }

  private static String text(Duration duration) {
    long seconds = Math.max(1, duration.toSeconds());
    return seconds < 120 ? seconds + " s" : "%d min %d s".formatted(seconds / 60, seconds % 60);
  }
}
