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
  private NodeRestriction() {}

  /** Refuses writes to other nodes. */
  static void checkOwn(Caller caller, Target target) {
    if (caller.isNode()
        && target.resource().is("nodes")
        && !target.isCollection()
        && !target.name().equals(caller.nodeName())) {
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
      forbidden.removeIf(NodeLabels::isAllowed);
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
              NodeLabels.isAllowed(key)
                  || Objects.equals(
                      before.path("metadata").path("labels").get(key),
                      after.path("metadata").path("labels").get(key)));
      refuse(target, target.name(), "is not allowed to modify labels: ", changed);
      if (!before.path("spec").path("taints").equals(after.path("spec").path("taints"))) {
        throw Status.forbidden(
            target.resource(),
            target.name(),
            "node \"%s\" is not allowed to modify taints".formatted(caller.nodeName()));
      }
    }
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
