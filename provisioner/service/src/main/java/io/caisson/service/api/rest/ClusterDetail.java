package io.caisson.service.api.rest;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.Problem;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.SpecRules;
import io.caisson.domain.cluster.Wait;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One cluster with all that is recorded of it.
 *
 * @param holds why nothing is done, or not all
 * @param waits what everything that is not finished waits for
 * @param warnings about what was asked for and has no effect
 */
record ClusterDetail(
    ClusterSummary cluster,
    ClusterSpec spec,
    List<MachineState> machines,
    Collection<Hold> holds,
    Collection<Wait> waits,
    List<ResourceState> resources,
    List<Problem> warnings) {

  /**
   * @param role as Kubernetes calls it
   * @param server the cloud's id, once known
   * @param guest what the guest told last
   * @param waitsFor absent if it waits for nothing
   */
  record MachineState(
      String id,
      String name,
      String role,
      String state,
      Instant since,
      String reason,
      Optional<String> address,
      Optional<String> server,
      Guest guest,
      Optional<Wait> waitsFor) {}

  record Guest(String stage, Instant at) {}

  /**
   * @param key such as {@code server/worker-1}
   * @param ref the cloud's id
   * @param text the cloud's words about the last attempt, or empty
   */
  record ResourceState(
      String key,
      String stage,
      Optional<String> ref,
      Optional<String> detail,
      int attempts,
      boolean inDoubt,
      String text) {}

  static ClusterDetail of(Cluster cluster, Instant now) {
    return new ClusterDetail(
        ClusterSummary.of(cluster, now),
        cluster.spec(),
        cluster.machines().values().stream().map(one -> machine(cluster, one)).toList(),
        cluster.holds().values(),
        cluster.waits().values(),
        cluster.resources().values().stream().map(ClusterDetail::resource).toList(),
        SpecRules.warnings(cluster.spec()));
  }

  private static MachineState machine(Cluster cluster, Machine machine) {
    return new MachineState(
        machine.id().toString(),
        machine.name(),
        machine.role().label(),
        machine.state().name(),
        machine.since(),
        machine.reason(),
        machine.ports().stream().map(Machine.Plug::address).findFirst(),
        cluster.ref(machine.server()),
        new Guest(machine.guest().stage().name(), machine.guest().at()),
        waitOf(cluster, machine));
  }

  /** Its own, or else that of one of its things. */
  private static Optional<Wait> waitOf(Cluster cluster, Machine machine) {
    return Optional.ofNullable(cluster.waits().get(machine.id().toString()))
        .or(() -> Optional.ofNullable(cluster.waits().get(machine.server().toString())))
        .or(() -> Optional.ofNullable(cluster.waits().get(machine.port(0).toString())));
  }

  private static ResourceState resource(Resource resource) {
    return new ResourceState(
        resource.key().toString(),
        resource.stage().name(),
        resource.ref(),
        resource.detail(),
        resource.attempts(),
        resource.is(Attempt.State.IN_DOUBT),
        resource.attempt().map(Attempt::text).orElse(""));
  }
}
