package io.caisson.contract.proxy;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One request as the client sent it, secrets included; {@link Exchange} is what may be shown.
 *
 * @param service type of the service in the catalogue, such as {@code compute}
 * @param target path and query
 * @param headers by lower-case name
 */
public record Request(
    String service, String method, String target, Map<String, String> headers, byte[] body) {
  private static final Set<String> LOOKING = Set.of("GET", "HEAD", "OPTIONS");

  public Request {
    headers = Collections.unmodifiableMap(new TreeMap<>(headers));
    body = body.clone();
  }

  @Override
  public byte[] body() {
    return body.clone();
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Target without the query. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** Asks for a token (Keystone). */
  public boolean signsIn() {
    return method.equals("POST") && path().endsWith("/auth/tokens");
  }

  /** Wants to change something in the cloud; signing in changes nothing. */
  public boolean changes() {
    return !LOOKING.contains(method) && !signsIn();
  }

  /** Wants to know something. */
  public boolean looks() {
    return LOOKING.contains(method);
  }

  @Override
  public String toString() {
    return "%s %s %s".formatted(service, method, target);
  }
}
