package io.caisson.service.api.rest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * An object of a request's body: the names that may be given, with what each may be. What reads a
 * request and what describes it to clients are told by the same form.
 *
 * @param name of it in the OpenAPI document
 * @param required names without which no request of this form is carried out
 */
record Form(String name, Map<String, Shape> fields, List<String> required) {
  Form {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    required = List.copyOf(required);
  }

  static Form named(String name) {
    return new Form(name, Map.of(), List.of());
  }

  Form with(String field, Shape shape) {
    Map<String, Shape> more = new LinkedHashMap<>(fields);
    more.put(field, shape);
    return new Form(name, more, required);
  }

  Form with(String field, Form inner) {
    return with(field, inner.ref());
  }

  Form needing(String... names) {
    return new Form(name, fields, List.of(names));
  }

  Set<String> names() {
    return new TreeSet<>(fields.keySet());
  }

  Shape ref() {
    return Shape.ref(name);
  }

  /** Null counts as not given, so it is of no required name. */
  Shape shape() {
    Map<String, Shape> all = new LinkedHashMap<>();
    fields.forEach(
        (field, shape) -> all.put(field, required.contains(field) ? shape : shape.orNull()));
    return Shape.object(all, required);
  }
}
