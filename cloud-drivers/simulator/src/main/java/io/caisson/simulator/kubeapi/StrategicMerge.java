package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Strategic merge patch: as a merge patch, but lists of objects are merged by the key that the Go
 * types name, and {@code $patch}, {@code $retainKeys}, {@code $setElementOrder} and {@code
 * $deleteFromPrimitiveList} are obeyed.
 *
 * @see <a
 *     href="https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md">Strategic
 *     merge patch</a>
 */
final class StrategicMerge {
  /** Field of a list to the key of its elements: {@code patchMergeKey} of the Go types. */
  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("containers", "name"),
          Map.entry("initContainers", "name"),
          Map.entry("ephemeralContainers", "name"),
          Map.entry("volumes", "name"),
          Map.entry("volumeMounts", "mountPath"),
          Map.entry("volumeDevices", "devicePath"),
          Map.entry("env", "name"),
          Map.entry("imagePullSecrets", "name"),
          Map.entry("hostAliases", "ip"),
          Map.entry("topologySpreadConstraints", "topologyKey"),
          Map.entry("conditions", "type"),
          Map.entry("addresses", "type"),
          Map.entry("ownerReferences", "uid"),
          Map.entry("secrets", "name"),
          Map.entry("resourceClaims", "name"),
          Map.entry("podIPs", "ip"),
          Map.entry("hostIPs", "ip"));

  private static final Set<String> SETS = Set.of("finalizers", "podCIDRs", "supplementalGroups");

  private StrategicMerge() {}

  static JsonNode apply(JsonNode target, JsonNode patch) {
    return patch instanceof ObjectNode changes
        ? object(target instanceof ObjectNode there ? there : Json.object(), changes)
        : patch.deepCopy();
  }

  private static ObjectNode object(ObjectNode target, ObjectNode patch) {
    String directive = patch.path("$patch").asText();
    if (directive.equals("delete")) {
      return Json.object();
    }
    ObjectNode result = directive.equals("replace") ? Json.object() : target.deepCopy();
    retain(result, patch.path("$retainKeys"));
    for (var change : patch.properties()) {
      String field = change.getKey();
      if (!field.startsWith("$")) {
        field(result, field, change.getValue());
      } else if (field.startsWith("$deleteFromPrimitiveList/")) {
        deleteAll(result.path(after(field)), change.getValue());
      }
    }
    return result;
  }

  private static void field(ObjectNode result, String field, JsonNode value) {
    JsonNode before = result.path(field);
    switch (value) {
      case JsonNode none when none.isNull() -> result.remove(field);
      case ObjectNode change -> {
        if (change.path("$patch").asText().equals("delete")) {
          result.remove(field);
        } else {
          result.set(field, apply(before, change));
        }
      }
      case ArrayNode list -> result.set(field, list(field, before, list));
      default -> result.set(field, value.deepCopy());
    }
  }

  private static JsonNode list(String field, JsonNode before, ArrayNode patch) {
    if (SETS.contains(field)) {
      ArrayNode union = before instanceof ArrayNode there ? there.deepCopy() : Json.array();
      patch.forEach(value -> addOnce(union, value));
      return union;
    }
    return key(field, patch).map(key -> keyed(key, before, patch)).orElseGet(patch::deepCopy);
  }

  /** A Service's and a container's ports share a name, but not their key. */
  private static Optional<String> key(String field, ArrayNode patch) {
    if (field.equals("ports")) {
      boolean container = Json.each(patch).anyMatch(p -> p.has("containerPort"));
      return Optional.of(container ? "containerPort" : "port");
    }
    return Optional.ofNullable(KEYS.get(field));
  }

  private static JsonNode keyed(String key, JsonNode before, ArrayNode patch) {
    boolean replace = Json.each(patch).anyMatch(e -> e.path("$patch").asText().equals("replace"));
    ArrayNode result =
        before instanceof ArrayNode there && !replace ? there.deepCopy() : Json.array();
    for (JsonNode element : patch) {
      if (!element.has(key)) {
        continue;
      }
      int at = indexOf(result, key, element.path(key));
      if (element.path("$patch").asText().equals("delete")) {
        if (at >= 0) {
          result.remove(at);
        }
      } else if (at >= 0) {
        result.set(at, apply(result.get(at), element));
      } else {
        result.add(apply(Json.object(), element));
      }
    }
    return result;
  }

  private static int indexOf(ArrayNode list, String key, JsonNode value) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).path(key).equals(value)) {
        return i;
      }
    }
    return -1;
  }

  private static void retain(ObjectNode result, JsonNode keys) {
    if (keys.isArray()) {
      result.retain(Json.each(keys).map(JsonNode::asText).toList());
    }
  }

  private static void deleteAll(JsonNode list, JsonNode values) {
    if (list instanceof ArrayNode array) {
      for (int i = array.size() - 1; i >= 0; i--) {
        JsonNode value = array.get(i);
        if (Json.each(values).anyMatch(value::equals)) {
          array.remove(i);
        }
      }
    }
  }

  private static void addOnce(ArrayNode set, JsonNode value) {
    if (Json.each(set).noneMatch(value::equals)) {
      set.add(value);
    }
  }

  private static String after(String directive) {
    return directive.substring(directive.indexOf('/') + 1);
  }
}
