package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Refusal;
import java.util.Optional;

/** Nova's form of an error. */
final class NovaFault extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String name;
  private final transient Optional<String> version;

  private NovaFault(int status, String name, String message, Optional<String> version) {
    super(message);
    this.status = status;
    this.name = name;
    this.version = version;
  }

  static NovaFault badRequest(String message) {
    return new NovaFault(400, "badRequest", message, Optional.empty());
  }

  static NovaFault notFound(String message) {
    return new NovaFault(404, "itemNotFound", message, Optional.empty());
  }

  static NovaFault mediaType() {
    return new NovaFault(415, "badMediaType", "Unsupported Content-Type", Optional.empty());
  }

  static NovaFault forbidden(String message) {
    return new NovaFault(403, "forbidden", message, Optional.empty());
  }

  static NovaFault policy(String rule) {
    return new NovaFault(
        403,
        "forbidden",
        "Policy doesn't allow os_compute_api:%s to be performed.".formatted(rule),
        Optional.empty());
  }

  static NovaFault notAcceptable(String version) {
    return new NovaFault(
        406,
        "computeFault",
        "Version %s is not supported by the API. Minimum is 2.1 and maximum is 2.%d."
            .formatted(version, NovaVersion.NEWEST),
        Optional.of(version));
  }

  static NovaFault of(Refusal refusal) {
    String text = refusal.text();
    return switch (refusal.kind()) {
      case INVALID -> badRequest(text);
      case UNAUTHORIZED -> new NovaFault(401, "unauthorized", text, Optional.empty());
      case FORBIDDEN, QUOTA -> new NovaFault(403, "forbidden", text, Optional.empty());
      case NOT_FOUND -> notFound(text);
      case CONFLICT -> new NovaFault(409, "conflictingRequest", text, Optional.empty());
    };
  }

  /** The version that stands in the headers, if it is not the negotiated one. */
  Optional<String> version() {
    return version;
  }

  Answer answer() {
    ObjectNode fault = Json.object().put("code", status).put("message", getMessage());
    return Answer.jsonUtf8(status, Json.wrap(name, fault));
  }
}
