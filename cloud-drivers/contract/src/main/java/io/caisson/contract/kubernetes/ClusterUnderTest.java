package io.caisson.contract.kubernetes;

/**
 * A cluster that the contract may use. Nothing else is asked of it than a kubeconfig of its
 * administrators: the nodes that the cases need are posted and played by the suite itself.
 */
public interface ClusterUnderTest extends AutoCloseable {
  /** For the report. */
  String name();

  /** Of somebody in {@code system:masters}, or bound to {@code cluster-admin}. */
  Kubeconfig kubeconfig();

  @Override
  void close();
}
