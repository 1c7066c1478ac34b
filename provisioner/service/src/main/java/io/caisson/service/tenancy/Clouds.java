package io.caisson.service.tenancy;

import io.caisson.domain.cluster.ClusterId;
import io.caisson.spi.cloud.Cloud;

/** Ways into the cloud, each with one project's rights. What they give is not to be closed. */
public interface Clouds {
  /**
   * The project of a cluster, with the cluster's own credential.
   *
   * @throws java.util.NoSuchElementException if the cluster has no secrets, as when it is gone
   */
  Cloud forCluster(ClusterId cluster);

  /** The caller's project, with the caller's own token; good for one request. */
  Cloud withToken(String token, String project);

  /** The cluster is gone. */
  void forget(ClusterId cluster);
}
