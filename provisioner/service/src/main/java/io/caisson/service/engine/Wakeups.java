package io.caisson.service.engine;

import io.caisson.domain.cluster.ClusterId;

/** Tells the engine that a cluster has something new to look at. Never blocks, never fails. */
@FunctionalInterface
public interface Wakeups {
  void wake(ClusterId cluster);
}
