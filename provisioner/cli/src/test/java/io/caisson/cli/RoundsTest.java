package io.caisson.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RoundsTest {
  @Test
  void aHundredWorkersByTenTakeTenRounds() {
    assertThat(Rounds.ofWorkers(100, 10).seconds()).isCloseTo(132, within(0.001));
  }

  @Test
  void aRoundThatIsNotFullTakesAsLong() {
    assertThat(Rounds.ofWorkers(101, 10).seconds()).isCloseTo(145.2, within(0.001));
    assertThat(Rounds.ofWorkers(3, 10).seconds()).isCloseTo(13.2, within(0.001));
  }

  @Test
  void controlPlanesAreReplacedOneByOneAndHaveAnApiToStart() {
    assertThat(Rounds.ofControlPlanes(3).seconds()).isCloseTo(46.2, within(0.001));
  }
}
