package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.simulator.model.Cidr;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The part of JSON Schema that Nova's requests need, with the words of the library that Nova uses.
 * Nova names only the last part of the path to what is wrong.
 */
final class Schema {
  private final JsonNode schema;

  Schema(JsonNode schema) {
    this.schema = schema;
  }

  /**
   * @throws NovaFault naming the first thing that is wrong
   */
  void check(JsonNode value) {
    find(schema, value, new ArrayDeque<>())
        .ifPresent(
            problem -> {
              throw NovaFault.badRequest(problem);
            });
  }

  private static Optional<String> find(JsonNode schema, JsonNode value, Deque<String> path) {
    List<Optional<String>> problems = new ArrayList<>();
    problems.add(type(schema, value).map(p -> place(path, value, p)));
    if (problems.getFirst().isPresent()) {
      return problems.getFirst();
    }
    problems.add(members(schema, value, path));
    problems.add(items(schema, value, path));
    problems.add(plain(schema, value).map(p -> place(path, value, p)));
    problems.add(format(schema, value, path));
    return problems.stream().flatMap(Optional::stream).findFirst();
  }

  private static String place(Deque<String> path, JsonNode value, String problem) {
    return path.isEmpty()
        ? problem
        : "Invalid input for field/attribute %s. Value: %s. %s"
            .formatted(path.getLast(), Python.str(value), problem);
  }

  private static Optional<String> type(JsonNode schema, JsonNode value) {
    JsonNode type = schema.path("type");
    if (type.isMissingNode()) {
      return Optional.empty();
    }
    List<String> allowed = new ArrayList<>();
    if (type.isArray()) {
      type.forEach(one -> allowed.add(one.asText()));
    } else {
      allowed.add(type.asText());
    }
    return allowed.stream().anyMatch(one -> is(one, value))
        ? Optional.empty()
        : Optional.of(
            "%s is not of type %s"
                .formatted(
                    Python.repr(value),
                    String.join(", ", allowed.stream().map(Python::quoted).toList())));
  }

  private static boolean is(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new IllegalArgumentException("no such type in a schema: " + type);
    };
  }

  private static Optional<String> members(JsonNode schema, JsonNode value, Deque<String> path) {
    if (!value.isObject()) {
      return Optional.empty();
    }
    List<String> unknown = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      Optional<JsonNode> known = memberSchema(schema, field.getKey());
      if (known.isEmpty()) {
        unknown.add(field.getKey());
        continue;
      }
      path.addLast(field.getKey());
      Optional<String> problem = find(known.get(), field.getValue(), path);
      path.removeLast();
      if (problem.isPresent()) {
        return problem;
      }
    }
    Optional<String> missing = missing(schema, value);
    if (missing.isPresent()
        || unknown.isEmpty()
        || schema.path("additionalProperties").asBoolean(true)) {
      return missing.map(p -> place(path, value, p));
    }
    return Optional.of(place(path, value, unexpected(schema, unknown)));
  }

  private static Optional<JsonNode> memberSchema(JsonNode schema, String name) {
    JsonNode own = schema.path("properties").path(name);
    if (!own.isMissingNode()) {
      return Optional.of(own);
    }
    for (Map.Entry<String, JsonNode> pattern : schema.path("patternProperties").properties()) {
      if (Pattern.compile(pattern.getKey()).matcher(name).find()) {
        return Optional.of(pattern.getValue());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> missing(JsonNode schema, JsonNode value) {
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asText())) {
        return Optional.of("'" + name.asText() + "' is a required property");
      }
    }
    return Optional.empty();
  }

  private static String unexpected(JsonNode schema, List<String> unknown) {
    String names = String.join(", ", unknown.stream().map(Python::quoted).toList());
    if (schema.has("patternProperties")) {
      String pattern = schema.path("patternProperties").fieldNames().next();
      return "%s %s not match any of the regexes: %s"
          .formatted(names, unknown.size() == 1 ? "does" : "do", Python.quoted(pattern));
    }
    return "Additional properties are not allowed (%s %s unexpected)"
        .formatted(names, unknown.size() == 1 ? "was" : "were");
  }

  private static Optional<String> items(JsonNode schema, JsonNode value, Deque<String> path) {
    if (!value.isArray() || !schema.has("items")) {
      return Optional.empty();
    }
    for (int i = 0; i < value.size(); i++) {
      path.addLast(Integer.toString(i));
      Optional<String> problem = find(schema.path("items"), value.get(i), path);
      path.removeLast();
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> plain(JsonNode schema, JsonNode value) {
    String shown = Python.repr(value);
    if (schema.has("oneOf")) {
      for (JsonNode one : schema.path("oneOf")) {
        if (find(one, value, new ArrayDeque<>()).isEmpty()) {
          return Optional.empty();
        }
      }
      return Optional.of(shown + " is not valid under any of the given schemas");
    }
    if (schema.has("enum") && !contains(schema.path("enum"), value)) {
      return Optional.of(shown + " is not one of " + Python.repr(schema.path("enum")));
    }
    if (value.isTextual()) {
      return text(schema, value.asText(), shown);
    }
    if (value.isNumber()
        && schema.has("minimum")
        && value.asLong() < schema.path("minimum").asLong()) {
      return Optional.of(shown + " is less than the minimum of " + schema.path("minimum").asText());
    }
    return Optional.empty();
  }

  private static Optional<String> text(JsonNode schema, String text, String shown) {
    int length = text.codePointCount(0, text.length());
    if (schema.has("minLength") && length < schema.path("minLength").asInt()) {
      return Optional.of(shown + " is too short");
    }
    if (schema.has("maxLength") && length > schema.path("maxLength").asInt()) {
      return Optional.of(shown + " is too long");
    }
    String pattern = schema.path("pattern").asText("");
    if (!Pattern.compile(pattern).matcher(text).find()) {
      return Optional.of(shown + " does not match " + Python.quoted(pattern));
    }
    return Optional.empty();
  }

  private static Optional<String> format(JsonNode schema, JsonNode value, Deque<String> path) {
    String format = schema.path("format").asText("");
    if (format.isEmpty() || !value.isTextual()) {
      return Optional.empty();
    }
    String text = value.asText();
    boolean good =
        switch (format) {
          case "name" -> NovaNames.printable(text);
          case "uuid" -> Attribute.isUuid(text) || text.matches("[0-9a-fA-F]{32}");
          case "ip" -> Cidr.address(text).isPresent();
          case "base64" -> NovaNames.base64(text);
          default -> throw new IllegalArgumentException("no such format: " + format);
        };
    if (good) {
      return Optional.empty();
    }
    String problem = Python.quoted(text) + " is not a " + Python.quoted(format);
    return Optional.of(
        format.equals("name") ? NovaNames.refusal(path.getLast()) : place(path, value, problem));
  }

  private static boolean contains(JsonNode all, JsonNode value) {
    for (JsonNode one : all) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }
}
