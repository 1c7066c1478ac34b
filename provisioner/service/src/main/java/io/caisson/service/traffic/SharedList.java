package io.caisson.service.traffic;

import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One list of one project, made once for all clusters that wait for it; which one serves whom is
 * said by {@link Rounds}. Whoever waits and finds none running makes it, with its own credential. A
 * list that is like the last good one is that one, so hundreds of clusters at rest compare nothing.
 */
final class SharedList<T> {
  private final String what;
  private final Duration patience;
  private final Pulse pulse;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Rounds rounds;
  private Result<T> last = new Result<>(List.of(), null);
  private List<T> good = List.of();

  private record Result<T>(List<T> list, @Nullable CloudFault fault) {}

  /**
   * @param what is listed, for people
   * @param patience how long somebody waits for it in all
   */
  SharedList(String what, Duration patience, Pulse pulse) {
    this.what = what;
    this.patience = patience;
    this.pulse = pulse;
    this.rounds = new Rounds(pulse.nanos());
  }

  /**
   * A list that began after this was called, or for a calm asker lately.
   *
   * @param own makes the list with the asker's own credential
   */
  List<T> ask(Asker asker, Supplier<List<T>> own) {
    lock.lock();
    try {
      long from = rounds.from(asker, pulse.nanos());
      long until = pulse.nanos() + patience.toNanos();
      while (true) {
        long now = pulse.nanos();
        switch (rounds.step(from, now)) {
          case Rounds.Step.Take _ -> {
            rounds.taken(asker);
            return taken();
          }
          case Rounds.Step.Wait _ -> await(until - now);
          case Rounds.Step.Rest(long nanos) -> await(Math.min(nanos, until - now));
          case Rounds.Step.Lead _ -> lead(own);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private List<T> taken() {
    CloudFault fault = last.fault();
    if (fault != null) {
      throw new CloudException(fault);
    }
    return last.list();
  }

  private void await(long nanos) {
    if (nanos <= 0) {
      throw unanswered("the list of %s did not come within %d s".formatted(what, seconds()));
    }
    try {
      pulse.await(changed, nanos);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw unanswered("the service ends");
    }
  }

  private long seconds() {
    return patience.toSeconds();
  }

  private static CloudException unanswered(String text) {
    return new CloudException(new CloudFault.Unreachable(false, text));
  }

  /** Makes the list, without the lock. A refused credential is its owner's trouble alone. */
  private void lead(Supplier<List<T>> own) {
    rounds.begin(pulse.nanos());
    lock.unlock();
    Rounds.End end = Rounds.End.REFUSED;
    Result<T> result = last;
    try {
      List<T> made = List.copyOf(own.get());
      good = made.equals(good) ? good : made;
      result = new Result<>(good, null);
      end = Rounds.End.GOOD;
    } catch (CloudException failed) {
      if (ownTrouble(failed.fault())) {
        throw failed;
      }
      result = new Result<>(List.of(), failed.fault());
      end = Rounds.End.FAILED;
    } finally {
      lock.lock();
      last = result;
      rounds.end(pulse.nanos(), end);
      changed.signalAll();
    }
  }

  private static boolean ownTrouble(CloudFault fault) {
    return fault instanceof CloudFault.Unauthenticated || fault instanceof CloudFault.Denied;
  }

  void forget(String cluster) {
    lock.lock();
    try {
      rounds.forget(cluster);
    } finally {
      lock.unlock();
    }
  }
}
