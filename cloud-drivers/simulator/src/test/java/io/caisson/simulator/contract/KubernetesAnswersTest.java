package io.caisson.simulator.contract;

import io.caisson.contract.kubernetes.AnswersContract;
import io.caisson.contract.kubernetes.ClusterUnderTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;

/** The simulator's Kubernetes face; a real kube-apiserver passes the same. */
@ExtendWith(KnownDifferences.class)
@Order(2)
class KubernetesAnswersTest implements AnswersContract {
  @Override
  public ClusterUnderTest cluster() {
    return new SimulatedKubernetes();
  }
}
