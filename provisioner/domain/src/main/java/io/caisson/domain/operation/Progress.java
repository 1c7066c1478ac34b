package io.caisson.domain.operation;

import io.caisson.domain.cluster.Blueprint;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.cluster.UpgradePath;
import io.caisson.domain.cluster.Wait;
import java.util.Comparator;
import java.util.List;

/**
 * How far a change has come. While a cluster is made each machine counts four steps: server asked
 * for, guest at work, joined, Ready; while it is deleted each machine is one step and all the rest
 * another one.
 *
 * @param done steps of {@code total}
 * @param readyMachines machines whose Node is Ready
 * @param machines how many are desired
 * @param left how many are still to be replaced, to come or to go
 * @param steps of an upgrade of Kubernetes that are still to be done, the current one first
 * @param waitsFor what stands in the way, longest first
 */
public record Progress(
    int done,
    int total,
    int readyMachines,
    int machines,
    int left,
    List<String> steps,
    List<String> waitsFor) {
  private static final int STEPS = 4;

  public Progress {
    steps = List.copyOf(steps);
    waitsFor = List.copyOf(waitsFor);
  }

  public static Progress of(Cluster cluster) {
    return cluster.deleting() ? deletion(cluster) : creation(cluster);
  }

  private static Progress creation(Cluster cluster) {
    int desired = cluster.spec().count(Role.CONTROL_PLANE) + cluster.spec().count(Role.WORKER);
    int total = desired * STEPS;
    int done =
        cluster.machines().values().stream().mapToInt(machine -> steps(cluster, machine)).sum();
    int left = Math.max(desired - settled(cluster), leaving(cluster));
    return new Progress(
        Math.min(done, total),
        total,
        ready(cluster),
        desired,
        left,
        UpgradePath.of(cluster).steps(),
        waits(cluster));
  }

  /** Those that are as they are to be, and stay. */
  private static int settled(Cluster cluster) {
    return (int)
        cluster.machines().values().stream()
            .filter(one -> one.state() == MachineState.READY && !goes(cluster, one))
            .count();
  }

  private static int leaving(Cluster cluster) {
    return (int) cluster.machines().values().stream().filter(one -> goes(cluster, one)).count();
  }

  private static boolean goes(Cluster cluster, Machine machine) {
    return !machine.state().stays()
        || machine.marked(Mark.REPLACE)
        || Blueprint.outdated(cluster, machine).isPresent();
  }

  private static Progress deletion(Cluster cluster) {
    int ever = cluster.numbers().values().stream().mapToInt(Integer::intValue).sum();
    int left = cluster.machines().size();
    int total = Math.max(ever, left) + 1;
    int rest = cluster.gone().isPresent() ? 0 : 1;
    return new Progress(
        total - left - rest, total, ready(cluster), 0, left, List.of(), waits(cluster));
  }

  private static int steps(Cluster cluster, Machine machine) {
    if (Blueprint.outdated(cluster, machine).isPresent()) {
      return 0;
    }
    return switch (machine.state()) {
      case PLANNED, REBUILDING, FAILED, LEAVING, DELETING -> 0;
      case CREATING -> 1;
      case BOOTING -> 2;
      case JOINED -> 3;
      case READY -> STEPS;
    };
  }

  private static int ready(Cluster cluster) {
    return (int)
        cluster.machines().values().stream()
            .filter(machine -> machine.state() == MachineState.READY)
            .count();
  }

  private static List<String> waits(Cluster cluster) {
    return cluster.waits().values().stream()
        .sorted(Comparator.comparing(Wait::since).thenComparing(Wait::subject))
        .map(wait -> wait.subject() + ": " + wait.reason())
        .toList();
  }
}
