package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What single kinds may not be or become, with the real server's words. Only for what comes from
 * outside: the cluster's own components do not make such mistakes.
 */
final class KindRules {
  private static final String IMMUTABLE = "Forbidden: field is immutable when `immutable` is set";

  private KindRules() {}

  /** Throws the 422. */
  static void onCreate(ApiResource resource, JsonNode object) {
    Optional<Status.Cause> cause =
        switch (resource.kind()) {
          case "Pod" -> containers(object);
          case "PodDisruptionBudget" -> bounds(object);
          case "CertificateSigningRequest" -> SigningRules.request(object);
          default -> Optional.empty();
        };
    refuse(resource, object, cause);
  }

  /** Throws the 422. */
  static void onUpdate(
      ApiResource resource, String subresource, JsonNode before, JsonNode changed) {
    refuse(resource, before, finalizers(before, changed));
    Optional<Status.Cause> cause =
        switch (resource.kind()) {
          case "Pod" -> subresource.isEmpty() ? pod(before, changed) : Optional.empty();
          case "PodDisruptionBudget" -> bounds(changed);
          case "Secret", "ConfigMap" -> immutable(before, changed);
          case "VolumeAttachment" -> sameSpec(before, changed);
          case "CertificateSigningRequest" -> SigningRules.conditions(subresource, before, changed);
          default -> Optional.empty();
        };
    refuse(resource, before, cause);
  }

  private static void refuse(ApiResource resource, JsonNode object, Optional<Status.Cause> cause) {
    cause.ifPresent(
        c -> {
          throw Status.invalid(resource, Metadata.name(object), List.of(c));
        });
  }

  private static Optional<Status.Cause> containers(JsonNode pod) {
    return pod.path("spec").path("containers").isEmpty()
        ? Optional.of(new Status.Cause("FieldValueRequired", "Required value", "spec.containers"))
        : Optional.empty();
  }

  private static Optional<Status.Cause> bounds(JsonNode budget) {
    JsonNode spec = budget.path("spec");
    return spec.has("minAvailable") && spec.has("maxUnavailable")
        ? Optional.of(
            new Status.Cause(
                "FieldValueInvalid",
                "Invalid value: %s: minAvailable and maxUnavailable cannot be both set"
                    .formatted(spec),
                "spec"))
        : Optional.empty();
  }

  private static Optional<Status.Cause> finalizers(JsonNode before, JsonNode changed) {
    if (!before.path("metadata").has("deletionTimestamp")) {
      return Optional.empty();
    }
    List<String> fresh = new ArrayList<>();
    changed.path("metadata").path("finalizers").forEach(f -> fresh.add(f.asText()));
    before.path("metadata").path("finalizers").forEach(f -> fresh.remove(f.asText()));
    return fresh.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Status.Cause(
                "FieldValueForbidden",
                "Forbidden: no new finalizers can be added if the object is being deleted, found"
                    + " new finalizers []string{\"%s\"}".formatted(String.join("\", \"", fresh)),
                "metadata.finalizers"));
  }

  private static Optional<Status.Cause> immutable(JsonNode before, JsonNode changed) {
    if (!before.path("immutable").asBoolean()) {
      return Optional.empty();
    }
    for (String field : List.of("immutable", "data", "binaryData")) {
      if (!before.path(field).equals(changed.path(field))) {
        return Optional.of(new Status.Cause("FieldValueForbidden", IMMUTABLE, field));
      }
    }
    return Optional.empty();
  }

  private static Optional<Status.Cause> sameSpec(JsonNode before, JsonNode changed) {
    return before.path("spec").equals(changed.path("spec"))
        ? Optional.empty()
        : Optional.of(
            new Status.Cause(
                "FieldValueInvalid",
                "Invalid value: %s: field is immutable".formatted(changed.path("spec")),
                "spec"));
  }

  private static Optional<Status.Cause> pod(JsonNode before, JsonNode changed) {
    return fixed(before.path("spec")).equals(fixed(changed.path("spec")))
        ? Optional.empty()
        : Optional.of(
            new Status.Cause(
                "FieldValueForbidden",
                "Forbidden: pod updates may not change fields other than"
                    + " `spec.containers[*].image`,`spec.initContainers[*].image`,"
                    + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing"
                    + " tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1"
                    + " if it was previously negative)",
                "spec"));
  }

  /** Without what may change. */
  private static JsonNode fixed(JsonNode spec) {
    if (!(spec.deepCopy() instanceof ObjectNode copy)) {
      return spec;
    }
    copy.remove(Set.of("tolerations", "activeDeadlineSeconds"));
    for (String list : List.of("containers", "initContainers")) {
      for (JsonNode container : copy.path(list)) {
        if (container instanceof ObjectNode own) {
          own.remove("image");
        }
      }
    }
    return copy;
  }
}
