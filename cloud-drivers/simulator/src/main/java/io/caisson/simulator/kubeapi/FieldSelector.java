package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A field selector of a query, for the fields that the real API server knows of each kind.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/">Field
 *     selectors</a>
 */
final class FieldSelector {
  private static final Set<String> ALWAYS = Set.of("metadata.name", "metadata.namespace");
  private static final Map<String, Set<String>> OF_KIND =
      Map.of(
          "Pod",
          Set.of(
              "spec.nodeName",
              "spec.restartPolicy",
              "spec.schedulerName",
              "spec.serviceAccountName",
              "spec.hostNetwork",
              "status.phase",
              "status.podIP",
              "status.nominatedNodeName"),
          "Node",
          Set.of("spec.unschedulable"),
          "Namespace",
          Set.of("status.phase"),
          "Secret",
          Set.of("type"),
          "CertificateSigningRequest",
          Set.of("spec.signerName"),
          "Event",
          Set.of(
              "involvedObject.kind",
              "involvedObject.namespace",
              "involvedObject.name",
              "involvedObject.uid",
              "involvedObject.apiVersion",
              "involvedObject.resourceVersion",
              "involvedObject.fieldPath",
              "reason",
              "reportingComponent",
              "source",
              "type"));

  private FieldSelector() {}

  /** Throws a 400 for what is no selector or names an unknown field. */
  static Predicate<JsonNode> parse(ApiResource resource, String text) {
    Predicate<JsonNode> all = object -> true;
    for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
      all = all.and(requirement(resource, part.strip(), text));
    }
    return all;
  }

  private static Predicate<JsonNode> requirement(ApiResource resource, String part, String text) {
    boolean not = part.contains("!=");
    String[] sides = part.split(not ? "!=" : "==?", 2);
    if (sides.length < 2) {
      throw Status.badRequest(
          "invalid selector: '%s'; can't understand '%s'".formatted(text, part));
    }
    String field = sides[0].strip();
    if (!ALWAYS.contains(field)
        && !OF_KIND.getOrDefault(resource.kind(), Set.of()).contains(field)) {
      throw Status.badRequest("field label not supported: " + field);
    }
    String wanted = sides[1].strip();
    return object -> value(object, field).equals(wanted) != not;
  }

  private static String value(JsonNode object, String field) {
    JsonNode at = object;
    for (String step : field.split("\\.", -1)) {
      at = at.path(step);
    }
    return at.isMissingNode() && (field.endsWith("unschedulable") || field.endsWith("hostNetwork"))
        ? "false"
        : at.asText();
  }
}
