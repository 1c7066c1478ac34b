package io.caisson.contract.kubernetes;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The cluster of a kubeconfig, under the contract of every Kubernetes API. Nobody else uses it
 * meanwhile.
 */
@EnabledIfEnvironmentVariable(
    named = RealKubernetesContractTest.KUBECONFIG,
    matches = ".+",
    disabledReason = "no kubeconfig is named by " + RealKubernetesContractTest.KUBECONFIG)
@ResourceLock(RealKubernetesContractTest.KUBECONFIG)
class RealKubernetesContractTest implements KubernetesContract {
  static final String KUBECONFIG = "CAISSON_CONTRACT_KUBECONFIG";

  @Override
  public ClusterUnderTest cluster() {
    return new Real(Kubeconfig.read(Path.of(System.getenv(KUBECONFIG))));
  }

  private record Real(Kubeconfig kubeconfig) implements ClusterUnderTest {
    @Override
    public String name() {
      return kubeconfig.server().toString();
    }

    @Override
    public void close() {}
  }
}
