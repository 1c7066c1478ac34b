package io.caisson.service.api.http;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a flat dictionary that a client sends as text: JSON, or what Python prints for a {@code
 * dict} ({@code {'a': 'b', 'c': True}}), which magnumclient and Terraform send in patches. Values
 * become texts as Magnum stores them; {@code None} and {@code null} are refused.
 */
final class DictText {
  private final String text;
  private int at;

  private DictText(String text) {
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException if it is no flat dictionary
   */
  static SortedMap<String, String> parse(String text) {
    return new DictText(text.strip()).dictionary();
  }

  private SortedMap<String, String> dictionary() {
    TreeMap<String, String> all = new TreeMap<>();
    expect('{');
    while (!next('}')) {
      String key = value();
      expect(':');
      all.put(key, value());
      if (!next(',')) {
        expect('}');
        break;
      }
    }
    skip();
    if (at != text.length()) {
      throw wrong();
    }
    return all;
  }

  private String value() {
    skip();
    char first = peek();
    return first == '\'' || first == '"' ? quoted(first) : word();
  }

  private String quoted(char quote) {
    StringBuilder value = new StringBuilder();
    at++;
    while (peek() != quote) {
      if (peek() == '\\') {
        at++;
        value.append(escaped(peek()));
      } else {
        value.append(peek());
      }
      at++;
    }
    at++;
    return value.toString();
  }

  private char escaped(char letter) {
    return switch (letter) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case '\\', '\'', '"', '/' -> letter;
      default -> throw wrong();
    };
  }

  /** A number or a truth value. */
  private String word() {
    int start = at;
    while (Character.isLetterOrDigit(peek()) || "+-._".indexOf(peek()) >= 0) {
      at++;
    }
    String word = text.substring(start, at);
    if (word.equals("True")
        || word.equals("False")
        || word.equals("true")
        || word.equals("false")) {
      return word;
    }
    if (!word.matches("[+-]?[0-9]+(\\.[0-9]+)?")) {
      throw wrong();
    }
    return word;
  }

  private boolean next(char wanted) {
    skip();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char wanted) {
    if (!next(wanted)) {
      throw wrong();
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong();
    }
    return text.charAt(at);
  }

  private void skip() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        "must be an object of texts, such as {\"kube_tag\": \"v1.34.4\"}");
  }
}
