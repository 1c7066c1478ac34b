package io.caisson.lives;

import io.caisson.service.workload.Pauses;
import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Work that waits in virtual time. Each piece has a thread of its own, but only one thread of all
 * runs at any time: whoever pauses hands over to the timeline, which goes on when the next piece
 * pauses or ends. So the order is the timeline's, as if there were no threads.
 */
final class VirtualPauses implements Pauses {
  private final Timeline timeline;

  /** Whoever lets the time pass waits here while work is done. */
  private final Semaphore back = new Semaphore(0);

  /** What has just ended. */
  private @Nullable FutureTask<Void> ended;

  VirtualPauses(Timeline timeline) {
    this.timeline = timeline;
  }

  /**
   * Does this until it pauses or ends; the rest is done when the timeline comes to it.
   *
   * @throws IllegalStateException if it breaks; if it does so later, whoever lets time pass gets it
   */
  void begin(Runnable work) {
    FutureTask<Void> task = new FutureTask<>(work, null);
    Thread.ofVirtual()
        .start(
            () -> {
              task.run();
              ended = task;
              back.release();
            });
    handedBack();
  }

  @Override
  public Instant now() {
    return timeline.now();
  }

  @Override
  public void pause(Duration time) {
    Semaphore mine = new Semaphore(0);
    timeline.schedule(
        time,
        () -> {
          mine.release();
          handedBack();
        });
    back.release();
    mine.acquireUninterruptibly();
  }

  private void handedBack() {
    back.acquireUninterruptibly();
    FutureTask<Void> task = ended;
    ended = null;
    if (task == null) {
      return;
    }
    try {
      task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while work was done", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("work broke: " + e.getCause(), e);
    }
  }
}
