package io.caisson.domain.disruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadinessTest {
  @Test
  void whoSaysNothingWaitsOnlyForNodesThatWereNotReadyMeanwhile() {
    assertThat(Steadiness.of(Map.of())).isEqualTo(Steadiness.USUAL);
    assertThat(Steadiness.USUAL.first()).isZero();
    assertThat(Steadiness.USUAL.again()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aNodeThatComesBackIsNeverBelievedSoonerThanANewOne() {
    assertThat(labelled("10"))
        .isEqualTo(new Steadiness(Duration.ofSeconds(10), Duration.ofMinutes(1)));
    assertThat(labelled("3600"))
        .isEqualTo(new Steadiness(Duration.ofHours(1), Duration.ofHours(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "2m", "3601", "99999", "1.5", " 7"})
  void whatIsNoNumberOfSecondsIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> labelled(text));
    assertThat(Steadiness.ofKnown(Map.of(Steadiness.LABEL, text))).isEqualTo(Steadiness.USUAL);
  }

  private static Steadiness labelled(String text) {
    return Steadiness.of(Map.of(Steadiness.LABEL, text));
  }
}
