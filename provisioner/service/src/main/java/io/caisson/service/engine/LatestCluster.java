package io.caisson.service.engine;

import io.caisson.domain.cluster.Cluster;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A cluster as its worker last had it, and those who wait for something to be recorded of it. */
final class LatestCluster {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile @Nullable Cluster cluster;
  private boolean closed;

  @Nullable Cluster get() {
    return cluster;
  }

  /** What was committed or loaded; null while it is not known what the store has. */
  void set(@Nullable Cluster latest) {
    lock.lock();
    try {
      cluster = latest;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody will tell it anything any more: whoever waits is sent away. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the cluster is as it is to be.
   *
   * @param ours whether what is here may be taken for what the store has; asked at each news
   * @return whether it is; if not, the time is over or it is not known here
   */
  boolean await(Predicate<Cluster> until, Duration atMost, BooleanSupplier ours) {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (!closed && ours.getAsBoolean()) {
        if (Optional.ofNullable(cluster).filter(until).isPresent()) {
          return true;
        }
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return false;
  }
}
