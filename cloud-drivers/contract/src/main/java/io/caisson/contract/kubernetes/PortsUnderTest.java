package io.caisson.contract.kubernetes;

import io.caisson.spi.kubernetes.KubernetesApi;

/** What a test class of an adapter gives: the cluster, and the adapter for it. */
public interface PortsUnderTest extends UnderTest {
  /** The cluster's API as this kubeconfig's user, by the adapter under test. */
  KubernetesApi api(Kubeconfig kubeconfig);

  /** The adapter in one case. */
  default KubernetesApi api(Bench bench) {
    return api(bench.kubeconfig());
  }
}
