package io.caisson.domain.plan;

import io.caisson.spi.kubernetes.KubernetesApi.Node;

/** Nodes for tests. */
final class Nodes {
  private Nodes() {}

  static Node notReady(Node node) {
    return new Node(
        node.name(), node.uid(), false, node.kubeletVersion(), node.providerId(), node.addresses());
  }
}
