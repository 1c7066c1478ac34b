package io.caisson.service.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long PATIENCE = 5 * SECOND;
  private final Throttle throttle = new Throttle();

  @Test
  void nobodyWaitsBeforeTheFirstComplaint() {
    for (int i = 0; i < 1000; i++) {
      assertThat(throttle.take(0, PATIENCE)).isZero();
    }
  }

  @Test
  void theWholeProjectWaitsAsLongAsTheCloudSaid() {
    throttle.complaint(Duration.ofSeconds(30), 0);
    assertThat(throttle.take(0, PATIENCE)).isEqualTo(30 * SECOND);
    assertThat(throttle.take(29 * SECOND, PATIENCE)).isEqualTo(SECOND);
  }

  @Test
  void afterwardsCallsHaveTokensUntilThereWasNoComplaintForAWhile() {
    throttle.complaint(Duration.ofSeconds(1), 0);
    assertThat(calls(SECOND, SECOND)).isEqualTo(4);
    assertThat(calls(6 * SECOND, SECOND)).isEqualTo(8);
    assertThat(throttle.take(40 * SECOND, 0)).isZero();
    assertThat(calls(40 * SECOND, SECOND)).as("free again").isEqualTo(1000);
  }

  @Test
  void anotherComplaintHalvesTheTokensAndABurstOfThemCountsOnce() {
    throttle.complaint(Duration.ofSeconds(1), 0);
    throttle.complaint(Duration.ofSeconds(1), 0);
    throttle.complaint(Duration.ofSeconds(1), 2 * SECOND);
    throttle.complaint(Duration.ofSeconds(1), 2 * SECOND);
    assertThat(calls(3 * SECOND, SECOND)).isEqualTo(2);
  }

  /** How many calls may be made within this time, at most a thousand. */
  private int calls(long from, long within) {
    int made = 0;
    while (made < 1000 && throttle.take(from, within - 1) < within) {
      made++;
    }
    return made;
  }
}
