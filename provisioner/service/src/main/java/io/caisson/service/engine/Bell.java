package io.caisson.service.engine;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one waiting thread; a ring while nobody waits is kept for the next wait. */
final class Bell {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private boolean pending;

  void ring() {
    lock.lock();
    try {
      pending = true;
      rung.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it is rung or the time is over. */
  void await(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (!pending && left > 0) {
        left = rung.awaitNanos(left);
      }
      pending = false;
    } finally {
      lock.unlock();
    }
  }

  /** Whether it was rung and nobody has come yet. */
  boolean pending() {
    lock.lock();
    try {
      return pending;
    } finally {
      lock.unlock();
    }
  }

  /** Lets rings of a short while come together into one. */
  void gather(Duration pause) throws InterruptedException {
    lock.lock();
    try {
      long left = pause.toNanos();
      while (left > 0) {
        left = rung.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
