package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.KubernetesApi;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Optional;

/** Nodes as Caisson sees them. What a node does not say about itself is empty. */
final class Nodes {
  private Nodes() {}

  static KubernetesApi.Node of(Node node) {
    ObjectMeta metadata = node.getMetadata();
    NodeStatus status = Optional.ofNullable(node.getStatus()).orElseGet(NodeStatus::new);
    return new KubernetesApi.Node(
        metadata.getName(),
        Optional.ofNullable(metadata.getUid()).orElse(""),
        ready(status),
        Optional.ofNullable(status.getNodeInfo()).map(NodeSystemInfo::getKubeletVersion).orElse(""),
        Optional.ofNullable(node.getSpec()).map(NodeSpec::getProviderID).orElse(""),
        status.getAddresses().stream().map(NodeAddress::getAddress).toList());
  }

  private static boolean ready(NodeStatus status) {
    return status.getConditions().stream()
        .anyMatch(
            condition ->
                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
  }
}
