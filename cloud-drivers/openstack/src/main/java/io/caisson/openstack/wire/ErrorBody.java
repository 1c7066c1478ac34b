package io.caisson.openstack.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an OpenStack service says about an error. The shapes, as the services of Zed send them:
 *
 * <pre>
 * Nova, Cinder   {"itemNotFound": {"code": 404, "message": "…"}}
 * Neutron        {"NeutronError": {"type": "PortNotFound", "message": "…", "detail": ""}}
 * Keystone, 401  {"error": {"code": 401, "title": "Unauthorized", "message": "…"}}
 * Heat           {"code": 404, "title": "…", "error": {"type": "EntityNotFound", "message": "…"}}
 * Glance, WebOb  {"message": "…&lt;br /&gt;", "code": "404 Not Found", "title": "Not Found"}
 * Octavia        {"faultcode": "Client", "faultstring": "…"}
 * Placement      {"errors": [{"status": 404, "title": "…", "detail": "…"}]}
 * </pre>
 *
 * @param type the service's name for the error, such as {@code PortNotFound}; may be empty
 * @param message its words, never empty
 */
record ErrorBody(String type, String message) {
  /** Empty if the body is none of these: then somebody else than the service has answered. */
  static Optional<ErrorBody> of(String body) {
    JsonNode root = Json.lenient(body);
    return Stream.of(webOb(root), octavia(root), placement(root), nested(root))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** WebOb's form has a code with words; what a gateway puts into "message" is not the service. */
  private static Optional<ErrorBody> webOb(JsonNode root) {
    return Json.text(root, "message")
        .filter(_ -> root.path("code").asText("").matches("\\d{3} .*"))
        .map(text -> text.replaceAll("(<br />|\\s)+$", ""))
        .map(text -> new ErrorBody(root.path("title").asText(""), text));
  }

  private static Optional<ErrorBody> octavia(JsonNode root) {
    return Json.text(root, "faultstring")
        .map(text -> new ErrorBody(root.path("faultcode").asText(""), text));
  }

  private static Optional<ErrorBody> placement(JsonNode root) {
    JsonNode first = root.path("errors").path(0);
    return Json.text(first, "detail")
        .map(text -> new ErrorBody(first.path("title").asText(""), text));
  }

  private static Optional<ErrorBody> nested(JsonNode root) {
    return root.properties().stream()
        .filter(field -> field.getValue().isObject())
        .flatMap(field -> nested(field).stream())
        .findFirst();
  }

  private static Optional<ErrorBody> nested(Map.Entry<String, JsonNode> field) {
    String type = field.getValue().path("type").asText(field.getKey());
    return Json.text(field.getValue(), "message").map(text -> new ErrorBody(type, text));
  }
}
