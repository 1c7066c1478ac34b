package io.caisson.simulator.machines;

import io.caisson.simulator.model.GuestSide;
import io.caisson.simulator.model.Timeline;
import io.caisson.simulator.model.VirtualTimeline;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the data centre was told by its machines. */
final class Cloud implements GuestSide {
  final List<String> told = new CopyOnWriteArrayList<>();
  private final Timeline timeline = new VirtualTimeline(Instant.EPOCH);

  @Override
  public void appendConsole(String instanceId, String text) {
    told.add("console: " + text);
  }

  @Override
  public void powerOff(String instanceId) {
    told.add("off: " + instanceId);
  }

  @Override
  public Timeline timeline() {
    return timeline;
  }
}
