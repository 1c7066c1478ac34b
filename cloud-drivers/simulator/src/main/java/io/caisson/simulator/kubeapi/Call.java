package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * One request whose caller is known.
 *
 * @param accept the header, empty if there is none
 * @param agent the header {@code User-Agent}, empty if there is none
 * @param contentType without its parameters, empty if there is none
 */
record Call(
    Caller caller,
    String method,
    String path,
    Query query,
    String accept,
    String agent,
    String contentType,
    Buffer body) {
  /** The body as an object; throws a 400 or 415 if it is none. */
  ObjectNode object() {
    return switch (contentType) {
      case "", "application/json" -> object(json());
      case "application/yaml", "application/x-yaml", "text/yaml" -> object(yaml());
      default ->
          throw Status.unsupportedMediaType(
              java.util.List.of("application/json", "application/yaml"));
    };
  }

  /** The body of a DELETE may be missing. */
  JsonNode options() {
    return body.length() == 0 ? Json.object() : json();
  }

  JsonNode json() {
    try {
      return Json.parse(body.getBytes());
    } catch (JsonProcessingException e) {
      throw Status.badRequest(
          "the object provided is unrecognized (must be of type Object): couldn't get"
              + " version/kind; json parse error: "
              + e.getOriginalMessage());
    }
  }

  JsonNode yaml() {
    try {
      return Json.yaml(body.toString(StandardCharsets.UTF_8));
    } catch (YAMLException e) {
      throw Status.badRequest(
          "error converting YAML to JSON: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  /** What the caller wants instead of the objects themselves: a view of {@code meta.k8s.io}. */
  String view() {
    for (String part : accept.split(",", -1)) {
      String wanted = part.replace(" ", "").toLowerCase(Locale.ROOT);
      if (!wanted.startsWith("application/json") && !wanted.startsWith("*/*")) {
        continue;
      }
      for (String parameter : wanted.split(";", -1)) {
        if (parameter.startsWith("as=")) {
          return parameter.substring("as=".length());
        }
      }
      return "";
    }
    return "";
  }

  /** The verb of a request that names no resource. */
  String pathVerb() {
    return method.toLowerCase(Locale.ROOT);
  }

  private static ObjectNode object(JsonNode tree) {
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw Status.badRequest(
        "the object provided is unrecognized (must be of type Object): couldn't get version/kind;"
            + " json parse error: json: cannot unmarshal");
  }
}
