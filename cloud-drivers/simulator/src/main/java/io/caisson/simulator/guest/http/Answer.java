package io.caisson.simulator.guest.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A whole answer.
 *
 * @param retryAfter what the header of that name asks for, in whole seconds
 */
public record Answer(int status, byte[] body, Optional<Duration> retryAfter) {
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public boolean isSuccess() {
    return status / 100 == 2;
  }
}
