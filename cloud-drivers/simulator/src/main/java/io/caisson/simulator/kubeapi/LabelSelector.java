package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A label selector of a query: {@code a=b}, {@code a!=b}, {@code a in (b,c)}, {@code a notin (b)},
 * {@code a}, {@code !a}, joined by commas.
 */
public final class LabelSelector {
  private static final Pattern SET =
      Pattern.compile("(\\S+)\\s+(in|notin)\\s+\\(([^)]*)\\)", Pattern.CASE_INSENSITIVE);
  private static final Pattern EQUALITY = Pattern.compile("([^=!\\s]+)\\s*(==|=|!=)\\s*([^=\\s]*)");
  private static final Pattern EXISTENCE = Pattern.compile("(!?)\\s*([^=!\\s,()]+)");

  private LabelSelector() {}

  /** Throws a 400 for what is no selector. */
  static Predicate<JsonNode> parse(String text) {
    Predicate<JsonNode> all = object -> true;
    for (String requirement : split(text)) {
      all = all.and(requirement(requirement.strip(), text));
    }
    return all;
  }

  /** By the {@code matchLabels} and {@code matchExpressions} of an object. */
  public static Predicate<JsonNode> of(JsonNode selector) {
    Predicate<JsonNode> all = object -> true;
    for (var label : selector.path("matchLabels").properties()) {
      all = all.and(isOneOf(label.getKey(), Set.of(label.getValue().asText())));
    }
    for (JsonNode expression : selector.path("matchExpressions")) {
      all = all.and(expression(expression));
    }
    return all;
  }

  private static Predicate<JsonNode> expression(JsonNode expression) {
    String key = expression.path("key").asText();
    Set<String> values =
        Set.copyOf(Json.each(expression.path("values")).map(JsonNode::asText).distinct().toList());
    return switch (expression.path("operator").asText()) {
      case "In" -> isOneOf(key, values);
      case "NotIn" -> isOneOf(key, values).negate();
      case "Exists" -> object -> label(object, key).isPresent();
      case "DoesNotExist" -> object -> label(object, key).isEmpty();
      default -> object -> false;
    };
  }

  private static Predicate<JsonNode> requirement(String text, String whole) {
    Matcher set = SET.matcher(text);
    if (set.matches()) {
      Set<String> values = Set.copyOf(List.of(set.group(3).split("\\s*,\\s*", -1)));
      Predicate<JsonNode> in = isOneOf(set.group(1), values);
      return set.group(2).equalsIgnoreCase("in") ? in : in.negate();
    }
    Matcher equality = EQUALITY.matcher(text);
    if (equality.matches()) {
      Predicate<JsonNode> is = isOneOf(equality.group(1), Set.of(equality.group(3)));
      return equality.group(2).equals("!=") ? is.negate() : is;
    }
    Matcher existence = EXISTENCE.matcher(text);
    if (existence.matches()) {
      boolean wanted = existence.group(1).isEmpty();
      return object -> label(object, existence.group(2)).isPresent() == wanted;
    }
    throw Status.badRequest(
        "unable to parse requirement: found '%s' in selector '%s'".formatted(text, whole));
  }

  private static Predicate<JsonNode> isOneOf(String key, Set<String> values) {
    return object -> label(object, key).filter(values::contains).isPresent();
  }

  private static Optional<String> label(JsonNode object, String key) {
    return Optional.ofNullable(object.path("metadata").path("labels").get(key))
        .map(JsonNode::asText);
  }

  /** At the commas that stand outside of parentheses. */
  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    if (!text.isBlank()) {
      parts.add(text.substring(start));
    }
    return parts;
  }
}
