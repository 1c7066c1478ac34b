package io.caisson.service.workload.fabric8;

import io.caisson.contract.kubernetes.ClusterUnderTest;
import io.caisson.contract.kubernetes.EvictionPortsContract;
import io.caisson.contract.kubernetes.JoinPortsContract;
import io.caisson.contract.kubernetes.ManifestPortsContract;
import io.caisson.contract.kubernetes.WatchPortsContract;

/**
 * The simulator as a release that has neither policy/v1 nor certificates.k8s.io/v1 nor server-side
 * apply: what of the contract depends on that. The rest is the same for all releases.
 */
class OldReleasePortsTest
    implements Fabric8Ports,
        EvictionPortsContract,
        JoinPortsContract,
        ManifestPortsContract,
        WatchPortsContract {
  @Override
  public ClusterUnderTest cluster() {
    return new SimulatedCluster("v1.15.12");
  }
}
