package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields of the first level that kinds without a schema have. What is not among them is
 * dropped, with a warning or an error as the request wants it.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation">Field
 *     validation</a>
 */
final class KnownFields {
  private static final Set<String> ALWAYS = Set.of("apiVersion", "kind", "metadata");
  private static final Set<String> USUAL = Set.of("spec", "status");
  private static final Map<String, Set<String>> OTHERS =
      Map.of(
          "ConfigMap", Set.of("data", "binaryData", "immutable"),
          "Secret", Set.of("data", "stringData", "type", "immutable"),
          "ServiceAccount", Set.of("secrets", "imagePullSecrets", "automountServiceAccountToken"),
          "Lease", Set.of("spec"),
          "Role", Set.of("rules"),
          "ClusterRole", Set.of("rules", "aggregationRule"),
          "RoleBinding", Set.of("subjects", "roleRef"),
          "ClusterRoleBinding", Set.of("subjects", "roleRef"));
  private static final Set<String> WITH_SPEC =
      Set.of(
          "Pod",
          "Node",
          "Namespace",
          "Service",
          "Deployment",
          "ReplicaSet",
          "StatefulSet",
          "DaemonSet",
          "Job",
          "PodDisruptionBudget",
          "VolumeAttachment",
          "CertificateSigningRequest");

  private KnownFields() {}

  /** The fields that nobody knows. */
  static List<String> unknown(ApiResource resource, ObjectNode object) {
    boolean checked = OTHERS.containsKey(resource.kind()) || WITH_SPEC.contains(resource.kind());
    if (!checked) {
      return List.of();
    }
    List<String> unknown = new ArrayList<>();
    object.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(ALWAYS);
    unknown.removeAll(OTHERS.getOrDefault(resource.kind(), USUAL));
    return unknown;
  }

  /** Drops them; throws the 400 of a strict request, and tells the warnings of another. */
  static List<String> drop(Target target, ObjectNode object, Query query) {
    List<String> texts =
        unknown(target.resource(), object).stream().map("unknown field \"%s\""::formatted).toList();
    String validation = query.text("fieldValidation");
    if (!texts.isEmpty() && validation.equals("Strict")) {
      ApiResource resource = target.resource();
      throw Status.badRequest(
          "%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
              .formatted(
                  resource.kind(), resource.version(), resource.kind(), String.join(", ", texts)));
    }
    object.remove(unknown(target.resource(), object));
    return validation.equals("Ignore") ? List.of() : texts;
  }

  /** Server-side apply needs to know each field. Throws the 500. */
  static void requireKnown(Target target, ObjectNode configuration) {
    List<String> unknown = unknown(target.resource(), configuration);
    if (!unknown.isEmpty()) {
      throw Status.plain(
          500,
          "failed to create typed patch object (%s/%s; %s, Kind=%s): .%s: field not declared in schema"
              .formatted(
                  target.namespace(),
                  target.name(),
                  target.resource().group() + "/" + target.resource().version(),
                  target.resource().kind(),
                  unknown.getFirst()));
    }
  }
}
