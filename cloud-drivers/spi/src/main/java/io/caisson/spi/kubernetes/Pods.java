package io.caisson.spi.kubernetes;

import java.util.List;

/** The pods of one cluster, as far as a drain is concerned with them. */
public interface Pods {
  /** All pods that are bound to the node, finished ones too. */
  List<Pod> on(String node);

  /**
   * Asks the API server to evict the pod, if it is still the one of this UID. Budgets and webhooks
   * have their say.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/">API-initiated
   *     eviction</a>
   */
  Answer evict(Pod pod);

  /**
   * @param controller kind of the object that controls it, such as {@code DaemonSet}; empty if
   *     nothing does
   * @param mirror the kubelet runs it from a file, whatever the API says
   * @param finished it runs no more, for good or bad
   * @param terminating it was told to end
   */
  record Pod(
      String namespace,
      String name,
      String uid,
      String controller,
      boolean mirror,
      boolean finished,
      boolean terminating) {
    @Override
    public String toString() {
      return namespace + "/" + name;
    }
  }

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
