package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The admission plugin that keeps a kubelet to its own node, and away from labels that say what a
 * node is for.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction">NodeRestriction</a>
 */
final class NodeRestriction {
  private static final Set<String> ALLOWED =
      Set.of(
          "kubernetes.io/hostname",
          "kubernetes.io/arch",
          "kubernetes.io/os",
          "beta.kubernetes.io/arch",
          "beta.kubernetes.io/os",
          "node.kubernetes.io/instance-type",
          "beta.kubernetes.io/instance-type",
          "topology.kubernetes.io/region",
          "topology.kubernetes.io/zone",
          "failure-domain.beta.kubernetes.io/region",
          "failure-domain.beta.kubernetes.io/zone");

  private NodeRestriction() {}

  /** Refuses writes to other nodes. */
  static void checkOwn(Caller caller, Target target) {
    boolean named = target.resource().is("nodes") && !target.isCollection();
    if (caller.isNode() && named && !target.name().equals(caller.nodeName())) {
      throw Status.forbidden(
          target.resource(),
          target.name(),
          "node \"%s\" is not allowed to modify node \"%s\""
              .formatted(caller.nodeName(), target.name()));
    }
  }

  static void checkCreate(Caller caller, Target target, JsonNode node) {
    if (caller.isNode() && target.resource().is("nodes")) {
      String name = Metadata.name(node);
      checkOwn(caller, new Target(target.resource(), "", name, ""));
      Set<String> forbidden = new TreeSet<>(labels(node));
      forbidden.removeIf(NodeRestriction::isAllowed);
      String text = "node \"%s\" is not allowed to set the following labels: ";
      refuse(target, name, text.formatted(caller.nodeName()), forbidden);
    }
  }

  static void checkChange(Caller caller, Target target, JsonNode before, JsonNode after) {
    if (caller.isNode() && target.resource().is("nodes")) {
      Set<String> changed = new TreeSet<>(labels(before));
      changed.addAll(labels(after));
      changed.removeIf(
          key ->
              isAllowed(key)
                  || Objects.equals(
                      before.path("metadata").path("labels").get(key),
                      after.path("metadata").path("labels").get(key)));
      refuse(target, target.name(), "is not allowed to modify labels: ", changed);
    }
  }

  /** A kubelet itself refuses such labels in its arguments, before it asks the API. */
  public static boolean isAllowed(String key) {
    String domain = key.contains("/") ? key.substring(0, key.indexOf('/')) : "";
    boolean reserved =
        domain.equals("kubernetes.io")
            || domain.endsWith(".kubernetes.io")
            || domain.equals("k8s.io")
            || domain.endsWith(".k8s.io");
    return !reserved
        || ALLOWED.contains(key)
        || domain.equals("kubelet.kubernetes.io")
        || domain.endsWith(".kubelet.kubernetes.io")
        || domain.equals("node.kubernetes.io")
        || domain.endsWith(".node.kubernetes.io");
  }

  private static void refuse(Target target, String name, String text, Collection<String> labels) {
    if (!labels.isEmpty()) {
      throw Status.forbidden(target.resource(), name, text + String.join(", ", labels));
    }
  }

  private static Collection<String> labels(JsonNode object) {
    return object.path("metadata").path("labels").properties().stream()
        .map(java.util.Map.Entry::getKey)
        .toList();
  }
}
