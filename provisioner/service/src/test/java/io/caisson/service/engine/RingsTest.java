package io.caisson.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RingsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void whoDoesNotRingCallsForNothing() {
    assertThat(Rings.none().due()).isEqualTo(Instant.MAX);
    assertThat(Rings.none().answered(NOW)).isEqualTo(Rings.none());
  }

  @Test
  void ringsUntilALookBeginsAreOne() {
    Rings rings = Rings.none().rung().rung().rung();
    assertThat(rings.due()).isEqualTo(Instant.MIN);
    assertThat(rings.answered(NOW).due()).isEqualTo(Instant.MAX);
    assertThat(rings.answered(NOW).answered()).isEqualTo(1);
  }

  @Test
  void aStormIsSlowedDownAndItsLastRingIsNotLost() {
    Rings rings = storm(NOW);

    assertThat(rings.rung().due()).isEqualTo(NOW.plus(Rings.WINDOW));
  }

  @Test
  void afterItsWindowAStormMayCallAgain() {
    Instant later = NOW.plus(Rings.WINDOW);

    Rings rings = storm(NOW).rung().answered(later);

    assertThat(rings).isEqualTo(new Rings(false, later, 1));
    assertThat(rings.rung().due()).isEqualTo(Instant.MIN);
  }

  private static Rings storm(Instant at) {
    Rings rings = Rings.none();
    for (int look = 0; look < Rings.MOST; look++) {
      rings = rings.rung();
      assertThat(rings.due()).isEqualTo(Instant.MIN);
      rings = rings.answered(at.plusMillis(look));
    }
    return rings;
  }
}
