package io.caisson.lives;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.spi.kubernetes.Pod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollTest {
  private static final Roll.Size SIZE = new Roll.Size(40, 4, 10);

  @Test
  void aRollTakesLittleMoreThanItsRoundsAndEachPodMovesOnce() {
    Roll.Report report = Roll.of(SIZE);
    assertThat(report.broken()).isEmpty();
    assertThat(report.ratio()).isBetween(1.0, 1.06);
    assertThat(report.moves()).isEqualTo(new Roll.Moves(1.0, 1));
  }

  @Test
  void aDrainEndsASecondAfterTheLastPodThatWasHeldMightGo() {
    for (int seconds = 55; seconds <= 75; seconds++) {
      assertThat(Roll.lateness(Duration.ofSeconds(seconds)))
          .as("held for %d s", seconds)
          .isBetween(Duration.ZERO, Duration.ofSeconds(1));
    }
  }

  @Test
  void aCreationTakesLittleMoreThanItsServersTurns() {
    Roll.Creation made = Roll.creation(60, 10);
    assertThat(made.broken()).isEmpty();
    assertThat(made.critical()).isEqualTo(Duration.ofSeconds(30));
    assertThat(made.ratio()).isBetween(0.9, 1.05);
  }

  @Test
  void theSameRollIsTheSameJournal() {
    Roll.Size small = new Roll.Size(6, 2, 5);
    assertThat(Roll.of(small).journal()).isEqualTo(Roll.of(small).journal()).isNotEmpty();
  }

  @Test
  void whoeverSeesNoPodsLosesThemAndIsToldSo() {
    Rules blind =
        new Rules() {
          @Override
          public List<Pod> pods(List<Pod> pods) {
            return List.of();
          }
        };
    assertThat(Roll.of(new Roll.Size(6, 2, 2), blind).broken())
        .anyMatch(text -> text.contains("was lost with its node"));
  }
}
