package io.caisson.openstack.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * One request. Its text form leaves headers and body out, because they hold tokens and secrets.
 *
 * @param body JSON
 */
public record Sending(
    String method, HttpUrl url, Map<String, String> headers, Optional<String> body) {
  public Sending {
    headers = Map.copyOf(headers);
  }

  public static Sending get(HttpUrl url) {
    return new Sending("GET", url, Map.of(), Optional.empty());
  }

  public static Sending post(HttpUrl url, String body) {
    return new Sending("POST", url, Map.of(), Optional.of(body));
  }

  public static Sending delete(HttpUrl url) {
    return new Sending("DELETE", url, Map.of(), Optional.empty());
  }

  public Sending with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Sending(method, url, more, body);
  }

  /** Whether it may change something, so that it must never be sent twice. */
  public boolean changing() {
    return !method.equals("GET") && !method.equals("HEAD");
  }

  @Override
  public String toString() {
    return method + " " + url.newBuilder().query(null).build();
  }
}
