package io.caisson.service.bootstrap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An object of a document; its fields keep the order in which they were put. */
public final class Fields {
  private final Map<String, Object> map = new LinkedHashMap<>();

  /** A value is a string, a number, a boolean, a list or map of such, or {@code Fields}. */
  public Fields put(String name, Object value) {
    map.put(name, value instanceof Fields fields ? fields.map : value);
    return this;
  }

  public Fields putIfPresent(String name, Optional<?> value) {
    value.ifPresent(present -> put(name, present));
    return this;
  }

  public Fields putIfAny(String name, List<?> values) {
    return values.isEmpty() ? this : put(name, values);
  }

  /** The object, unless nothing is in it. */
  public Fields putIfAny(String name, Fields fields) {
    return fields.map.isEmpty() ? this : put(name, fields);
  }

  /** Fields of another object, put behind these. */
  public Fields putAll(Fields others) {
    map.putAll(others.map);
    return this;
  }

  public Map<String, Object> map() {
    return map;
  }

  /** A list of objects. */
  public static List<Map<String, Object>> list(List<Fields> objects) {
    return objects.stream().map(Fields::map).toList();
  }
}
