package io.caisson.openstack.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import java.util.Optional;

/** Reading and writing of JSON; what a body lacks is {@link CloudFault.Broken}. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** The tree in this text; a missing node if it is no JSON. */
  static JsonNode lenient(String text) {
    try {
      JsonNode tree = MAPPER.readTree(text);
      return tree == null ? MissingNode.getInstance() : tree;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  public static JsonNode tree(Answer answer) {
    JsonNode tree = answer.tree();
    if (!tree.isObject()) {
      throw broken(answer.status(), "not a JSON object: " + FaultTable.excerpt(answer.body()));
    }
    return tree;
  }

  /** Maps, lists, strings, numbers as JSON. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not to be written as JSON", e);
    }
  }

  /** The text of a field; an absent, null or empty one is empty. */
  public static Optional<String> text(JsonNode node, String field) {
    return Optional.of(node.path(field).asText(""))
        .filter(t -> !t.isEmpty() && !node.path(field).isNull());
  }

  public static String required(JsonNode node, String field) {
    return text(node, field).orElseThrow(() -> broken(200, "an answer without '" + field + "'"));
  }

  public static CloudException broken(int status, String text) {
    return new CloudException(new CloudFault.Broken(status, text));
  }
}
