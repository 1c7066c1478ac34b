package io.caisson.service.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private final Breaker breaker = new Breaker(CallMeter.NONE);
  private Instant now = Instant.parse("2026-11-28T12:00:00Z");

  @Test
  void fewSilencesLeaveItClosed() {
    silences(4);
    assertThat(breaker.admit(false, now)).isPresent();
    breaker.answered();
    silences(4);
    assertThat(breaker.admit(false, now)).isPresent();
  }

  @Test
  void itOpensAndSaysWhenTheNextTryIs() {
    silences(5);
    assertThat(breaker.admit(true, now)).isEmpty();
    assertThat(breaker.reason()).contains("2026-11-28T12:00:05Z").contains("no route");
  }

  @Test
  void oneReadingCallTriesAndAnAnswerClosesIt() {
    silences(5);
    now = now.plusSeconds(5);
    assertThat(breaker.admit(false, now)).as("a changing call").isEmpty();
    assertThat(breaker.admit(true, now)).isPresent();
    assertThat(breaker.admit(true, now)).as("a second try").isEmpty();
    breaker.answered();
    assertThat(breaker.admit(false, now)).isPresent();
  }

  @Test
  void aTryWithoutAnAnswerOpensItForLonger() {
    silences(5);
    for (int pause : new int[] {10, 20, 40, 60, 60}) {
      now = now.plusSeconds(60);
      breaker.silent(breaker.admit(true, now).orElseThrow(), "no route", now);
      assertThat(breaker.admit(true, now.plusSeconds(pause - 1))).isEmpty();
      assertThat(breaker.reason()).contains(now.plusSeconds(pause).toString());
    }
  }

  @Test
  void callsFromBeforeDoNotProlongThePause() {
    Breaker.Pass early = breaker.admit(false, now).orElseThrow();
    silences(5);
    breaker.silent(early, "late", now.plusSeconds(4));
    assertThat(breaker.admit(true, now.plusSeconds(5))).isPresent();
  }

  @Test
  void aTryThatBrokeLeavesRoomForAnother() {
    silences(5);
    now = now.plusSeconds(5);
    breaker.nothing(breaker.admit(true, now).orElseThrow());
    assertThat(breaker.admit(true, now)).isPresent();
  }

  private void silences(int times) {
    for (int i = 0; i < times; i++) {
      breaker.silent(breaker.admit(true, now).orElseThrow(), "no route", now);
    }
  }
}
