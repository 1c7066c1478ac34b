package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Whether a pod may be on a node, as far as the two of them say. */
final class Placement {
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

  private Placement() {}

  /** By node selector and required node affinity. */
  static boolean allowsNode(JsonNode pod, JsonNode node) {
    JsonNode labels = node.path("metadata").path("labels");
    boolean selected =
        pod.path("spec").path("nodeSelector").properties().stream()
            .allMatch(l -> l.getValue().asText().equals(labels.path(l.getKey()).asText()));
    JsonNode terms =
        pod.path("spec")
            .path("affinity")
            .path("nodeAffinity")
            .path(REQUIRED)
            .path("nodeSelectorTerms");
    return selected
        && (terms.isEmpty() || Json.each(terms).anyMatch(term -> matches(term, node, labels)));
  }

  private static boolean matches(JsonNode term, JsonNode node, JsonNode labels) {
    ObjectNode fields = Json.object().put("metadata.name", Things.name(node));
    return Json.each(term.path("matchExpressions")).allMatch(e -> matches(e, labels))
        && Json.each(term.path("matchFields")).allMatch(e -> matches(e, fields));
  }

  private static boolean matches(JsonNode expression, JsonNode values) {
    JsonNode value = values.path(expression.path("key").asText());
    boolean in =
        Json.each(expression.path("values")).anyMatch(v -> v.asText().equals(value.asText()));
    return switch (expression.path("operator").asText()) {
      case "In" -> !value.isMissingNode() && in;
      case "NotIn" -> value.isMissingNode() || !in;
      case "Exists" -> !value.isMissingNode();
      case "DoesNotExist" -> value.isMissingNode();
      case "Gt" -> value.asLong() > expression.path("values").path(0).asLong();
      case "Lt" -> value.asLong() < expression.path("values").path(0).asLong();
      default -> false;
    };
  }

  static boolean tolerates(JsonNode pod, JsonNode taint) {
    return Json.each(pod.path("spec").path("tolerations")).anyMatch(t -> isMet(t, taint));
  }

  static boolean isMet(JsonNode toleration, JsonNode taint) {
    String effect = toleration.path("effect").asText();
    String key = toleration.path("key").asText();
    boolean exists = toleration.path("operator").asText().equals("Exists");
    return (effect.isEmpty() || effect.equals(taint.path("effect").asText()))
        && (key.isEmpty() ? exists : key.equals(taint.path("key").asText()))
        && (exists || toleration.path("value").asText().equals(taint.path("value").asText()));
  }
}
