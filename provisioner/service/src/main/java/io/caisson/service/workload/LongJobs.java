package io.caisson.service.workload;

import io.caisson.domain.disruption.DrainPolicy;
import io.caisson.domain.disruption.DrainPolicy.Behaviour;
import io.caisson.spi.kubernetes.Pod;
import io.caisson.spi.kubernetes.Pods;
import io.caisson.spi.kubernetes.Pods.Placed;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Pods that a drain would wait for until they have ended by themselves. */
public final class LongJobs {
  private LongJobs() {}

  /**
   * The Nodes that carry one. Costs a list for each selector of the policy, and each answers with
   * such pods only.
   */
  public static Set<String> nodes(Pods pods, DrainPolicy policy) {
    Set<String> nodes = new TreeSet<>();
    policy.completing().stream()
        .flatMap(labels -> pods.placed(labels).stream())
        .filter(one -> waitedFor(one, policy))
        .forEach(one -> nodes.add(one.node()));
    return nodes;
  }

  /** What selects a pod may have been preceded by another rule. */
  private static boolean waitedFor(Placed one, DrainPolicy policy) {
    Pod pod = one.pod();
    return policy.rule(pod).behaviour() == Behaviour.WAIT_COMPLETED
        && !pod.finished()
        && !pod.terminating()
        && !NodePods.of(List.of(pod), policy).leaving().isEmpty();
  }
}
