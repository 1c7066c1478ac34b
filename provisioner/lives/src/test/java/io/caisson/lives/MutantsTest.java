package io.caisson.lives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What lives are worth as a judge: each rule that is broken on purpose breaks a promise in one. */
@Order(2)
class MutantsTest {
  @ParameterizedTest
  @EnumSource
  void aBrokenRuleIsNoticed(Mutant mutant) {
    assertThat(
            LongStream.range(mutant.from(), 1000)
                .mapToObj(seed -> Life.live(seed, Faults.ALL, mutant))
                .anyMatch(report -> !report.broken().isEmpty()))
        .as("some seed below 1000 shows %s", mutant)
        .isTrue();
  }
}
