package io.caisson.service.engine;

import io.caisson.spi.kubernetes.ApiWatch;
import io.caisson.spi.kubernetes.KubernetesException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a watch at one cluster's API. It is opened after a look that the API has answered, and so
 * is the next one when it has ended: an API that does not answer is not listened to either.
 *
 * <p>What a look asked while a watch listened, and what the watch has not rung for since, need not
 * be asked again for {@link #ENOUGH}: not everything that a look asks is watched.
 */
public final class Listening {
  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

  /** How long a watch's silence is as good as a look. */
  public static final Duration ENOUGH = Duration.ofMinutes(5);

  private Openings openings = Openings.none();
  private @Nullable ApiWatch watch;
  private Instant asked = Instant.MIN;

  /**
   * The API has answered a look.
   *
   * @param begun when the look began
   * @param opening opens a watch
   */
  synchronized void keep(Instant begun, Instant now, Supplier<ApiWatch> opening) {
    if (listens()) {
      asked = begun;
    } else if (openings.may(now)) {
      asked = Instant.MIN;
      openings = openings.opened(now);
      open(opening);
    }
  }

  private void open(Supplier<ApiWatch> opening) {
    try {
      watch = opening.get();
    } catch (KubernetesException unanswered) {
      LOG.debug("not listened to: {}", unanswered.getMessage());
    }
  }

  /** Whether a watch would have rung for what a look could find. */
  synchronized boolean enough(Instant now) {
    return listens() && now.isBefore(asked.plus(ENOUGH));
  }

  private boolean listens() {
    return watch != null && watch.listens();
  }

  synchronized void close() {
    if (watch != null) {
      watch.close();
    }
  }
}
