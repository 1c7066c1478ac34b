package io.caisson.service.engine;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import java.util.Optional;

/** The clusters as they are recorded, for those who ask often and about one thing at a time. */
public interface KnownClusters {
  /**
   * The cluster as it was last committed: from the memory of its worker while this replica surely
   * owns it, from the store otherwise. What the API has committed in the last moments may be
   * missing; what the owner has committed never is.
   */
  Optional<Cluster> latest(ClusterId id);

  /** A message to the cluster's owner was put into its inbox. Never blocks, never fails. */
  void posted(ClusterId id);
}
