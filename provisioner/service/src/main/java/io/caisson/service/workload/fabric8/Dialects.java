package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One cluster's dialect: asked for once, when it is first needed, and again after a call in it was
 * told that there is no such path: then the cluster has been upgraded meanwhile.
 */
final class Dialects {
  private final KubernetesClient client;
  private volatile @Nullable Dialect known;

  Dialects(KubernetesClient client) {
    this.client = client;
  }

  Dialect now() {
    Dialect chosen = known;
    if (chosen == null) {
      chosen = Dialect.of(client);
      known = chosen;
    }
    return chosen;
  }

  /**
   * Lists in the cluster's dialect; a list that is not found is of a version that is not served.
   */
  <T> T list(Function<Dialect, T> call) {
    try {
      return call.apply(now());
    } catch (KubernetesException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        known = null;
      }
      throw e;
    }
  }
}
