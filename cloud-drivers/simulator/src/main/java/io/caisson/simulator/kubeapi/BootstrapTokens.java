package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;

/**
 * How a Secret says that it is a bootstrap token.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/">Bootstrap
 *     tokens</a>
 */
final class BootstrapTokens {
  static final String TYPE = "bootstrap.kubernetes.io/token";

  private BootstrapTokens() {}

  /** One entry of the data, decoded; empty if it is not there. */
  static String value(JsonNode secret, String name) {
    try {
      byte[] bytes = Base64.getDecoder().decode(secret.path("data").path(name).asText());
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }

  /** One without an expiration is for ever; one that cannot be read has passed. */
  static boolean isFresh(JsonNode secret, Instant now) {
    String expires = value(secret, "expiration");
    if (expires.isEmpty()) {
      return true;
    }
    try {
      return OffsetDateTime.parse(expires).toInstant().isAfter(now);
    } catch (DateTimeException e) {
      return false;
    }
  }

  /**
   * @param usage {@code authentication} or {@code signing}
   */
  static boolean isFor(JsonNode secret, String usage) {
    return value(secret, "usage-bootstrap-" + usage).equals("true");
  }
}
