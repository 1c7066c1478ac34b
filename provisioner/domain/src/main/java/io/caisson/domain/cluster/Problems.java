package io.caisson.domain.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what rules find, so that all of it is told at once. */
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  void add(String path, String text, Object... values) {
    found.add(new Problem(path, text.formatted(values)));
  }

  /** Adds the problem unless the condition holds. */
  void require(boolean condition, String path, String text, Object... values) {
    if (!condition) {
      add(path, text, values);
    }
  }

  /** The range in this text; if there is none, that is a problem. */
  Optional<Cidr> cidr(String path, String text) {
    try {
      return Optional.of(Cidr.parse(text));
    } catch (IllegalArgumentException wrong) {
      add(path, "%s", String.valueOf(wrong.getMessage()));
      return Optional.empty();
    }
  }

  List<Problem> found() {
    return List.copyOf(found);
  }
}
