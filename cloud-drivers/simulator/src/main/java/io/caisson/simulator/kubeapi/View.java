package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** The forms in which a caller may ask for objects: as they are, as a table, as metadata alone. */
final class View {
  private final ApiResource resource;
  private final String as;
  private final String include;

  View(ApiResource resource, Call call) {
    this.resource = resource;
    this.as = call.view();
    this.include = call.query().text("includeObject");
  }

  JsonNode one(ObjectNode object, Instant now) {
    return switch (as) {
      case "table" -> {
        String version = object.path("metadata").path("resourceVersion").asText();
        ObjectNode metadata = Json.object().put("resourceVersion", version);
        yield Tables.table(resource, List.of(object), metadata, include, now);
      }
      case "partialobjectmetadata" -> Tables.partial(object);
      default ->
          object.path("apiVersion").asText().equals(resource.groupVersion())
              ? object
              : Metadata.ordered(resource, object);
    };
  }

  JsonNode list(List<ObjectNode> objects, ObjectNode metadata, Instant now) {
    if (as.equals("table")) {
      return Tables.table(resource, objects, metadata, include, now);
    }
    boolean partial = as.equals("partialobjectmetadatalist");
    ObjectNode list =
        partial
            ? Json.object()
                .put("kind", "PartialObjectMetadataList")
                .put("apiVersion", "meta.k8s.io/v1")
            : Json.object()
                .put("kind", resource.kind() + "List")
                .put("apiVersion", resource.groupVersion());
    list.set("metadata", metadata);
    ArrayNode items = list.putArray("items");
    objects.forEach(object -> items.add(partial ? Tables.partial(object) : untyped(object)));
    return list;
  }

  /** In a watch only the first table names its columns. */
  JsonNode event(ObjectNode object, Instant now, boolean first) {
    JsonNode shown = one(object, now);
    if (as.equals("table") && !first && shown instanceof ObjectNode table) {
      table.putNull("columnDefinitions");
    }
    return shown;
  }

  /** Items of a list do not repeat their kind. */
  private static ObjectNode untyped(ObjectNode object) {
    ObjectNode item = Json.object();
    item.setAll(object);
    item.remove(List.of("kind", "apiVersion"));
    return item;
  }
}
