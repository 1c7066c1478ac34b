package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.contract.kubernetes.Replay.Difference;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What is kept is still what a real kube-apiserver answers. Nobody else uses it meanwhile. */
@EnabledIfEnvironmentVariable(
    named = RealKubernetesContractTest.KUBECONFIG,
    matches = ".+",
    disabledReason = "no kubeconfig is named by " + RealKubernetesContractTest.KUBECONFIG)
@ResourceLock(RealKubernetesContractTest.KUBECONFIG)
class RealKubernetesReplayTest {
  @Test
  void theRealOneAnswersAsItDid() {
    String kubeconfig = System.getenv(RealKubernetesContractTest.KUBECONFIG);
    List<Difference> all = Replay.of(Replay.kept(), Kubeconfig.read(Path.of(kubeconfig)));
    System.out.print(Replay.report(all));

    assertThat(all).isNotEmpty().allMatch(each -> each.what().isEmpty());
  }
}
