package io.caisson.service.store;

import io.caisson.domain.cluster.ClusterId;

/** Somebody else has changed or taken over the cluster: load it again and decide anew. */
public final class StaleCluster extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StaleCluster(ClusterId id, String what) {
    super("cluster %s: %s".formatted(id, what));
  }
}
