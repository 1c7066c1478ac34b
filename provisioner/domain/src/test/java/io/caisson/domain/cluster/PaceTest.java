package io.caisson.domain.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
  /** As {@code intstr.GetScaledValueFromIntOrPercent} and {@code ResolveFenceposts} give it. */
  @ParameterizedTest
  @CsvSource({
    "1,0, 10, 1,0", "25%,25%, 10, 3,2", "25%,25%, 3, 1,0", "0,10%, 5, 0,1", "0,50%, 5, 0,2",
    "100%,0, 7, 7,0", "1%,0, 1000, 10,0", "1%,0, 1001, 11,0", "0,1%, 99, 0,1", "10%,0, 0, 0,1"
  })
  void partsAreRoundedAsClusterApiDoes(
      String surge, String unavailable, int desired, int more, int missing) {
    Pace pace = new Pace(Share.parse(surge), Share.parse(unavailable));
    assertThat(pace.surge(desired)).isEqualTo(more);
    assertThat(pace.unavailable(desired)).isEqualTo(missing);
  }

  @Test
  void aPaceThatCouldDoNothingIsNone() {
    assertThatThrownBy(() -> new Pace(0, 0)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> new Pace(Share.parse("0%"), Share.of(0)))
        .hasMessageContaining("above 0");
    assertThatThrownBy(() -> Share.parse("-1")).hasMessageContaining("no number of machines");
    assertThatThrownBy(() -> Share.parse("1.5%")).hasMessageContaining("such as 25%");
    assertThat(Share.parse("25%")).hasToString("25%");
    assertThat(Share.parse("3")).hasToString("3");
  }
}
