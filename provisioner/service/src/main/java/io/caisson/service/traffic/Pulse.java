package io.caisson.service.traffic;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;

/** A monotonic clock and waiting by it. */
interface Pulse {
  /** The machine's own. */
  Pulse REAL =
      new Pulse() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        @SuppressWarnings("WaitNotInLoop") // the caller's loop
        public void await(Condition condition, long nanos) throws InterruptedException {
          long _ = condition.awaitNanos(nanos);
        }

        @Override
        public void pause(long nanos) {
          LockSupport.parkNanos(nanos);
        }
      };

  long nanos();

  /** Until the condition is signalled, or for so long; may also return early. */
  void await(Condition condition, long nanos) throws InterruptedException;

  void pause(long nanos);
}
