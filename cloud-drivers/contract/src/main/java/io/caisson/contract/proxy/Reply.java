package io.caisson.contract.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One answer as the client gets it.
 *
 * @param headers by lower-case name; the length is set when it is written
 */
public record Reply(int status, Map<String, String> headers, byte[] body) {
  public Reply {
    headers = Collections.unmodifiableMap(new TreeMap<>(headers));
    body = body.clone();
  }

  public static Reply json(int status, String body) {
    return text(status, "application/json", body);
  }

  public static Reply html(int status, String body) {
    return text(status, "text/html; charset=utf-8", body);
  }

  private static Reply text(int status, String type, String body) {
    return new Reply(status, Map.of("content-type", type), body.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public byte[] body() {
    return body.clone();
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  public Reply with(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name.toLowerCase(Locale.ROOT), value);
    return new Reply(status, more, body);
  }

  public Reply withBody(byte[] other) {
    return new Reply(status, headers, other);
  }

  boolean isJson() {
    return header("content-type").orElse("").contains("json");
  }

  @Override
  public String toString() {
    return status + " " + body.length + " bytes";
  }
}
