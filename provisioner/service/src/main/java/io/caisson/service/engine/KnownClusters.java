package io.caisson.service.engine;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** The clusters as they are recorded, for those who ask often and about one thing at a time. */
public interface KnownClusters {
  /**
   * The cluster as it was last committed: from the memory of its worker while this replica surely
   * owns it, from the store otherwise. What the API has committed in the last moments may be
   * missing; what the owner has committed never is.
   */
  Optional<Cluster> latest(ClusterId id);

  /**
   * Waits until what the owner has committed is as it is to be; only while this replica surely owns
   * the cluster, for others are not told. Whoever waits is answered the moment of the commit.
   *
   * @return whether it came; if not, the time is over, or it is another's to know
   */
  boolean await(ClusterId id, Predicate<Cluster> until, Duration atMost);

  /** Sends away whoever waits, and keeps nobody waiting from now on. */
  void dismiss();

  /** A message to the cluster's owner was put into its inbox. Never blocks, never fails. */
  void posted(ClusterId id);
}
