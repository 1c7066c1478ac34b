package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names machines that wait for longer than they should for what is not in their own hands: the
 * cloud's building, the cluster's API, the pod network. They may still come; so the name is a hold
 * that is lifted when they do.
 */
final class Slowness {
  private final Cluster cluster;
  private final Sight sight;
  private final StageLimits limits;
  private final Instant now;

  private Slowness(Cluster cluster, Sight sight, StageLimits limits, Instant now) {
    this.cluster = cluster;
    this.sight = sight;
    this.limits = limits;
    this.now = now;
  }

  static List<ClusterRecord> of(Cluster cluster, Sight sight, StageLimits limits, Instant now) {
    if (!sight.looked()) {
      return List.of();
    }
    Slowness slowness = new Slowness(cluster, sight, limits, now);
    List<ClusterRecord> records = new ArrayList<>();
    cluster.machines().values().forEach(machine -> records.addAll(slowness.machine(machine)));
    for (Hold hold : cluster.holds().values()) {
      if (hold.name().startsWith(name("")) && !slowness.hasMachineOf(hold)) {
        records.add(new ClusterRecord.HoldLifted(hold.name(), now));
      }
    }
    return records;
  }

  private static String name(Object machine) {
    return "slow/" + machine;
  }

  private boolean hasMachineOf(Hold hold) {
    return cluster.machines().keySet().stream()
        .map(MachineId::toString)
        .anyMatch(id -> name(id).equals(hold.name()));
  }

  private List<ClusterRecord> machine(Machine machine) {
    Optional<String> reason =
        waits(machine)
            .filter(wait -> now.isAfter(wait.since().plus(wait.limit())))
            .map(
                wait ->
                    "%s: for more than %s it has waited for %s"
                        .formatted(machine.id(), Overdue.words(wait.limit()), wait.what()));
    return Holds.keep(cluster, name(machine.id()), reason, now);
  }

  private record Pending(String what, Instant since, Duration limit) {}

  private Optional<Pending> waits(Machine machine) {
    return switch (machine.state()) {
      case CREATING ->
          Optional.of(
              new Pending("the cloud to build its server", machine.since(), limits.build()));
      case REBUILDING ->
          Optional.of(new Pending("its server to be made anew", machine.since(), limits.build()));
      case BOOTING ->
          machine.guest().stage() == Machine.Stage.KUBEADM_DONE
              ? Optional.of(new Pending(node(), machine.guest().at(), limits.node()))
              : Optional.empty();
      case JOINED ->
          Optional.of(new Pending("its Node to become Ready", machine.since(), limits.node()));
      case PLANNED, READY, FAILED, LEAVING, DELETING -> Optional.empty();
    };
  }

  private String node() {
    String waits = "its Node to appear, for kubeadm is done";
    return sight.apiAnswers()
        ? waits
        : waits
            + "; but the cluster's API does not answer the service at %s (%s): can it be reached from here?"
                .formatted(
                    LookOrder.endpoint(cluster).orElse("its address"),
                    sight.api().nodes().unknown());
  }
}
