package io.caisson.service.workload;

import io.caisson.domain.disruption.DrainPolicy;
import io.caisson.domain.disruption.DrainPolicy.Behaviour;
import io.caisson.spi.kubernetes.Pod;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pods of a node that is drained, by what becomes of them.
 *
 * @param leaving that have to go
 * @param staying that nobody waits for
 */
record NodePods(List<Pod> leaving, List<Pod> staying) {
  NodePods {
    leaving = List.copyOf(leaving);
    staying = List.copyOf(staying);
  }

  /**
   * Pods of a DaemonSet stay: their controller would put them back at once. Mirror pods stay: the
   * API has no say in them. What the policy skips stays. All others leave.
   */
  static NodePods of(List<Pod> all, DrainPolicy policy) {
    var sorted = all.stream().collect(Collectors.partitioningBy(pod -> hasToLeave(pod, policy)));
    return new NodePods(
        sorted.getOrDefault(true, List.of()), sorted.getOrDefault(false, List.of()));
  }

  private static boolean hasToLeave(Pod pod, DrainPolicy policy) {
    boolean daemon = pod.controller().equals("DaemonSet") && !pod.finished();
    return !pod.mirror() && !daemon && policy.rule(pod).behaviour() != Behaviour.SKIP;
  }

  /** Claims whose volumes may stay at the node. */
  Set<String> keptClaims() {
    return staying.stream().flatMap(pod -> pod.claims().stream()).collect(Collectors.toSet());
  }
}
