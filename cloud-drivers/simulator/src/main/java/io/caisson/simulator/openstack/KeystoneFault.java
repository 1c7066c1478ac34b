package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Refusal;

/** Keystone's form of an error. */
final class KeystoneFault {
  private KeystoneFault() {}

  static Answer of(Refusal refusal) {
    return switch (refusal.kind()) {
      case INVALID -> of(400, "Bad Request", refusal.text());
      case UNAUTHORIZED -> of(401, "Unauthorized", refusal.text());
      case FORBIDDEN, QUOTA -> of(403, "Forbidden", refusal.text());
      case NOT_FOUND -> of(404, "Not Found", refusal.text());
      case CONFLICT -> of(409, "Conflict", refusal.text());
    };
  }

  static Answer of(int status, String title, String message) {
    ObjectNode error = Json.object();
    error.put("code", status);
    error.put("message", message);
    error.put("title", title);
    return Answer.json(status, Json.wrap("error", error));
  }

  static Answer forbidden(String action) {
    return of(
        403,
        "Forbidden",
        "You are not authorized to perform the requested action: " + action + ".");
  }
}
