package io.caisson.service.tenancy;

import io.caisson.domain.cluster.ClusterId;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.Facts;

/** Ways into the cloud, each with one project's rights. What they give is not to be closed. */
public interface Clouds {
  /**
   * The project of a cluster, with the cluster's own credential.
   *
   * @throws java.util.NoSuchElementException if the cluster has no secrets, as when it is gone
   */
  Cloud forCluster(ClusterId cluster);

  /**
   * What the cloud offers to a caller's project, asked with the caller's own token; good for one
   * request.
   */
  Facts facts(String token, String project);

  /** The cluster is gone. */
  void forget(ClusterId cluster);
}
