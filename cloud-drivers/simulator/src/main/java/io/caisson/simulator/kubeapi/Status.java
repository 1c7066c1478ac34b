package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * The Status objects of a real API server, word for word.
 *
 * @see <a href="https://pkg.go.dev/k8s.io/apimachinery/pkg/api/errors">apimachinery api/errors</a>
 */
final class Status {
  private Status() {}

  static ObjectNode success(int code) {
    return head("Success").put("code", code);
  }

  static ObjectNode deleted(ApiResource resource, String name, String uid) {
    ObjectNode status = head("Success");
    ObjectNode details = status.putObject("details").put("name", name);
    putGroup(details, resource);
    details.put("kind", resource.plural()).put("uid", uid);
    return status;
  }

  static ApiFault notFound(ApiResource resource, String name) {
    return named(404, "NotFound", resource, name, "%s \"%s\" not found");
  }

  static ApiFault noSuchResource() {
    return fault(
        404, "NotFound", "the server could not find the requested resource", Json.object());
  }

  static ApiFault alreadyExists(ApiResource resource, String name) {
    return named(409, "AlreadyExists", resource, name, "%s \"%s\" already exists");
  }

  static ApiFault conflict(ApiResource resource, String name, String why) {
    return named(
        409,
        "Conflict",
        resource,
        name,
        "Operation cannot be fulfilled on %s \"%s\": " + why.replace("%", "%%"));
  }

  static ApiFault modified(ApiResource resource, String name) {
    return conflict(
        resource,
        name,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  static ApiFault forbidden(ApiResource resource, String name, String why) {
    String what =
        name.isEmpty() ? resource.qualified() : "%s \"%s\"".formatted(resource.qualified(), name);
    return fault(403, "Forbidden", what + " is forbidden: " + why, details(resource, name));
  }

  static ApiFault forbiddenPath(Caller caller, String verb, String path) {
    String text =
        "forbidden: User \"%s\" cannot %s path \"%s\"".formatted(caller.name(), verb, path);
    return fault(403, "Forbidden", text, Json.object());
  }

  static ApiFault unauthorized() {
    ObjectNode status = failure("Unauthorized", "Unauthorized");
    return new ApiFault(401, status.put("code", 401), 0);
  }

  static ApiFault methodNotAllowed() {
    return fault(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        Json.object());
  }

  static ApiFault badRequest(String why) {
    ObjectNode status = failure("BadRequest", why);
    return new ApiFault(400, status.put("code", 400), 0);
  }

  static ApiFault tooLarge(int limit) {
    return fault(
        413, "RequestEntityTooLarge", "Request entity too large: limit is " + limit, Json.object());
  }

  static ApiFault unsupportedMediaType(List<String> accepted) {
    String text =
        "the body of the request was in an unknown format - accepted media types include: "
            + String.join(", ", accepted);
    return fault(415, "UnsupportedMediaType", text, Json.object());
  }

  static ApiFault notAcceptable() {
    return fault(
        406,
        "NotAcceptable",
        "only the following media types are accepted: application/json",
        Json.object());
  }

  /** 422 with its causes. */
  static ApiFault invalid(ApiResource resource, String name, List<Cause> causes) {
    ObjectNode details = Json.object().put("name", name);
    putGroup(details, resource);
    details.put("kind", resource.kind());
    causes.forEach(cause -> details.withArray("causes").add(cause.tree()));
    List<String> texts =
        causes.stream().map(c -> c.field() + ": " + c.message()).distinct().toList();
    String all = texts.size() == 1 ? texts.getFirst() : "[" + String.join(", ", texts) + "]";
    String kind =
        resource.group().isEmpty()
            ? resource.kind()
            : resource.kind() + "." + resource.group().toLowerCase(Locale.ROOT);
    String text = "%s \"%s\" is invalid: %s".formatted(kind, name, all);
    return fault(422, "Invalid", text, details);
  }

  /** 422 about the options of a request. */
  static ApiFault invalid(String kind, List<Cause> causes) {
    ObjectNode details = Json.object();
    int dot = kind.indexOf('.');
    details.put("group", kind.substring(dot + 1)).put("kind", kind.substring(0, dot));
    causes.forEach(cause -> details.withArray("causes").add(cause.tree()));
    String first = causes.getFirst().field() + ": " + causes.getFirst().message();
    return fault(422, "Invalid", "%s \"\" is invalid: %s".formatted(kind, first), details);
  }

  static ApiFault unprocessable(String why) {
    String text = "the server rejected our request due to an error in our request";
    ObjectNode details = Json.object();
    details
        .putArray("causes")
        .addObject()
        .put("reason", "UnexpectedServerResponse")
        .put("message", why);
    return fault(422, "Invalid", text, details);
  }

  /** What comes of every request while etcd has no leader. */
  static ApiFault noEtcd() {
    return plain(500, "etcdserver: request timed out");
  }

  static ApiFault internal(String why) {
    ObjectNode details = Json.object();
    details.putArray("causes").addObject().put("message", why);
    return fault(500, "InternalError", "Internal error occurred: " + why, details);
  }

  /** Neither reason nor details. */
  static ApiFault plain(int code, String text) {
    return new ApiFault(code, head("Failure").put("message", text).put("code", code), 0);
  }

  static ApiFault expired(String why) {
    ObjectNode status = failure("Expired", why);
    return new ApiFault(410, status.put("code", 410), 0);
  }

  static ApiFault futureVersion(long asked, long current) {
    ObjectNode details = Json.object();
    details
        .putArray("causes")
        .addObject()
        .put("reason", "ResourceVersionTooLarge")
        .put("message", "Too large resource version");
    details.put("retryAfterSeconds", 1);
    String text = "Timeout: Too large resource version: %d, current: %d".formatted(asked, current);
    ObjectNode status = failure("Timeout", text);
    status.set("details", details);
    return new ApiFault(504, status.put("code", 504), 1);
  }

  private static ApiFault named(
      int code, String reason, ApiResource resource, String name, String format) {
    String text = format.formatted(resource.qualified(), name);
    return fault(code, reason, text, details(resource, name));
  }

  static ApiFault fault(int code, String reason, String text, ObjectNode details) {
    ObjectNode status = failure(reason, text);
    status.set("details", details);
    return new ApiFault(code, status.put("code", code), 0);
  }

  static ObjectNode failure(String reason, String text) {
    return head("Failure").put("message", text).put("reason", reason);
  }

  static ObjectNode head(String outcome) {
    ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    return status.put("status", outcome);
  }

  static ObjectNode details(ApiResource resource, String name) {
    ObjectNode details = Json.object();
    if (!name.isEmpty()) {
      details.put("name", name);
    }
    putGroup(details, resource);
    return details.put("kind", resource.plural());
  }

  private static void putGroup(ObjectNode details, ApiResource resource) {
    if (!resource.group().isEmpty()) {
      details.put("group", resource.group());
    }
  }

  /** One reason for a refusal. */
  record Cause(String reason, String message, String field) {
    ObjectNode tree() {
      return Json.object().put("reason", reason).put("message", message).put("field", field);
    }
  }
}
