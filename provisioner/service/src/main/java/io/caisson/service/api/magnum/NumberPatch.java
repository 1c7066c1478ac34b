package io.caisson.service.api.magnum;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.domain.cluster.Problem;
import io.caisson.service.tenancy.Printable;
import io.caisson.service.tenancy.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Magnum's part of JSON patch, on attributes that are numbers; an attribute is given or removed.
 */
record NumberPatch(Map<String, Optional<Integer>> changes) {

  /**
   * @param possible the attributes that can be changed
   * @throws Refused for everything else
   */
  static NumberPatch read(JsonNode patch, List<String> possible) {
    if (!patch.isArray() || patch.isEmpty()) {
      throw Refused.invalid(
          "a patch is a list of operations, such as"
              + " [{\"op\": \"replace\", \"path\": \"/%s\", \"value\": 3}]",
          possible.getFirst());
    }
    Map<String, Optional<Integer>> changes = new TreeMap<>();
    for (JsonNode step : patch) {
      String path = step.path("path").asText();
      String name = path.startsWith("/") ? path.substring(1) : path;
      if (!possible.contains(name)) {
        throw Refused.invalid(
            "'%s' cannot be changed: %s can", Printable.of(path), String.join(", ", possible));
      }
      changes.put(name, value(step, name));
    }
    return new NumberPatch(changes);
  }

  private static Optional<Integer> value(JsonNode step, String name) {
    String operation = step.path("op").asText();
    String text = step.path("value").asText("").strip();
    return switch (operation) {
      case "remove" -> Optional.empty();
      case "add", "replace" -> {
        if (!text.matches("[0-9]{1,9}")) {
          throw Refused.of(
              Refused.Kind.INVALID,
              List.of(new Problem(name, "'%s' is no whole number".formatted(Printable.of(text)))));
        }
        yield Optional.of(Integer.valueOf(text));
      }
      default ->
          throw Refused.invalid(
              "op '%s' is not known: it is add, replace or remove", Printable.of(operation));
    };
  }

  boolean names(String attribute) {
    return changes.containsKey(attribute);
  }

  Optional<Integer> number(String attribute) {
    return changes.getOrDefault(attribute, Optional.empty());
  }
}
