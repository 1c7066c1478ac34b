package io.caisson.simulator.model;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Time as it passes, with one thread that runs all actions. */
public final class RealTimeline implements Timeline, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RealTimeline.class);

  private final Clock clock;
  private final ScheduledThreadPoolExecutor thread;

  public RealTimeline(Clock clock) {
    this.clock = clock;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("simulator-timeline").factory());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  /** After {@link #close} nothing is run any more, and scheduling has no effect. */
  @Override
  public void schedule(Duration delay, Runnable action) {
    if (!thread.isShutdown()) {
      thread.schedule(() -> run(action), delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** One failing action must not be lost silently, nor stop the others. */
  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException broken) {
      LOG.error("an action of the simulated data centre failed", broken);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
