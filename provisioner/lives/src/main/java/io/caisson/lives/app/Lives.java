package io.caisson.lives.app;

import io.caisson.lives.Hits;
import io.caisson.lives.Life;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Several lives at the same time. */
final class Lives {
  /** Lives begun for each thread, so that a long one keeps nobody waiting. */
  private static final int AHEAD = 4;

  private final LongFunction<Life.Report> life;
  private final int threads;

  Lives(LongFunction<Life.Report> life, int threads) {
    this.life = life;
    this.threads = threads;
  }

  /**
   * Returns when all have ended.
   *
   * @param each is told of them in the order of their seeds
   */
  Outcome live(long from, int seeds, Progress progress, Consumer<Life.Report> each) {
    Hits hits = new Hits();
    TreeMap<Long, List<String>> broken = new TreeMap<>();
    PrimitiveIterator.OfLong next = LongStream.range(from, from + seeds).iterator();
    Deque<Future<Life.Report>> begun = new ArrayDeque<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      for (int ended = 1; ended <= seeds; ended++) {
        while (next.hasNext() && begun.size() < threads * AHEAD) {
          long seed = next.nextLong();
          begun.add(workers.submit(() -> life.apply(seed)));
        }
        Life.Report report = begun.remove().get();
        hits.addAll(report.hits());
        if (!report.broken().isEmpty()) {
          broken.put(report.seed(), report.broken());
        }
        each.accept(report);
        progress.ended(ended, broken.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before all lives had ended", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a life came to no end: " + e.getCause(), e);
    }
    return new Outcome(hits, broken);
  }
}
