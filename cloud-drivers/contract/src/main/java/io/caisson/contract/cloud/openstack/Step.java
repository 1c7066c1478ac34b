package io.caisson.contract.cloud.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One kept exchange: what is asked for, and what a real cloud answered.
 *
 * @param path may hold {@code ${name}}, as the body may
 * @param keep names for parts of the answer, by JSON pointer
 * @param status the real cloud's
 * @param answer the real cloud's; text if it was no JSON
 */
record Step(
    String name,
    String service,
    String method,
    String path,
    Optional<JsonNode> body,
    Map<String, String> keep,
    int status,
    JsonNode answer) {

  static Step of(JsonNode node) {
    Map<String, String> keep = new TreeMap<>();
    node.path("keep").properties().forEach(e -> keep.put(e.getKey(), e.getValue().asText()));
    return new Step(
        node.path("name").asText(),
        node.path("service").asText(),
        node.path("method").asText(),
        node.path("path").asText(),
        Optional.ofNullable(node.get("body")),
        keep,
        node.path("status").asInt(),
        node.path("answer"));
  }

  /** The same question with another answer. */
  Step answered(int otherStatus, JsonNode other) {
    return new Step(name, service, method, path, body, keep, otherStatus, other);
  }
}
