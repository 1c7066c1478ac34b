package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** Writes values as Python does: OpenStack's services quote what they refuse in that form. */
final class Python {
  private Python() {}

  /** As Python's {@code repr} writes it. */
  static String repr(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> quoted(node.asText());
      case BOOLEAN -> node.asBoolean() ? "True" : "False";
      case NULL, MISSING -> "None";
      case ARRAY -> array(node);
      case OBJECT -> object(node);
      case NUMBER, BINARY, POJO -> node.asText();
    };
  }

  /** As Python's {@code str} writes it: text without quotes. */
  static String str(JsonNode node) {
    return node.isTextual() ? node.asText() : repr(node);
  }

  static String quoted(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\n", "\\n");
    return text.contains("'") && !text.contains("\"")
        ? '"' + escaped + '"'
        : '\'' + escaped.replace("'", "\\'") + '\'';
  }

  private static String array(JsonNode node) {
    StringJoiner all = new StringJoiner(", ", "[", "]");
    node.forEach(one -> all.add(repr(one)));
    return all.toString();
  }

  private static String object(JsonNode node) {
    StringJoiner all = new StringJoiner(", ", "{", "}");
    node.properties().forEach(f -> all.add(quoted(f.getKey()) + ": " + repr(f.getValue())));
    return all.toString();
  }
}
