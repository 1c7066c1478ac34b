package io.caisson.simulator.faults;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what Vert.x does, at start and end only. */
public final class Waiting {
  private Waiting() {}

  /**
   * The future's result.
   *
   * @throws IllegalStateException with the reason, if it failed or took longer than 30 s
   */
  public static <T> T on(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new IllegalStateException(String.valueOf(failed.getCause()), failed.getCause());
    } catch (TimeoutException tooLong) {
      throw new IllegalStateException("took longer than 30 s", tooLong);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }
}
