package io.caisson.domain.plan;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Resource;
import io.caisson.spi.kubernetes.SigningRequest;
import io.caisson.spi.kubernetes.SigningRequest.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is about to change by itself and shows only in a look. What does not come in time is looked
 * for as anything else. In every cluster:
 *
 * <ol>
 *   <li>The address that everything else waits for is known only to a list.
 *   <li>The first control plane, whose kubeadm is done, has a Node as soon as its API answers; from
 *       then on the API itself says when something has changed.
 * </ol>
 *
 * <p>In a cluster that was complete before, machines are replaced one after the other, so what is
 * noticed late adds up:
 *
 * <ol>
 *   <li>A machine whose guest is about to join asks for its certificate, and its Node becomes
 *       Ready.
 *   <li>A machine of the control plane waits for etcd's word: a new one for its bundle and for its
 *       vote, one that leaves for each step of it.
 *   <li>A thing whose removal was accepted goes; a server that is made anew runs.
 *   <li>A thing that a list did not show for the first time is not shown by the next one either. A
 *       list that is not answered, or a thing that is there by its id, is no reason to hurry.
 * </ol>
 */
final class Expected {
  private static final Duration IN_TIME = Duration.ofSeconds(30);

  /** To ask etcd is to reach each of its members. */
  private static final Duration ETCD_IN_TIME = Duration.ofSeconds(5);

  private static final Duration SERVED = Duration.ofMinutes(1);
  private static final int MISSES = 3;

  private static final Set<Machine.Stage> ASKING =
      Set.of(Machine.Stage.BUNDLE_WANTED, Machine.Stage.KUBEADM_STARTED);

  private Expected() {}

  /**
   * How soon to look; empty if nothing is expected.
   *
   * @param news what this decision has recorded, its looks' results among it
   */
  static Optional<Duration> of(
      Cluster cluster, List<ClusterRecord> news, Policy policy, Instant now) {
    boolean complete = cluster.completed().isPresent();
    if (complete && news.stream().anyMatch(one -> missed(cluster, one))) {
      return Optional.of(Duration.ZERO);
    }
    boolean any =
        cluster.resources().values().stream()
                .anyMatch(one -> tellsItsAddress(one, now) || (complete && goes(one, now)))
            || (complete ? changes(cluster, now) : founded(cluster, now));
    return Optional.of(policy.soon()).filter(_ -> any);
  }

  private static boolean changes(Cluster cluster, Instant now) {
    return cluster.machines().values().stream().anyMatch(machine -> joins(machine, now))
        || cluster.controlPlane().stream().anyMatch(one -> waitsForEtcd(cluster, one, now));
  }

  private static boolean founded(Cluster cluster, Instant now) {
    return cluster
        .firstControlPlane()
        .filter(machine -> machine.guest().stage() == Machine.Stage.KUBEADM_DONE)
        .filter(machine -> machine.state().compareTo(MachineState.JOINED) < 0)
        .filter(machine -> within(IN_TIME, machine.guest().at(), now))
        .isPresent();
  }

  private static boolean tellsItsAddress(Resource resource, Instant now) {
    return LookOrder.lacksAddress(resource) && isDone(resource, IN_TIME, now);
  }

  /**
   * Whether a kubelet is about to ask for its serving certificate. It does so once its Node has
   * addresses, and tries again after 2, 4, 8 and 16 s ({@code
   * k8s.io/client-go/util/certificate/certificate_manager.go}), so the Node may have been Ready for
   * a while; until it has one, nobody reads logs of its pods or forwards a port to them.
   */
  static boolean servingRequest(Cluster cluster, Sight sight, Instant now) {
    Set<String> asked =
        sight.api().requests().stream()
            .filter(request -> request.purpose() == Purpose.SERVING)
            .map(SigningRequest::user)
            .collect(Collectors.toSet());
    return sight.api().nodes().seen().isPresent()
        && cluster.machines().values().stream()
            .filter(machine -> machine.state() == MachineState.READY)
            .filter(machine -> now.isBefore(machine.since().plus(SERVED)))
            .anyMatch(machine -> !asked.contains(JoinRules.NODE_USER + machine.name()));
  }

  private static boolean joins(Machine machine, Instant now) {
    Machine.Stage stage = machine.guest().stage();
    boolean comes = stage == Machine.Stage.KUBEADM_STARTED || stage == Machine.Stage.KUBEADM_DONE;
    return comes
        && machine.state().stays()
        && machine.state().compareTo(MachineState.READY) < 0
        && within(IN_TIME, machine.guest().at(), now);
  }

  private static boolean waitsForEtcd(Cluster cluster, Machine machine, Instant now) {
    if (machine.state() == MachineState.LEAVING) {
      return Stream.concat(Stream.of(Leaving.drain(machine)), Membership.tried(cluster, machine))
          .flatMap(step -> cluster.resource(step).stream())
          .anyMatch(step -> isDone(step, ETCD_IN_TIME, now));
    }
    boolean wants = ASKING.contains(machine.guest().stage());
    return wants && machine.state().stays() && within(ETCD_IN_TIME, machine.guest().at(), now);
  }

  private static boolean goes(Resource resource, Instant now) {
    return (resource.stage() == Resource.Stage.DELETING || resource.rebuilds())
        && resource.key().kind().marked()
        && isDone(resource, IN_TIME, now);
  }

  private static boolean isDone(Resource resource, Duration limit, Instant now) {
    return resource
        .attempt()
        .filter(last -> last.state() == Attempt.State.DONE)
        .filter(last -> within(limit, last.at(), now))
        .isPresent();
  }

  private static boolean missed(Cluster cluster, ClusterRecord news) {
    return news instanceof ClusterRecord.ResourceMissed(var key)
        && cluster
            .resource(key)
            .filter(one -> key.kind().marked() && one.ref().isPresent())
            .filter(one -> one.misses() <= MISSES)
            .isPresent();
  }

  private static boolean within(Duration limit, Instant since, Instant now) {
    return now.isBefore(since.plus(limit));
  }
}
