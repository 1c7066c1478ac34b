package io.caisson.service.engine;

import io.caisson.spi.kubernetes.KubernetesException;
import java.util.function.Supplier;

/** One of several questions to a cluster's API that are asked side by side. */
final class Question<T> implements Runnable {
  private final Supplier<T> call;
  private volatile Supplier<T> answer =
      () -> {
        throw new KubernetesException(
            KubernetesException.Kind.UNREACHABLE, "a question was left without an answer");
      };

  Question(Supplier<T> call) {
    this.call = call;
  }

  @Override
  public void run() {
    try {
      T said = call.get();
      answer = () -> said;
    } catch (KubernetesException unanswered) {
      answer =
          () -> {
            throw unanswered;
          };
    }
  }

  /**
   * What was said when it was asked.
   *
   * @throws KubernetesException if nothing was
   */
  T answer() {
    return answer.get();
  }
}
