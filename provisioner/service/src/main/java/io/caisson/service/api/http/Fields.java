package io.caisson.service.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.caisson.domain.cluster.Problem;
import io.caisson.service.tenancy.Printable;
import io.caisson.service.tenancy.Refused;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a JSON object leniently where clients differ, and strictly elsewhere: numbers and booleans
 * may be texts, null and (for numbers and booleans) the empty text mean "not given"; an unknown
 * name or a wrong type is a problem. All problems are told at once by {@link #check()}.
 */
public final class Fields {
  private final JsonNode body;
  private final List<Problem> problems = new ArrayList<>();

  private Fields(JsonNode body) {
    this.body = body;
  }

  /**
   * @param known the names that may be given
   * @param readOnly names that answers have and requests may not
   */
  public static Fields of(JsonNode body, Collection<String> known, Collection<String> readOnly) {
    if (!body.isObject()) {
      throw Refused.invalid("the request's body is no JSON object");
    }
    Fields fields = new Fields(body);
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (readOnly.contains(name)) {
                fields.problem(name, "cannot be set: it is read-only");
              } else if (!known.contains(name)) {
                fields.problem(Printable.of(name), "unknown attribute");
              }
            });
    return fields;
  }

  public void problem(String path, String text) {
    Problem problem = new Problem(path, text);
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  /** A text that is not empty; a number counts as one. */
  public Optional<String> text(String name) {
    JsonNode value = body.path(name);
    if (value.isTextual() || value.isNumber()) {
      return Optional.of(value.asText()).filter(text -> !text.isEmpty());
    }
    mustBeAbsent(name, value, "a text");
    return Optional.empty();
  }

  /** A whole number that fits into an int. */
  public Optional<Integer> integer(String name) {
    JsonNode value = body.path(name);
    if (value.isNumber() || value.isTextual()) {
      return value.asText().isBlank() ? Optional.empty() : number(name, value.asText().strip());
    }
    mustBeAbsent(name, value, "a whole number");
    return Optional.empty();
  }

  private Optional<Integer> number(String name, String text) {
    try {
      return Optional.of(new BigDecimal(text).intValueExact());
    } catch (ArithmeticException | NumberFormatException wrong) {
      problem(name, "'%s' is no whole number".formatted(Printable.of(text)));
      return Optional.empty();
    }
  }

  /** A truth value; {@code true}, {@code yes}, {@code on}, {@code t}, {@code y}, 1 and so on. */
  public Optional<Boolean> flag(String name) {
    JsonNode value = body.path(name);
    if (!value.isBoolean() && !value.isTextual() && !value.isNumber()) {
      mustBeAbsent(name, value, "true or false");
      return Optional.empty();
    }
    return switch (value.asText().strip().toLowerCase(Locale.ROOT)) {
      case "true", "t", "yes", "y", "on", "1" -> Optional.of(true);
      case "false", "f", "no", "n", "off", "0" -> Optional.of(false);
      case "" -> Optional.empty();
      default -> {
        problem(name, "'%s' is neither true nor false".formatted(Printable.of(value.asText())));
        yield Optional.empty();
      }
    };
  }

  /** Labels: an object of simple values, or the text of one; empty if not given. */
  public Optional<SortedMap<String, String>> labels(String name) {
    JsonNode value = body.path(name);
    try {
      return value.isTextual()
          ? Optional.of(value.asText()).filter(text -> !text.isBlank()).map(DictText::parse)
          : object(name, value);
    } catch (IllegalArgumentException wrong) {
      problem(name, String.valueOf(wrong.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<SortedMap<String, String>> object(String name, JsonNode value) {
    if (!value.isObject()) {
      mustBeAbsent(name, value, "an object of texts");
      return Optional.empty();
    }
    TreeMap<String, String> labels = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
        throw new IllegalArgumentException(
            "the value of '%s' is no text".formatted(Printable.of(entry.getKey())));
      }
      labels.put(entry.getKey(), entry.getValue().asText());
    }
    return Optional.of(labels);
  }

  private void mustBeAbsent(String name, JsonNode value, String wanted) {
    JsonNodeType type = value.getNodeType();
    if (type != JsonNodeType.MISSING && type != JsonNodeType.NULL) {
      problem(name, "must be %s".formatted(wanted));
    }
  }

  /** The problems so far. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /**
   * @throws Refused if there was any problem
   */
  public void check() {
    if (!problems.isEmpty()) {
      throw Refused.of(Refused.Kind.INVALID, problems);
    }
  }
}
