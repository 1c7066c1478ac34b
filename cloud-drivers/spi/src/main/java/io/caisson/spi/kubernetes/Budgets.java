package io.caisson.spi.kubernetes;

import java.util.List;

/**
 * The disruption budgets of one cluster.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/disruptions/">Disruptions</a>
 */
public interface Budgets {
  /** All PodDisruptionBudgets of a namespace. */
  List<Budget> in(String namespace);

  /**
   * @param bound as it was written, such as {@code minAvailable: 2}
   * @param observed whether the counts are about the budget as it is written now
   */
  record Budget(
      String namespace,
      String name,
      LabelSelector selector,
      String bound,
      boolean observed,
      Counts counts) {
    public boolean covers(Pod pod) {
      return namespace.equals(pod.namespace()) && selector.selects(pod.labels());
    }

    /** Whether a ready pod of it may be evicted now. */
    public boolean allows() {
      return observed && counts.allowed() > 0;
    }

    /**
     * Whether it will never allow an eviction, however healthy its pods are: it wants all of those
     * that there should be.
     */
    public boolean impossible() {
      return observed && counts.expected() > 0 && counts.desired() >= counts.expected();
    }

    @Override
    public String toString() {
      return namespace + "/" + name;
    }
  }

  /**
   * What the disruption controller last counted.
   *
   * @param allowed evictions at this moment
   * @param healthy pods that are ready
   * @param desired pods that have to be
   * @param expected pods that their controllers want
   */
  record Counts(int allowed, int healthy, int desired, int expected) {}
}
