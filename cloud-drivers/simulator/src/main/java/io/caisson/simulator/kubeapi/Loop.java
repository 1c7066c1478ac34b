package io.caisson.simulator.kubeapi;

import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one controller look again soon after one of the kinds that it cares for has changed, and
 * when it asked for it; many changes at once are one look.
 */
final class Loop {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration AFTER_REFUSAL = Duration.ofMillis(200);

  private final Controller controller;
  private final Timeline timeline;
  private boolean open = true;
  private boolean paused;
  private boolean due;
  private Instant next = Instant.MAX;

  Loop(Controller controller, Timeline timeline) {
    this.controller = controller;
    this.timeline = timeline;
  }

  synchronized void wake() {
    if (open && !due) {
      due = true;
      timeline.schedule(SOON, this::run);
    }
  }

  synchronized void pause(boolean pause) {
    paused = pause;
    if (!paused) {
      wake();
    }
  }

  synchronized void close() {
    open = false;
  }

  /** On the timeline. */
  private void run() {
    synchronized (this) {
      due = false;
      if (!open || paused) {
        return;
      }
    }
    try {
      controller.look().ifPresent(this::again);
    } catch (ApiFault raced) {
      LOG.debug("{}: {}", controller.getClass().getSimpleName(), raced.getMessage());
      again(AFTER_REFUSAL);
    }
  }

  /** The earliest of the times that were asked for is kept. */
  private synchronized void again(Duration delay) {
    Instant then = timeline.now().plus(delay);
    if (open && then.isBefore(next)) {
      next = then;
      timeline.schedule(delay, () -> onTime(then));
    }
  }

  private void onTime(Instant then) {
    synchronized (this) {
      if (!next.equals(then)) {
        return;
      }
      next = Instant.MAX;
    }
    run();
  }
}
