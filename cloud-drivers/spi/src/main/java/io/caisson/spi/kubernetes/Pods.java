package io.caisson.spi.kubernetes;

import java.util.List;

/** The pods of one cluster, as far as a drain is concerned with them. */
public interface Pods {
  /** All pods that are bound to the node, finished ones too. */
  List<Pod> on(String node);

  /** Pods with such labels that are bound to a node and have not ended, of all namespaces. */
  List<Placed> placed(LabelSelector labels);

  /** A pod and the Node that it is bound to. */
  record Placed(String node, Pod pod) {}

  /**
   * Asks the API server to evict the pod, if it is still the one of this UID. Budgets and webhooks
   * have their say.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/">API-initiated
   *     eviction</a>
   */
  Answer evict(Pod pod);

  /** What the API server says to an eviction. */
  sealed interface Answer {
    /** The pod was told to end; it is there until it has. */
    record Evicted() implements Answer {}

    /** There is no such pod any more. */
    record Gone() implements Answer {}

    /** A disruption budget stands against it for now; its words. */
    record Blocked(String why) implements Answer {}

    /** Something else stands against it: a webhook, two budgets, a namespace that goes. */
    record Refused(String why) implements Answer {}
  }
}
