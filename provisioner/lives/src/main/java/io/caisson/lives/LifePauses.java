package io.caisson.lives;

import io.caisson.service.workload.Pauses;
import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.time.Instant;

/** Virtual time stands still while a call goes on. */
record LifePauses(Timeline timeline) implements Pauses {
  @Override
  public Instant now() {
    return timeline.now();
  }

  @Override
  public void pause(Duration time) {}
}
