package io.caisson.lives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caisson.simulator.model.VirtualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualPausesTest {
  private final VirtualTimeline timeline = new VirtualTimeline(Instant.EPOCH);
  private final VirtualPauses pauses = new VirtualPauses(timeline);
  private final List<String> done = new ArrayList<>();

  @Test
  void whatPausesGoesOnAtItsTimeAndOthersMeanwhile() {
    pauses.begin(() -> twice("slow", Duration.ofSeconds(3)));
    pauses.begin(() -> twice("quick", Duration.ofSeconds(2)));
    assertThat(done).containsExactly("slow at 0", "quick at 0");
    timeline.advance(Duration.ofSeconds(10));
    assertThat(done).containsExactly("slow at 0", "quick at 0", "quick at 2", "slow at 3");
  }

  @Test
  void whatBreaksIsToldToWhoeverLetsTimePass() {
    assertThatThrownBy(() -> pauses.begin(VirtualPausesTest::breaks))
        .hasMessageContaining("no more of it");
    pauses.begin(
        () -> {
          pauses.pause(Duration.ofSeconds(1));
          breaks();
        });
    assertThatThrownBy(() -> timeline.advance(Duration.ofSeconds(2)))
        .hasMessageContaining("no more of it");
  }

  private static void breaks() {
    throw new IllegalStateException("no more of it");
  }

  private void twice(String who, Duration pause) {
    done.add(who + " at " + timeline.now().getEpochSecond());
    pauses.pause(pause);
    done.add(who + " at " + timeline.now().getEpochSecond());
  }
}
