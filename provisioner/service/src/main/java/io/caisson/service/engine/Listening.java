package io.caisson.service.engine;

import io.caisson.spi.kubernetes.ApiWatch;
import io.caisson.spi.kubernetes.KubernetesException;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a watch at one cluster's API. It is opened after a look that the API has answered, and so
 * is the next one when it has ended: an API that does not answer is not listened to either.
 */
final class Listening {
  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

  private Openings openings = Openings.none();
  private @Nullable ApiWatch watch;

  /**
   * The API has answered a look.
   *
   * @param opening opens a watch
   */
  synchronized void keep(Instant now, Supplier<ApiWatch> opening) {
    if ((watch != null && watch.listens()) || !openings.may(now)) {
      return;
    }
    openings = openings.opened(now);
    try {
      watch = opening.get();
    } catch (KubernetesException unanswered) {
      LOG.debug("not listened to: {}", unanswered.getMessage());
    }
  }

  synchronized void close() {
    if (watch != null) {
      watch.close();
    }
  }
}
