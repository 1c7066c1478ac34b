package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Grant;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.disruption.DrainPolicy;
import io.caisson.domain.disruption.DrainPolicy.Late;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is done about a machine that leaves, or is to be made anew, and has not become empty by its
 * cluster's deadline. The Node of one that is to be made anew is given back by whoever takes that
 * back.
 */
final class Lateness {
  private final Cluster cluster;
  private final Machine machine;
  private final DrainPolicy policy;
  private final Instant now;

  Lateness(Cluster cluster, Machine machine, Instant now) {
    this.cluster = cluster;
    this.machine = machine;
    this.policy = DrainPolicy.ofKnown(cluster.spec().labels());
    this.now = now;
  }

  /** Whether its change has failed, and its Node is to serve on until somebody asks again. */
  static boolean givenUp(Cluster cluster, Machine machine) {
    return machine.state() == MachineState.LEAVING
        && Optional.ofNullable(cluster.holds().get(Leaving.hold(machine)))
            .filter(Hold::fatal)
            .isPresent();
  }

  List<ClusterRecord> records() {
    if (givenUp(cluster, machine)) {
      return List.of();
    }
    Hold hold = new Hold(Leaving.hold(machine), "", fails(), now);
    boolean told = late() && policy.late() != Late.OVERRIDE;
    return Holds.keep(cluster, hold, told ? Optional.of(words()) : Optional.empty());
  }

  /** Why it goes with all that still runs on it; empty if it does not. */
  Optional<String> override() {
    return late() && policy.late() == Late.OVERRIDE
        ? Optional.of(
            "its pods had %s to leave, and its cluster's policy is to go on then: %s"
                .formatted(time(), why()))
        : Optional.empty();
  }

  private boolean late() {
    return !now.isBefore(began().plus(policy.deadline()))
        && !cluster.present(Leaving.drain(machine));
  }

  private boolean fails() {
    return policy.late() == Late.FAIL && !machine.state().stays();
  }

  /** Whoever asks again gives it its time once more. */
  private Instant began() {
    if (machine.state().stays()) {
      return Optional.ofNullable(cluster.grants().get(machine.id()))
          .map(Grant::since)
          .orElse(machine.since());
    }
    return policy.late() == Late.FAIL && Retries.anew(cluster, machine.since())
        ? cluster.revision().at()
        : machine.since();
  }

  private String words() {
    String next =
        fails()
            ? "its Node is given back; ask for the change again to go on"
            : "it is tried on, and goes on by itself";
    return "%s has not become empty within %s: %s; %s".formatted(machine.id(), time(), why(), next);
  }

  private String time() {
    Duration deadline = policy.deadline();
    return deadline.toSecondsPart() == 0
        ? deadline.toMinutes() + " minutes"
        : deadline.toSeconds() + " seconds";
  }

  private String why() {
    return Stream.of(Leaving.drain(machine), Leaving.cordon(machine))
        .flatMap(key -> lastWords(key).stream())
        .findFirst()
        .orElse("the cluster's API does not answer");
  }

  private Optional<String> lastWords(ResourceKey key) {
    return cluster
        .resource(key)
        .flatMap(resource -> resource.attempt())
        .map(last -> last.text())
        .filter(text -> !text.isEmpty());
  }
}
