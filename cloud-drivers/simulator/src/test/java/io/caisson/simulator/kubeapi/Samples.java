package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;

/** Objects as a test needs them. */
final class Samples {
  private Samples() {}

  static JsonNode node(String name) {
    return Json.yaml(
        """
        apiVersion: v1
        kind: Node
        metadata:
          name: %s
          labels: {kubernetes.io/hostname: %s, type: test}
        status:
          addresses: [{type: InternalIP, address: 127.1.2.3}]
          conditions: [{type: Ready, status: "True"}]
          nodeInfo: {kubeletVersion: v1.34.4}
        """
            .formatted(name, name));
  }

  static JsonNode pod(String namespace, String name, String node) {
    return Json.yaml(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: %s}
        spec:
          nodeName: %s
          containers: [{name: c, image: "app:1"}]
        status:
          phase: Running
          containerStatuses: [{name: c, ready: true, restartCount: 0}]
        """
            .formatted(name, namespace, node));
  }

  static JsonNode configMap(String name) {
    return Json.yaml(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: default}, data: {a: b}}"
            .formatted(name));
  }
}
