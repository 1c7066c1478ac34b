package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;

/** A refusal of the API server, with the Status object that tells it to the caller. */
public final class ApiFault extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int code;
  private final transient ObjectNode status;
  private final int retryAfter;

  ApiFault(int code, ObjectNode status, int retryAfter) {
    super(status.path("message").asText(), null, false, false);
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** The HTTP status. */
  public int code() {
    return code;
  }

  public String reason() {
    return status.path("reason").asText();
  }

  ObjectNode status() {
    return status;
  }

  /** Seconds for the header {@code Retry-After}, if it is to be sent. */
  OptionalInt retryAfter() {
    return retryAfter > 0 ? OptionalInt.of(retryAfter) : OptionalInt.empty();
  }
}
