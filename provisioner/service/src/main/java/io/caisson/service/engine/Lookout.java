package io.caisson.service.engine;

import io.caisson.domain.plan.Sight;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The looks at one cluster, beside its decisions. Their rules:
 *
 * <ol>
 *   <li>Each is on a thread of its own, and there is one at a time.
 *   <li>The next one begins when a decision that used the last one is committed: so it was ordered
 *       for, and knows of, all that was decided by looks.
 *   <li>One that broke is told of once, and is as good as none.
 *   <li>What was dropped is never seen, even if it is yet to end.
 * </ol>
 */
final class Lookout {
  private final Consumer<Runnable> threads;
  private final Runnable news;
  private boolean underWay;
  private int drops;
  private @Nullable Supplier<Sight> ended;
  private Runnable last = () -> {};

  /**
   * @param threads run what they are given, now or later
   * @param news called when a look has ended
   */
  Lookout(Consumer<Runnable> threads, Runnable news) {
    this.threads = threads;
    this.news = news;
  }

  /** Whether the next one may begin. */
  synchronized boolean idle() {
    return !underWay && ended == null;
  }

  synchronized boolean underWay() {
    return underWay;
  }

  /**
   * Begins one.
   *
   * @throws IllegalStateException while another one is under way, or not used
   */
  synchronized void begin(Supplier<Sight> look) {
    if (!idle()) {
      throw new IllegalStateException("one look at a time");
    }
    int before = drops;
    threads.accept(() -> run(look, before));
    underWay = true;
  }

  /**
   * What the last one has seen, until it is {@link #used}.
   *
   * @throws RuntimeException what broke it
   */
  synchronized Optional<Sight> found() {
    if (ended == null) {
      return Optional.empty();
    }
    Supplier<Sight> outcome = ended;
    ended = null;
    Sight found = outcome.get();
    ended = outcome;
    return Optional.of(found);
  }

  /** What was found is in what was committed. */
  synchronized void used() {
    ended = null;
  }

  /** What was found, or is about to be, is of no use. */
  synchronized void drop() {
    drops++;
    ended = null;
  }

  /** Does something when no look is under way: now, or at the end of the one that is. */
  void afterwards(Runnable what) {
    synchronized (this) {
      if (underWay) {
        last = what;
        return;
      }
    }
    what.run();
  }

  private void run(Supplier<Sight> look, int before) {
    Supplier<Sight> outcome =
        () -> {
          throw new IllegalStateException("the look did not come to an end");
        };
    try {
      Sight sight = look.get();
      outcome = () -> sight;
    } catch (RuntimeException | Error broken) {
      outcome =
          () -> {
            throw broken;
          };
    } finally {
      end(outcome, before).run();
      news.run();
    }
  }

  private synchronized Runnable end(Supplier<Sight> outcome, int before) {
    underWay = false;
    if (before == drops) {
      ended = outcome;
    }
    return last;
  }
}
