package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Refusal;

/** Octavia's form of an error, which is WSME's. */
final class OctaviaFault extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;

  private OctaviaFault(int status, String message) {
    super(message);
    this.status = status;
  }

  static OctaviaFault invalid(String message) {
    return new OctaviaFault(400, message);
  }

  static OctaviaFault forbidden() {
    return new OctaviaFault(403, "Policy does not allow this request to be performed.");
  }

  /** What a provider cannot do at all. */
  static OctaviaFault unsupported(String provider, String what) {
    return new OctaviaFault(
        501, "Provider '%s' does not support a requested option: %s".formatted(provider, what));
  }

  static OctaviaFault of(Refusal refusal) {
    int status =
        switch (refusal.kind()) {
          case INVALID -> 400;
          case UNAUTHORIZED -> 401;
          case FORBIDDEN, QUOTA -> 403;
          case NOT_FOUND -> 404;
          case CONFLICT -> refusal.type().equals("ProviderDriverError") ? 500 : 409;
        };
    return new OctaviaFault(status, refusal.text());
  }

  Answer answer() {
    ObjectNode error = Json.object();
    error.put("faultcode", status >= 500 ? "Server" : "Client");
    error.put("faultstring", getMessage());
    error.putNull("debuginfo");
    return Answer.json(status, error);
  }
}
