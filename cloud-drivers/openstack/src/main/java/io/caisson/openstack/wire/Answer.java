package io.caisson.openstack.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A complete answer. Its text form is the status alone, because a body may hold a secret. It is of
 * one thread.
 */
public final class Answer {
  private final int status;
  private final Map<String, String> headers;
  private final String body;
  private @Nullable JsonNode tree;

  /**
   * @param headers by name in lower case
   */
  public Answer(int status, Map<String, String> headers, String body) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.body = body;
  }

  public int status() {
    return status;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  public String body() {
    return body;
  }

  /** The body as JSON, read once; a missing node if it is none. */
  JsonNode tree() {
    JsonNode read = tree;
    if (read == null) {
      read = Json.lenient(body);
      tree = read;
    }
    return read;
  }

  public boolean success() {
    return status >= 200 && status < 300;
  }

  @Override
  public String toString() {
    return "Answer[" + status + "]";
  }
}
