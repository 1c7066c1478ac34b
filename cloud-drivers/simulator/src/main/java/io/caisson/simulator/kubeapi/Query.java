package io.caisson.simulator.kubeapi;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;

/** The parameters behind a path's question mark. */
final class Query {
  private final MultiMap parameters;

  Query(MultiMap parameters) {
    this.parameters = parameters;
  }

  static Query none() {
    return new Query(MultiMap.caseInsensitiveMultiMap());
  }

  /** Empty if it is not given. */
  String text(String name) {
    return Optional.ofNullable(parameters.get(name)).orElse("");
  }

  /** Adds to what is selected by field. */
  void select(String field) {
    String before = text("fieldSelector");
    parameters.set("fieldSelector", before.isEmpty() ? field : before + "," + field);
  }

  boolean isGiven(String name) {
    return parameters.contains(name);
  }

  boolean flag(String name) {
    String value = text(name);
    return value.equals("true") || value.equals("1");
  }

  /** Throws a 400 for what is no number. */
  long number(String name, long otherwise) {
    String value = text(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw Status.badRequest("strconv.ParseInt: parsing \"%s\": invalid syntax".formatted(value));
    }
  }

  /** Nothing is to be kept. */
  boolean dryRun() {
    String value = text("dryRun");
    if (!value.isEmpty() && !value.equals("All")) {
      String text = "Unsupported value: \"%s\": supported values: \"All\"".formatted(value);
      throw Status.invalid(
          "CreateOptions.meta.k8s.io",
          List.of(new Status.Cause("FieldValueNotSupported", text, "dryRun")));
    }
    return value.equals("All");
  }
}
