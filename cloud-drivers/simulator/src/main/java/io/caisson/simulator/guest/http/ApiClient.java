package io.caisson.simulator.guest.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.caisson.simulator.guest.http.Https.Request;
import io.caisson.simulator.kubeapi.Json;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Speaks JSON to one API server.
 *
 * @param server {@code https://HOST:PORT}
 * @param token a bearer token, empty for none
 */
public record ApiClient(Https https, String server, String token) {
  /** The object that came back; throws {@link Refused} for any other answer than a success. */
  public JsonNode get(String path) throws NoAnswer, Refused {
    return answer(https.send(Request.get(URI.create(server + path), headers())));
  }

  /**
   * Watches until an object is what is waited for; empty if the server ends the watch before.
   *
   * @param path of a collection, with the query that says what is watched and for how long
   */
  public <T> Optional<T> watch(String path, Function<JsonNode, Optional<T>> wanted)
      throws NoAnswer {
    return https.await(
        Request.get(URI.create(server + path), headers()), line -> wanted.apply(object(line)));
  }

  /** Of an event; nothing if the connection ended in the middle of it. */
  private static JsonNode object(String event) {
    try {
      return Json.parse(event).path("object");
    } catch (JsonProcessingException halved) {
      return MissingNode.getInstance();
    }
  }

  public JsonNode post(String path, JsonNode object) throws NoAnswer, Refused {
    return send("POST", path, object);
  }

  public JsonNode put(String path, JsonNode object) throws NoAnswer, Refused {
    return send("PUT", path, object);
  }

  private JsonNode send(String method, String path, JsonNode object) throws NoAnswer, Refused {
    Map<String, String> headers = headers();
    headers.put("Content-Type", "application/json");
    URI uri = URI.create(server + path);
    return answer(https.send(new Request(method, uri, headers, Json.bytes(object))));
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    if (!token.isEmpty()) {
      headers.put("Authorization", "Bearer " + token);
    }
    return headers;
  }

  private static JsonNode answer(Answer answer) throws Refused {
    JsonNode tree;
    try {
      tree = Json.parse(answer.body());
    } catch (JsonProcessingException notJson) {
      throw new Refused(answer.status(), answer.text().strip());
    }
    if (answer.isSuccess()) {
      return tree;
    }
    throw new Refused(answer.status(), tree.path("message").asText());
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "ApiClient[" + server + "]";
  }

  /** The API server answered, but not with what was asked for. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refused(int status, String message) {
      super(message);
      this.status = status;
    }

    public int status() {
      return status;
    }

    public String text() {
      return String.valueOf(getMessage());
    }
  }
}
