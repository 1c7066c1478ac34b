package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** Objects as rows of a table, which is how kubectl asks for what it prints. */
final class Tables {
  private Tables() {}

  /**
   * @param metadata of the list, or of the one object
   * @param include what a row carries of its object: {@code None}, {@code Object}, else metadata
   */
  static ObjectNode table(
      ApiResource resource,
      List<? extends JsonNode> objects,
      JsonNode metadata,
      String include,
      Instant now) {
    ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.set("metadata", metadata);
    Columns columns = Columns.of(resource);
    table.set("columnDefinitions", columns.definitions());
    ArrayNode rows = table.putArray("rows");
    for (JsonNode object : objects) {
      ObjectNode row = rows.addObject();
      row.set("cells", columns.cells(object, now));
      if (!include.equals("None")) {
        row.set("object", include.equals("Object") ? object : partial(object));
      }
    }
    return table;
  }

  /** The metadata alone. */
  static ObjectNode partial(JsonNode object) {
    ObjectNode partial =
        Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    partial.set("metadata", object.path("metadata"));
    return partial;
  }
}
