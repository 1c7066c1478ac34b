package io.caisson.service.api.rest;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a JSON value looks like, in the words of JSON Schema 2020-12, which OpenAPI 3.1 has made its
 * own.
 */
record Shape(SortedMap<String, Object> words) {
  private static final String TYPE = "type";
  private static final Shape NULL = type("null");

  static Shape type(String type) {
    return new Shape(new TreeMap<>(Map.of(TYPE, type)));
  }

  static Shape text() {
    return type("string");
  }

  static Shape integer() {
    return type("integer");
  }

  static Shape flag() {
    return type("boolean");
  }

  /** A text in a form that JSON Schema knows, such as {@code date-time}. */
  static Shape text(String form) {
    return text().and("format", form);
  }

  static Shape oneOf(String... texts) {
    return text().and("enum", List.of(texts));
  }

  static Shape listOf(Shape each) {
    return type("array").and("items", each.words());
  }

  /** Values by names that are free. */
  static Shape mapOf(Shape each) {
    return type("object").and("additionalProperties", each.words());
  }

  /** The shape that the document has under this name. */
  static Shape ref(String name) {
    return new Shape(new TreeMap<>(Map.of("$ref", "#/components/schemas/" + name)));
  }

  static Shape either(Shape... shapes) {
    return new Shape(
        new TreeMap<>(
            Map.of("anyOf", List.of(shapes).stream().<Object>map(Shape::words).toList())));
  }

  static Shape object(Map<String, Shape> fields, Collection<String> required) {
    Map<String, Object> properties = new LinkedHashMap<>();
    fields.forEach((name, shape) -> properties.put(name, shape.words()));
    Shape object = type("object").and("properties", properties);
    return required.isEmpty() ? object : object.and("required", List.copyOf(required));
  }

  /** This or null. */
  Shape orNull() {
    return either(this, NULL);
  }

  Shape saying(String description) {
    return and("description", description);
  }

  private Shape and(String word, Object value) {
    TreeMap<String, Object> more = new TreeMap<>(words);
    more.put(word, value);
    return new Shape(more);
  }
}
