package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The two plain kinds of patch. Neither changes its arguments. */
final class Patches {
  private Patches() {}

  /**
   * @see <a href="https://www.rfc-editor.org/rfc/rfc7386">RFC 7386</a>
   */
  static JsonNode merge(JsonNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch.deepCopy();
    }
    ObjectNode result = target instanceof ObjectNode there ? there.deepCopy() : Json.object();
    for (var change : changes.properties()) {
      if (change.getValue().isNull()) {
        result.remove(change.getKey());
      } else {
        JsonNode before = result.path(change.getKey());
        result.set(change.getKey(), merge(before, change.getValue()));
      }
    }
    return result;
  }

  /**
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
   */
  static JsonNode json(JsonNode target, JsonNode operations) {
    if (!operations.isArray()) {
      throw Status.badRequest(
          "json: cannot unmarshal object into Go value of type jsonpatch.Patch");
    }
    JsonNode result = target.deepCopy();
    for (JsonNode operation : operations) {
      apply(result, operation);
    }
    return result;
  }

  private static void apply(JsonNode document, JsonNode operation) {
    String path = operation.path("path").asText();
    JsonNode value = operation.path("value");
    switch (operation.path("op").asText()) {
      case "add" -> add(document, path, value);
      case "remove" -> remove(document, path);
      case "replace" -> {
        remove(document, path);
        add(document, path, value);
      }
      case "copy" -> add(document, path, at(document, operation.path("from").asText()));
      case "move" -> {
        JsonNode moved = at(document, operation.path("from").asText()).deepCopy();
        remove(document, operation.path("from").asText());
        add(document, path, moved);
      }
      case "test" -> {
        if (!at(document, path).equals(value)) {
          throw unprocessable("testing value " + path + " failed: test failed");
        }
      }
      default -> throw unprocessable("Unexpected kind: " + operation.path("op").asText());
    }
  }

  private static JsonNode at(JsonNode document, String path) {
    JsonNode found = document.at(path);
    if (found.isMissingNode()) {
      throw unprocessable("path " + path + " does not exist: missing path");
    }
    return found;
  }

  private static void add(JsonNode document, String path, JsonNode value) {
    String last = last(path);
    switch (at(document, parent(path))) {
      case ObjectNode object -> object.set(last, value.deepCopy());
      case ArrayNode array when last.equals("-") -> array.add(value.deepCopy());
      case ArrayNode array -> array.insert(index(last, array.size()), value.deepCopy());
      default -> throw unprocessable("add operation does not apply: doc is missing path: " + path);
    }
  }

  private static void remove(JsonNode document, String path) {
    at(document, path);
    String last = last(path);
    switch (at(document, parent(path))) {
      case ObjectNode object -> object.remove(last);
      case ArrayNode array -> array.remove(index(last, array.size() - 1));
      default -> throw unprocessable("remove operation does not apply: " + path);
    }
  }

  private static int index(String text, int most) {
    try {
      int index = Integer.parseInt(text);
      if (index >= 0 && index <= most) {
        return index;
      }
    } catch (NumberFormatException e) {
      throw unprocessable("strconv.Atoi: parsing \"" + text + "\": invalid syntax");
    }
    throw unprocessable("Unable to access invalid index: " + text);
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
  }

  /** What the real server answers: 422 without causes. */
  private static ApiFault unprocessable(String why) {
    return Status.unprocessable(why);
  }
}
