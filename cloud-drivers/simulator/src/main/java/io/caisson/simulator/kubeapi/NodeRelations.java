package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/**
 * Which secrets a kubelet may read: those that a pod of its node names.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/node/">Node
 *     authorization</a>
 */
final class NodeRelations {
  private final ObjectStore store;

  NodeRelations(ObjectStore store) {
    this.store = store;
  }

  boolean reaches(Caller node, Target target) {
    return !target.resource().is("secrets")
        || target.isCollection()
        || store.all(ApiResources.core("pods")).list().stream()
            .filter(pod -> pod.path("spec").path("nodeName").asText().equals(node.nodeName()))
            .filter(
                pod -> pod.path("metadata").path("namespace").asText().equals(target.namespace()))
            .anyMatch(pod -> secrets(pod).contains(target.name()));
  }

  private static Set<String> secrets(ObjectNode pod) {
    JsonNode spec = pod.path("spec");
    Set<String> names = new HashSet<>(spec.findValuesAsText("secretName"));
    for (String reference : new String[] {"secretKeyRef", "secretRef"}) {
      spec.findValues(reference).forEach(r -> names.add(r.path("name").asText()));
    }
    spec.path("imagePullSecrets").forEach(r -> names.add(r.path("name").asText()));
    return names;
  }
}
