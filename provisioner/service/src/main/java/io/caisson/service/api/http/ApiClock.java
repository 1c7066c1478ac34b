package io.caisson.service.api.http;

import java.time.Instant;
import java.time.InstantSource;

/** The service's clock, under a name of its own: Micronaut brings another {@link InstantSource}. */
public record ApiClock(InstantSource source) {
  public Instant instant() {
    return source.instant();
  }
}
