package io.caisson.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.spi.kubernetes.ApiWatch;
import io.caisson.spi.kubernetes.KubernetesException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListeningTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final Listening listening = new Listening();
  private final List<Fake> opened = new ArrayList<>();

  @Test
  void oneWatchIsEnough() {
    keep(NOW);
    keep(NOW.plusSeconds(3600));

    assertThat(opened).hasSize(1);
  }

  @Test
  void oneThatHasEndedIsFollowedByAnother() {
    keep(NOW);
    opened.getFirst().listens = false;
    keep(NOW.plusSeconds(3600));

    assertThat(opened).hasSize(2);
  }

  @Test
  void thoseThatEndSoonAreOpenedLessAndLessOften() {
    List<Long> openings = new ArrayList<>();
    for (int second = 0; second < 3600; second++) {
      int before = opened.size();
      keep(NOW.plusSeconds(second));
      if (opened.size() > before) {
        openings.add((long) second);
        opened.getLast().listens = false;
      }
    }

    assertThat(openings.subList(0, 6)).containsExactly(0L, 1L, 3L, 7L, 15L, 31L);
    assertThat(openings.getLast() - openings.get(openings.size() - 2))
        .isEqualTo(Openings.LONGEST.toSeconds());
  }

  @Test
  void afterOneThatLastedTheNextOneComesSoon() {
    Instant later = NOW;
    for (int times = 0; times < 10; times++) {
      keep(later);
      opened.getLast().listens = false;
      later = later.plus(Openings.LONGEST);
    }
    keep(later);
    later = later.plus(Openings.LONGEST).plus(Openings.STEADY);
    opened.getLast().listens = false;
    keep(later);
    opened.getLast().listens = false;
    int before = opened.size();
    keep(later.plus(Openings.SHORTEST));

    assertThat(opened).hasSize(before + 1);
  }

  @Test
  void anApiThatDoesNotAnswerIsAskedAgainLater() {
    listening.keep(
        NOW,
        () -> {
          throw new KubernetesException(KubernetesException.Kind.UNREACHABLE, "no answer");
        });
    keep(NOW);
    assertThat(opened).isEmpty();
    keep(NOW.plus(Openings.SHORTEST));

    assertThat(opened).hasSize(1);
  }

  @Test
  void whatWasAskedBeforeItListenedIsAskedAgain() {
    keep(NOW);
    listening.answered(NOW.minusSeconds(1));
    assertThat(listening.enough(NOW)).isFalse();
    listening.answered(NOW.plusSeconds(1));

    assertThat(listening.enough(NOW.plusSeconds(2))).isTrue();
  }

  @Test
  void silenceIsAsGoodAsALookForAWhile() {
    keep(NOW);
    Instant begun = NOW.plusSeconds(1);
    listening.answered(begun);

    assertThat(listening.enough(begun.plus(Listening.ENOUGH).minusNanos(1))).isTrue();
    assertThat(listening.enough(begun.plus(Listening.ENOUGH))).isFalse();
  }

  @Test
  void afterARingOnlyALookThatBeganLaterIsEnough() {
    keep(NOW);
    listening.answered(NOW.plusSeconds(1));
    listening.doubt(NOW.plusSeconds(5));
    assertThat(listening.enough(NOW.plusSeconds(6))).isFalse();
    listening.answered(NOW.plusSeconds(5));
    assertThat(listening.enough(NOW.plusSeconds(6))).as("it had begun before").isFalse();
    listening.answered(NOW.plusSeconds(6));

    assertThat(listening.enough(NOW.plusSeconds(7))).isTrue();
  }

  @Test
  void theSilenceOfOneThatHasEndedSaysNothing() {
    keep(NOW);
    listening.answered(NOW.plusSeconds(1));
    opened.getFirst().listens = false;
    assertThat(listening.enough(NOW.plusSeconds(2))).isFalse();
    keep(NOW.plusSeconds(60));

    assertThat(opened).hasSize(2);
    assertThat(listening.enough(NOW.plusSeconds(60))).isFalse();
  }

  @Test
  void whoLeavesListensNoLonger() {
    listening.close();
    keep(NOW.plus(Duration.ofSeconds(1)));
    listening.close();

    assertThat(opened.getFirst().listens()).isFalse();
  }

  private void keep(Instant now) {
    listening.keep(
        now,
        () -> {
          opened.add(new Fake());
          return opened.getLast();
        });
  }

  private static final class Fake implements ApiWatch {
    private boolean listens = true;

    @Override
    public boolean listens() {
      return listens;
    }

    @Override
    public void close() {
      listens = false;
    }
  }
}
