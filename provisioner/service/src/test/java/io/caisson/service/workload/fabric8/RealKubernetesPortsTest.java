package io.caisson.service.workload.fabric8;

import io.caisson.contract.kubernetes.ClusterUnderTest;
import io.caisson.contract.kubernetes.Kubeconfig;
import io.caisson.contract.kubernetes.KubernetesPortsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The cluster of a kubeconfig, which may be any that one may use. */
@EnabledIfEnvironmentVariable(
    named = RealKubernetesPortsTest.KUBECONFIG,
    matches = ".+",
    disabledReason = "no kubeconfig is named by " + RealKubernetesPortsTest.KUBECONFIG)
class RealKubernetesPortsTest implements Fabric8Ports, KubernetesPortsContract {
  static final String KUBECONFIG = "CAISSON_CONTRACT_KUBECONFIG";

  @Override
  public ClusterUnderTest cluster() {
    return new Real(Kubeconfig.read(Path.of(System.getenv(KUBECONFIG))));
  }

  private record Real(Kubeconfig kubeconfig) implements ClusterUnderTest {
    @Override
    public String name() {
      return kubeconfig.server() + ", through fabric8";
    }

    @Override
    public void close() {}
  }
}
