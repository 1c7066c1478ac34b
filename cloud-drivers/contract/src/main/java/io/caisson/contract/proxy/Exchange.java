package io.caisson.contract.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request and what came of it, without secrets: fit to be kept as data.
 *
 * @param status absent if the connection was cut instead
 * @param done whether the cloud got the request
 * @param fault what the proxy did to it
 */
public record Exchange(
    String service,
    String method,
    String target,
    boolean signsIn,
    boolean changes,
    Map<String, String> requestHeaders,
    String requestBody,
    Optional<Integer> status,
    Map<String, String> replyHeaders,
    String replyBody,
    boolean done,
    Optional<String> fault) {

  static Exchange of(Request request, Optional<Reply> reply, boolean done, Optional<Fault> fault) {
    return new Exchange(
        request.service(),
        request.method(),
        request.target(),
        request.signsIn(),
        request.changes(),
        Secrets.hidden(request.headers()),
        Secrets.hidden(request.body()),
        reply.map(Reply::status),
        reply.map(r -> Secrets.hidden(r.headers())).orElse(Map.of()),
        reply.map(r -> Secrets.hidden(r.body())).orElse(""),
        done,
        fault.map(f -> f.getClass().getSimpleName()));
  }

  /** All texts in the JSON of the answer, by which a fault can be checked for the cloud's words. */
  public List<String> words() {
    try {
      List<String> words = new ArrayList<>();
      collect(new JsonMapper().readTree(replyBody), words);
      return words;
    } catch (JsonProcessingException noJson) {
      return List.of(replyBody);
    }
  }

  private static void collect(JsonNode node, List<String> words) {
    if (node.isTextual()) {
      words.add(node.asText());
    }
    node.forEach(child -> collect(child, words));
  }

  /** One line for failures of tests. */
  @Override
  public String toString() {
    return "%s %s %s → %s%s"
        .formatted(
            service,
            method,
            target,
            status.map(String::valueOf).orElse("cut"),
            fault.map(f -> " (" + f + ")").orElse(""));
  }
}
