package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a request's body has to be before anything is done with it. */
final class Bodies {
  private Bodies() {}

  /** The body may leave out what it is, but must not say something else. */
  static ObjectNode typed(Target target, ObjectNode body) {
    String version = body.path("apiVersion").asText();
    String expected = target.resource().groupVersion();
    if (!version.isEmpty() && !version.equals(expected)) {
      throw Status.badRequest(
          "the API version in the data (%s) does not match the expected API version (%s)"
              .formatted(version, expected));
    }
    String kind = body.path("kind").asText();
    if (!kind.isEmpty() && !kind.equals(target.resource().kind())) {
      throw Status.badRequest(
          "%s in version \"%s\" cannot be handled as a %s: converting (%s) to (%s): unknown conversion"
              .formatted(
                  kind,
                  target.resource().version(),
                  target.resource().kind(),
                  kind,
                  target.resource().kind()));
    }
    return body;
  }

  /** Conditions of signing requests have no key for a strategic patch: they are replaced. */
  static ObjectNode patched(String type, ObjectNode before, JsonNode patch) {
    boolean replaced = before.path("kind").asText().equals("CertificateSigningRequest");
    JsonNode after =
        switch (type) {
          case "application/json-patch+json" -> Patches.json(before, patch);
          case "application/merge-patch+json" -> Patches.merge(before, patch);
          default -> replaced ? Patches.merge(before, patch) : StrategicMerge.apply(before, patch);
        };
    if (after instanceof ObjectNode object) {
      return object;
    }
    throw Status.badRequest("the patch leaves no object");
  }

  /** Of server-side apply, which wants to know who applies. */
  static ObjectNode configuration(Target target, Call call) {
    if (call.query().text("fieldManager").isEmpty()) {
      throw Status.invalid(
          "PatchOptions.meta.k8s.io",
          List.of(
              new Status.Cause(
                  "FieldValueRequired",
                  "Required value: is required for apply patch",
                  "fieldManager")));
    }
    if (!(call.yaml() instanceof ObjectNode configuration)) {
      throw Status.badRequest("the configuration is no object");
    }
    if (!configuration.path("metadata").path("managedFields").isEmpty()) {
      throw Status.badRequest("metadata.managedFields must be nil");
    }
    return typed(target, configuration);
  }
}
