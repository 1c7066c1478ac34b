package io.caisson.service.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.domain.cluster.Problem;
import io.caisson.service.api.http.Json;
import io.caisson.service.tenancy.Printable;
import io.caisson.service.tenancy.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One object of a request's body. It is read strictly: an unknown name, a wrong type and an absurd
 * size are problems, each with its path, and all of a body are collected, so that they are told at
 * once. {@code null} counts as not given.
 */
final class Part {
  private static final int TEXT_LIMIT = 1024;
  private static final int LIST_LIMIT = 200;

  private final JsonNode node;
  private final String path;
  private final List<Problem> problems;

  private Part(JsonNode node, String path, List<Problem> problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
  }

  /**
   * @param known the names that may be given
   * @throws Refused if the body is no object
   */
  static Part of(JsonNode body, Set<String> known) {
    if (!body.isObject()) {
      throw Refused.invalid("the request's body is no JSON object");
    }
    return new Part(body, "", new ArrayList<>()).knowing(known);
  }

  /** Of a body that may be left out. */
  static Part optional(@Nullable String body, Set<String> known) {
    return of(body == null || body.isBlank() ? Json.object() : Json.read(body), known);
  }

  private Part knowing(Set<String> known) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                problem(
                    Printable.of(name),
                    "is not known here; there are " + known.stream().sorted().toList());
              }
            });
    return this;
  }

  void problem(String name, String text) {
    problems.add(new Problem(place(name), text));
  }

  /** The path of one of this object's names. */
  String place(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** Its own path; empty of the outermost object. */
  String path() {
    return path;
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  /**
   * Says that all of it was read.
   *
   * @throws Refused with all that is wrong with it
   */
  void check() {
    if (!problems.isEmpty()) {
      throw Refused.of(Refused.Kind.INVALID, problems());
    }
  }

  boolean has(String name) {
    return !node.path(name).isMissingNode() && !node.path(name).isNull();
  }

  Optional<String> text(String name) {
    return value(name, "a text", JsonNode::isTextual)
        .map(JsonNode::textValue)
        .filter(text -> shortEnough(name, text));
  }

  private boolean shortEnough(String name, String text) {
    boolean fits = text.length() <= TEXT_LIMIT;
    if (!fits) {
      problem(name, "has %d characters, at most %d".formatted(text.length(), TEXT_LIMIT));
    }
    return fits;
  }

  Optional<Integer> number(String name) {
    return value(
            name,
            "a whole number of at most %d".formatted(Integer.MAX_VALUE),
            one -> one.isIntegralNumber() && one.canConvertToInt())
        .map(JsonNode::intValue);
  }

  Optional<JsonNode> numberOrText(String name) {
    return value(name, "a number or a text", one -> one.isIntegralNumber() || one.isTextual());
  }

  Optional<Boolean> flag(String name) {
    return value(name, "true or false", JsonNode::isBoolean).map(JsonNode::booleanValue);
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    List<JsonNode> all = list(name, "a list of texts");
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).isTextual()) {
        texts.add(all.get(i).textValue());
      } else {
        problem(name + "[" + i + "]", "must be a text");
      }
    }
    return texts;
  }

  /** Texts by name; empty if not given. */
  SortedMap<String, String> map(String name) {
    TreeMap<String, String> all = new TreeMap<>();
    Optional<JsonNode> object = value(name, "an object of texts", JsonNode::isObject);
    for (Map.Entry<String, JsonNode> entry :
        object.<Set<Map.Entry<String, JsonNode>>>map(JsonNode::properties).orElse(Set.of())) {
      String key = Printable.of(entry.getKey());
      if (!entry.getValue().isTextual()) {
        problem(name + "." + key, "must be a text");
      } else if (all.size() < LIST_LIMIT) {
        all.put(entry.getKey(), entry.getValue().textValue());
      } else if (all.size() == LIST_LIMIT) {
        problem(name, "has more than %d entries".formatted(LIST_LIMIT));
        break;
      }
    }
    return all;
  }

  Optional<Part> part(String name, Set<String> known) {
    return value(name, "an object", JsonNode::isObject)
        .map(one -> new Part(one, place(name), problems).knowing(known));
  }

  List<Part> parts(String name, Set<String> known) {
    List<Part> parts = new ArrayList<>();
    List<JsonNode> all = list(name, "a list of objects");
    for (int i = 0; i < all.size(); i++) {
      String each = name + "[" + i + "]";
      if (all.get(i).isObject()) {
        parts.add(new Part(all.get(i), place(each), problems).knowing(known));
      } else {
        problem(each, "must be an object");
      }
    }
    return parts;
  }

  private List<JsonNode> list(String name, String wanted) {
    List<JsonNode> all = new ArrayList<>();
    value(name, wanted, JsonNode::isArray).ifPresent(array -> array.forEach(all::add));
    if (all.size() > LIST_LIMIT) {
      problem(name, "has %d entries, at most %d".formatted(all.size(), LIST_LIMIT));
      return List.of();
    }
    return all;
  }

  private Optional<JsonNode> value(String name, String wanted, Predicate<JsonNode> right) {
    if (!has(name)) {
      return Optional.empty();
    }
    JsonNode value = node.path(name);
    if (!right.test(value)) {
      problem(name, "must be " + wanted);
      return Optional.empty();
    }
    return Optional.of(value);
  }
}
