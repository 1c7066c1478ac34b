package io.caisson.lives;

import io.caisson.spi.kubernetes.Attachments;
import io.caisson.spi.kubernetes.Budgets;
import io.caisson.spi.kubernetes.Pod;
import io.caisson.spi.kubernetes.Pods;
import java.util.List;

/** What runs on the nodes of a life's cluster, and what becomes of it as its Nodes change. */
interface LifeWorkload extends Pods, Budgets, Attachments {
  /** A Node has become Ready. */
  void start(String node);

  /** Who has not ended yet. */
  List<Pod> running(String node);

  /** A node's kubelet is not heard of any more. */
  default void silent(String node) {}

  /** A Node was cordoned, or is no more. */
  default void takesPods(String node, boolean does) {}

  /** A Node was given the taint of outdated machines, or it was taken from it. */
  default void avoided(String node, boolean is) {}

  /** A Node object was removed. */
  default void removed(String node) {}

  /** Nothing has a volume. */
  @Override
  default List<Attachment> of(String node) {
    return List.of();
  }
}
