package io.caisson.service.api;

import io.caisson.service.engine.Vitals;
import java.time.Instant;
import java.util.Optional;

/** A replica that is as one says. */
public final class FakeVitals implements Vitals {
  public volatile Optional<Instant> looked = Optional.empty();

  @Override
  public Optional<Instant> lastLook() {
    return looked;
  }
}
