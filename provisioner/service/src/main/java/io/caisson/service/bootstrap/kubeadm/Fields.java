package io.caisson.service.bootstrap.kubeadm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An object of a document; its fields keep the order in which they were put. */
final class Fields {
  private final Map<String, Object> map = new LinkedHashMap<>();

  Fields put(String name, Object value) {
    map.put(name, value instanceof Fields fields ? fields.map : value);
    return this;
  }

  Fields putIfPresent(String name, Optional<?> value) {
    value.ifPresent(present -> put(name, present));
    return this;
  }

  Fields putIfAny(String name, List<?> values) {
    return values.isEmpty() ? this : put(name, values);
  }

  /** Fields of another object, put behind these. */
  Fields putAll(Fields others) {
    map.putAll(others.map);
    return this;
  }

  Map<String, Object> map() {
    return map;
  }
}
