package io.caisson.service.api.http;

import io.micronaut.http.HttpRequest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Who may read the metrics: whoever presents the token that was set; without one, only this very
 * machine, and nobody through a proxy.
 */
public record MetricsAccess(Optional<String> token) {
  boolean admits(HttpRequest<?> request) {
    return token.isPresent() ? presented(request, token.get()) : near(request);
  }

  private static boolean presented(HttpRequest<?> request, String token) {
    String header = Optional.ofNullable(request.getHeaders().get("Authorization")).orElse("");
    return MessageDigest.isEqual(bytes(header), bytes("Bearer " + token));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean near(HttpRequest<?> request) {
    InetAddress from = request.getRemoteAddress().getAddress();
    return from != null
        && from.isLoopbackAddress()
        && !request.getHeaders().contains("X-Forwarded-For")
        && !request.getHeaders().contains("Forwarded");
  }

  @Override
  public String toString() {
    return "MetricsAccess[]";
  }
}
