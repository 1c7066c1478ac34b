package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** How to delete: the DeleteOptions of the body, else the parameters of the query. */
record DeleteOptions(JsonNode body, Query query) {
  /**
   * Seconds that a pod gets to end; 0 for every other kind.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination">Pod
   *     termination</a>
   */
  long grace(ApiResource resource, JsonNode object) {
    boolean placed = !object.path("spec").path("nodeName").asText().isEmpty();
    if (!resource.is("pods") || !placed) {
      return 0;
    }
    JsonNode asked = body.path("gracePeriodSeconds");
    long usual = object.path("spec").path("terminationGracePeriodSeconds").asLong(30);
    return asked.isNumber() ? asked.asLong() : query.number("gracePeriodSeconds", usual);
  }

  /** What must happen to dependents before the object itself may go. */
  Optional<String> finalizer() {
    String policy = body.path("propagationPolicy").asText(query.text("propagationPolicy"));
    boolean orphan = body.path("orphanDependents").asBoolean(query.flag("orphanDependents"));
    return switch (policy) {
      case "Orphan" -> Optional.of("orphan");
      case "Foreground" -> Optional.of("foregroundDeletion");
      case "Background" -> Optional.empty();
      case "" -> orphan ? Optional.of("orphan") : Optional.empty();
      default ->
          throw Status.invalid(
              "DeleteOptions.meta.k8s.io",
              List.of(
                  new Status.Cause(
                      "FieldValueNotSupported",
                      "Unsupported value: \"%s\": supported values: \"Foreground\", \"Background\","
                              .formatted(policy)
                          + " \"Orphan\", \"nil\"",
                      "propagationPolicy")));
    };
  }

  void requirePreconditions(ApiResource resource, JsonNode object) {
    String uid = body.path("preconditions").path("uid").asText();
    if (!uid.isEmpty() && !uid.equals(Metadata.uid(object))) {
      throw Status.conflict(
          resource,
          Metadata.name(object),
          "the UID in the precondition (%s) does not match the UID in record (%s). The object might"
                  .formatted(uid, Metadata.uid(object))
              + " have been deleted and then recreated");
    }
    String version = body.path("preconditions").path("resourceVersion").asText();
    String now = object.path("metadata").path("resourceVersion").asText();
    if (!version.isEmpty() && !version.equals(now)) {
      throw Status.conflict(
          resource,
          Metadata.name(object),
          "the ResourceVersion in the precondition (%s) does not match the ResourceVersion in record"
                  .formatted(version)
              + " (%s). The object might have been modified".formatted(now));
    }
  }
}
