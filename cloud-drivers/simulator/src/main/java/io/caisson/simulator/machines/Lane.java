package io.caisson.simulator.machines;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Does tasks one after the other, in their order, on a thread that lives while there are some. A
 * platform thread: who waits for a process holds its carrier, and there are only as many of those
 * as processors.
 */
final class Lane {
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean busy;

  synchronized void add(Runnable task) {
    waiting.add(task);
    if (!busy) {
      busy = true;
      Thread.ofPlatform().daemon().name("machine").start(this::work);
    }
  }

  /** Whether nothing comes after the task that is being done. */
  synchronized boolean isLast() {
    return waiting.isEmpty();
  }

  private void work() {
    for (Runnable task = next(); task != DONE; task = next()) {
      task.run();
    }
  }

  private static final Runnable DONE = () -> {};

  private synchronized Runnable next() {
    if (waiting.isEmpty()) {
      busy = false;
      return DONE;
    }
    return waiting.remove();
  }
}
