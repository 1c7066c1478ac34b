package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;

/** Puts an applied configuration into an object, and takes fields out of one again. */
final class FieldMerge {
  private FieldMerge() {}

  static ObjectNode into(ObjectNode live, JsonNode applied) {
    ObjectNode merged = live.deepCopy();
    for (var field : applied.properties()) {
      JsonNode value = field.getValue();
      String name = field.getKey();
      switch (value) {
        case ObjectNode object when merged.get(name) instanceof ObjectNode there ->
            merged.set(name, into(there, object));
        case ArrayNode list when merged.get(name) instanceof ArrayNode there ->
            merged.set(name, list(name, there, list));
        default -> merged.set(name, value.deepCopy());
      }
    }
    return merged;
  }

  private static ArrayNode list(String name, ArrayNode live, ArrayNode applied) {
    if (ListKeys.isSet(name)) {
      ArrayNode union = live.deepCopy();
      for (JsonNode element : applied) {
        if (Json.each(union).noneMatch(element::equals)) {
          union.add(element);
        }
      }
      return union;
    }
    List<String> keys = ListKeys.of(name, applied);
    if (keys.isEmpty()) {
      return applied.deepCopy();
    }
    ArrayNode merged = live.deepCopy();
    for (JsonNode element : applied) {
      ObjectNode key = ListKeys.key(keys, element);
      ListKeys.find(merged, keys, key)
          .ifPresentOrElse(there -> there.setAll(into(there, element)), () -> merged.add(element));
    }
    return merged;
  }

  /** Removes these fields, the deepest first, and the objects and lists that are empty then. */
  static void remove(ObjectNode object, Collection<FieldPath> paths) {
    List.copyOf(paths).reversed().forEach(path -> remove(object, path.steps()));
  }

  private static boolean remove(JsonNode at, List<String> steps) {
    String step = steps.getFirst();
    JsonNode child = child(at, step);
    if (child.isMissingNode()) {
      return false;
    }
    boolean last = steps.size() == 1;
    boolean emptied = !last && remove(child, steps.subList(1, steps.size())) && child.isEmpty();
    if (last || emptied) {
      take(at, step, child);
    }
    return last || emptied;
  }

  private static void take(JsonNode from, String step, JsonNode child) {
    if (from instanceof ObjectNode object) {
      object.remove(step.substring(2));
    } else if (from instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        if (list.get(i) == child) {
          list.remove(i);
          return;
        }
      }
    }
  }

  private static JsonNode child(JsonNode at, String step) {
    String rest = step.substring(2);
    if (step.startsWith("f:")) {
      return at.path(rest);
    }
    try {
      JsonNode wanted = Json.parse(rest);
      for (JsonNode element : at) {
        boolean is =
            wanted instanceof ObjectNode key ? hasKey(element, key) : element.equals(wanted);
        if (is) {
          return element;
        }
      }
      return MissingNode.getInstance();
    } catch (JsonProcessingException e) {
      throw Status.badRequest("managedFields cannot be read: " + step);
    }
  }

  private static boolean hasKey(JsonNode element, ObjectNode key) {
    List<String> names = key.properties().stream().map(java.util.Map.Entry::getKey).toList();
    return ListKeys.key(names, element).equals(key);
  }
}
