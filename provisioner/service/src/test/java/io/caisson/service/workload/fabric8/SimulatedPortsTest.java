package io.caisson.service.workload.fabric8;

import io.caisson.contract.kubernetes.ClusterUnderTest;
import io.caisson.contract.kubernetes.KubernetesPortsContract;

/** The simulator as an API server of today. */
class SimulatedPortsTest implements Fabric8Ports, KubernetesPortsContract {
  @Override
  public ClusterUnderTest cluster() {
    return new SimulatedCluster("v1.34.4");
  }
}
