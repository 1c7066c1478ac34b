package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;

/** Changes of what others change too: each is about the version that was read. */
final class Conflicts {
  private static final int TRIES = 5;

  private Conflicts() {}

  /**
   * Reads and changes, and does so again if somebody was faster.
   *
   * @throws KubernetesException of kind CONFLICT if somebody always was
   */
  static void again(Runnable change) {
    for (int left = TRIES - 1; left > 0; left--) {
      try {
        change.run();
        return;
      } catch (KubernetesException e) {
        if (e.kind() != Kind.CONFLICT) {
          throw e;
        }
      }
    }
    change.run();
  }
}
