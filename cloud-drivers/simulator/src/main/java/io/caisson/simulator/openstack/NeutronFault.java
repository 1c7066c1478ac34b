package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Refusal;

/** Neutron's form of an error. */
final class NeutronFault extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String type;

  private NeutronFault(int status, String type, String message) {
    super(message);
    this.status = status;
    this.type = type;
  }

  static NeutronFault invalid(String message) {
    return new NeutronFault(400, "HTTPBadRequest", message);
  }

  static NeutronFault invalid(String type, String message) {
    return new NeutronFault(400, type, message);
  }

  static NeutronFault notFound(String type, String message) {
    return new NeutronFault(404, type, message);
  }

  static NeutronFault conflict(String type, String message) {
    return new NeutronFault(409, type, message);
  }

  static NeutronFault forbidden(String type, String message) {
    return new NeutronFault(403, type, message);
  }

  /** What a database of three-byte characters makes of a longer one. */
  static NeutronFault unstorable() {
    return new NeutronFault(
        500,
        "HTTPInternalServerError",
        "Request Failed: internal server error while processing your request.");
  }

  /** What the policy of the rule forbids. */
  static NeutronFault policy(String rule) {
    return forbidden("PolicyNotAuthorized", rule + " is disallowed by policy");
  }

  static NeutronFault of(Refusal refusal) {
    int status =
        switch (refusal.kind()) {
          case INVALID -> 400;
          case UNAUTHORIZED -> 401;
          case FORBIDDEN -> 403;
          case NOT_FOUND -> 404;
          case CONFLICT, QUOTA -> 409;
        };
    return new NeutronFault(status, refusal.type(), refusal.text());
  }

  Answer answer() {
    ObjectNode error = Json.object();
    error.put("type", type);
    error.put("message", getMessage());
    error.put("detail", "");
    return Answer.json(status, Json.wrap("NeutronError", error));
  }
}
