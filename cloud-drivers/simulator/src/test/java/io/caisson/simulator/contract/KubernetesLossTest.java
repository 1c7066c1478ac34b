package io.caisson.simulator.contract;

import io.caisson.contract.kubernetes.ClusterUnderTest;
import io.caisson.contract.kubernetes.LossContract;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same face when nodes fall silent, which takes as long as it takes. */
@ExtendWith(KnownDifferences.class)
@Order(1)
class KubernetesLossTest implements LossContract {
  @Override
  public ClusterUnderTest cluster() {
    return new SimulatedKubernetes();
  }
}
