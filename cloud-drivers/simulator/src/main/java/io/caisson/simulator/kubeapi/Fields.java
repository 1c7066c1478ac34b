package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The fields of an object that somebody can own, with their values; elements of lists that are maps
 * count by themselves too, without a value.
 */
final class Fields {
  private static final Set<String> IDENTITY = Set.of("apiVersion", "kind");
  private static final Set<String> OF_SERVER =
      Set.of(
          "name",
          "generateName",
          "namespace",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "selfLink",
          "managedFields");

  private Fields() {}

  static SortedMap<FieldPath, JsonNode> of(JsonNode object) {
    SortedMap<FieldPath, JsonNode> found = new TreeMap<>();
    for (var field : object.properties()) {
      if (field.getKey().equals("metadata")) {
        metadata(field.getValue(), found);
      } else if (!IDENTITY.contains(field.getKey())) {
        collect(step(FieldPath.ROOT, field.getKey()), field.getKey(), field.getValue(), found);
      }
    }
    return found;
  }

  private static void metadata(JsonNode metadata, Map<FieldPath, JsonNode> found) {
    FieldPath path = step(FieldPath.ROOT, "metadata");
    for (var field : metadata.properties()) {
      if (!OF_SERVER.contains(field.getKey())) {
        collect(step(path, field.getKey()), field.getKey(), field.getValue(), found);
      }
    }
  }

  private static void collect(
      FieldPath path, String name, JsonNode value, Map<FieldPath, JsonNode> found) {
    switch (value) {
      case ObjectNode object when !object.isEmpty() -> children(path, object, found);
      case ArrayNode list when ListKeys.isSet(name) ->
          list.forEach(element -> found.put(path.then("v:" + element), element));
      case ArrayNode list -> list(path, name, list, found);
      default -> found.put(path, value);
    }
  }

  private static void children(FieldPath path, ObjectNode object, Map<FieldPath, JsonNode> found) {
    object
        .properties()
        .forEach(f -> collect(step(path, f.getKey()), f.getKey(), f.getValue(), found));
  }

  private static void list(
      FieldPath path, String name, ArrayNode list, Map<FieldPath, JsonNode> found) {
    List<String> keys = ListKeys.of(name, list);
    if (keys.isEmpty()) {
      found.put(path, list);
      return;
    }
    for (JsonNode element : list) {
      FieldPath at = path.then("k:" + ListKeys.key(keys, element));
      found.put(at, MissingNode.getInstance());
      if (element instanceof ObjectNode object) {
        children(at, object, found);
      }
    }
  }

  private static FieldPath step(FieldPath path, String field) {
    return path.then("f:" + field);
  }

  /** The tree that an object carries in its managedFields. */
  static ObjectNode tree(NavigableSet<FieldPath> paths) {
    ObjectNode root = Json.object();
    for (FieldPath path : paths) {
      ObjectNode at = root;
      for (String step : path.steps()) {
        at = Json.child(at, step);
      }
      FieldPath next = paths.higher(path);
      if (next != null && next.isBelow(path)) {
        at.putObject(".");
      }
    }
    return root;
  }

  static NavigableSet<FieldPath> paths(JsonNode tree) {
    NavigableSet<FieldPath> paths = new TreeSet<>();
    read(FieldPath.ROOT, tree, paths);
    return paths;
  }

  private static void read(FieldPath path, JsonNode tree, Set<FieldPath> paths) {
    if ((tree.isEmpty() || tree.has(".")) && !path.equals(FieldPath.ROOT)) {
      paths.add(path);
    }
    for (var child : tree.properties()) {
      if (!child.getKey().equals(".")) {
        read(path.then(child.getKey()), child.getValue(), paths);
      }
    }
  }
}
