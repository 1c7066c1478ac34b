package io.caisson.openstack.wire;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A complete answer. Its text form is the status alone, because a body may hold a secret.
 *
 * @param headers by name in lower case
 */
public record Answer(int status, Map<String, String> headers, String body) {
  public Answer {
    headers = Map.copyOf(headers);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  public boolean success() {
    return status >= 200 && status < 300;
  }

  @Override
  public String toString() {
    return "Answer[" + status + "]";
  }
}
