package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The structural schema of a custom resource: defaults, pruning, and as much of validation as
 * definitions commonly use: types, required fields, enumerations, bounds, patterns.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema">Structural
 *     schemas</a>
 */
final class Schema {
  private static final List<String> ALWAYS = List.of("apiVersion", "kind", "metadata");

  private Schema() {}

  /** Fills in defaults and drops what the schema does not know. */
  static void shape(JsonNode schema, ObjectNode object) {
    shape(schema, object, true);
  }

  private static void shape(JsonNode schema, JsonNode value, boolean root) {
    JsonNode properties = schema.path("properties");
    if (value instanceof ObjectNode object) {
      JsonNode more = schema.path("additionalProperties");
      boolean open =
          more.isObject()
              || more.asBoolean()
              || schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
      if (!open) {
        List<String> unknown = new ArrayList<>();
        object.fieldNames().forEachRemaining(unknown::add);
        unknown.removeIf(name -> properties.has(name) || (root && ALWAYS.contains(name)));
        object.remove(unknown);
      }
      for (var property : properties.properties()) {
        JsonNode usual = property.getValue().path("default");
        if (!object.has(property.getKey()) && !usual.isMissingNode()) {
          object.set(property.getKey(), usual.deepCopy());
        }
      }
      for (var field : object.properties()) {
        if (!root || !ALWAYS.contains(field.getKey())) {
          JsonNode own = properties.path(field.getKey());
          shape(own.isMissingNode() ? more : own, field.getValue(), false);
        }
      }
    } else if (value instanceof ArrayNode list) {
      list.forEach(element -> shape(schema.path("items"), element, false));
    }
  }

  /** All that is wrong with the object. */
  static List<Status.Cause> check(JsonNode schema, JsonNode object) {
    List<Status.Cause> causes = new ArrayList<>();
    check(schema, object, "", causes);
    return causes;
  }

  private static void check(
      JsonNode schema, JsonNode value, String path, List<Status.Cause> causes) {
    String type = schema.path("type").asText();
    boolean either = schema.path("x-kubernetes-int-or-string").asBoolean();
    if (value.isNull() && schema.path("nullable").asBoolean()) {
      return;
    }
    if (!type.isEmpty() && !either && !isOf(type, value)) {
      causes.add(wrongType(path, type, value));
      return;
    }
    for (JsonNode required : schema.path("required")) {
      if (!value.has(required.asText())) {
        causes.add(
            new Status.Cause(
                "FieldValueRequired", "Required value", below(path, required.asText())));
      }
    }
    bounds(schema, value, path, causes);
    JsonNode properties = schema.path("properties");
    for (var field : value.properties()) {
      JsonNode own = properties.path(field.getKey());
      JsonNode rule = own.isMissingNode() ? schema.path("additionalProperties") : own;
      if (rule.isObject() && !(path.isEmpty() && ALWAYS.contains(field.getKey()))) {
        check(rule, field.getValue(), below(path, field.getKey()), causes);
      }
    }
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        check(schema.path("items"), value.get(i), path + "[" + i + "]", causes);
      }
    }
  }

  private static void bounds(
      JsonNode schema, JsonNode value, String path, List<Status.Cause> causes) {
    JsonNode values = schema.path("enum");
    if (!values.isEmpty() && Json.each(values).noneMatch(value::equals)) {
      List<String> known = Json.each(values).map(JsonNode::toString).toList();
      causes.add(
          new Status.Cause(
              "FieldValueNotSupported",
              "Unsupported value: %s: supported values: %s"
                  .formatted(value, String.join(", ", known)),
              path));
    }
    if (value.isNumber()
        && schema.has("minimum")
        && value.asDouble() < schema.path("minimum").asDouble()) {
      causes.add(bad(path, value, "should be greater than or equal to " + schema.path("minimum")));
    }
    if (value.isNumber()
        && schema.has("maximum")
        && value.asDouble() > schema.path("maximum").asDouble()) {
      causes.add(bad(path, value, "should be less than or equal to " + schema.path("maximum")));
    }
    String pattern = schema.path("pattern").asText();
    if (value.isTextual()
        && !pattern.isEmpty()
        && !Pattern.compile(pattern).matcher(value.asText()).find()) {
      causes.add(bad(path, value, "should match '" + pattern + "'"));
    }
  }

  private static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      default -> value.isNumber();
    };
  }

  private static Status.Cause wrongType(String path, String type, JsonNode value) {
    String actual =
        switch (value.getNodeType()) {
          case OBJECT -> "object";
          case ARRAY -> "array";
          case STRING -> "string";
          case BOOLEAN -> "boolean";
          case NULL -> "null";
          default -> value.isIntegralNumber() ? "integer" : "number";
        };
    String text =
        "Invalid value: \"%s\": %s in body must be of type %s: \"%s\""
            .formatted(actual, path, type, actual);
    return new Status.Cause("FieldValueTypeInvalid", text, path);
  }

  private static Status.Cause bad(String path, JsonNode value, String why) {
    String text = "Invalid value: %s: %s in body %s".formatted(value, path, why);
    return new Status.Cause("FieldValueInvalid", text, path);
  }

  private static String below(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }
}
