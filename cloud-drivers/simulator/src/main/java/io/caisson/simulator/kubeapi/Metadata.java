package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The order of fields that the real server writes, and which fields of it callers may not set. */
final class Metadata {
  private static final List<String> ORDER =
      List.of(
          "name",
          "generateName",
          "namespace",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "labels",
          "annotations",
          "ownerReferences",
          "finalizers",
          "managedFields");
  private static final List<String> KEPT =
      List.of(
          "name",
          "generateName",
          "namespace",
          "uid",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generation");

  private Metadata() {}

  /** A copy of the object as the server writes it: kind, apiVersion, metadata, all the rest. */
  static ObjectNode ordered(ApiResource resource, JsonNode object) {
    ObjectNode result =
        Json.object().put("kind", resource.kind()).put("apiVersion", resource.groupVersion());
    JsonNode given = object.path("metadata");
    ObjectNode metadata = result.putObject("metadata");
    for (String field : ORDER) {
      JsonNode value = given.path(field);
      if (!value.isMissingNode() && !value.isNull() && !isEmptyContainer(value)) {
        metadata.set(field, value.deepCopy());
      }
    }
    for (var field : object.properties()) {
      if (!result.has(field.getKey())) {
        result.set(field.getKey(), field.getValue().deepCopy());
      }
    }
    return result;
  }

  /** What a writer cannot change stays as it was. */
  static void keep(ObjectNode changed, JsonNode before) {
    ObjectNode metadata = Json.child(changed, "metadata");
    for (String field : KEPT) {
      JsonNode value = before.path("metadata").path(field);
      if (value.isMissingNode()) {
        metadata.remove(field);
      } else {
        metadata.set(field, value);
      }
    }
  }

  static String name(JsonNode object) {
    return object.path("metadata").path("name").asText();
  }

  static String uid(JsonNode object) {
    return object.path("metadata").path("uid").asText();
  }

  private static boolean isEmptyContainer(JsonNode value) {
    return value.isContainerNode() && value.isEmpty();
  }
}
