package io.caisson.contract.cloud;

import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** What came of calls that were made at the same time: results and faults. */
record Together<T>(List<T> results, List<CloudFault> faults) {
  Together {
    results = List.copyOf(results);
    faults = List.copyOf(faults);
  }

  /** Makes the calls 0 to n-1 at once, and waits for all; anything but a fault is thrown on. */
  static <T> Together<T> call(int n, IntFunction<T> call) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> calls = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        int index = i;
        calls.add(() -> call.apply(index));
      }
      return gather(threads.invokeAll(calls));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  private static <T> Together<T> gather(List<Future<T>> futures) throws InterruptedException {
    List<T> results = new ArrayList<>();
    List<CloudFault> faults = new ArrayList<>();
    for (Future<T> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException failed) {
        if (!(failed.getCause() instanceof CloudException refused)) {
          throw new AssertionError("a port threw something else", failed.getCause());
        }
        faults.add(refused.fault());
      }
    }
    return new Together<>(results, faults);
  }
}
