package io.caisson.service.bootstrap.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A mapping of a file that people write.
 *
 * @param name for errors
 */
record Section(String name, Map<?, ?> values) {
  /**
   * @throws IllegalArgumentException if the value is no mapping
   */
  Section(String name, Object value) {
    this(name, mapping(name, value));
  }

  private static Map<?, ?> mapping(String name, Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException(name + " is no mapping of names to values");
  }

  void only(Set<String> known) {
    for (String key : names()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            "%s has '%s', which is not known; known are %s"
                .formatted(name, key, known.stream().sorted().toList()));
      }
    }
  }

  List<String> names() {
    return values.keySet().stream().map(String::valueOf).toList();
  }

  boolean has(String key) {
    return values.get(key) != null;
  }

  /** Empty if it is not there. */
  Section section(String key) {
    Object value = values.get(key);
    return new Section(key, value == null ? Map.of() : mapping(key, value));
  }

  Optional<String> text(String key) {
    Object value = values.get(key);
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      throw new IllegalArgumentException("%s in %s is no text".formatted(key, name));
    }
    return Optional.ofNullable(value).map(String::valueOf);
  }

  List<String> texts(String key) {
    Object value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    throw new IllegalArgumentException("%s in %s is no list".formatted(key, name));
  }
}
