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
 * <p>What a look that began while a watch listened was answered, and a decision has used, need not
 * be asked again for {@link #ENOUGH}, if nothing has rung or failed since. It has an end, for not
 * everything that a look asks is watched.
 */
public final class Listening {
  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

  /** How long a watch's silence is as good as a look. */
  public static final Duration ENOUGH = Duration.ofMinutes(5);

  private Openings openings = Openings.none();
  private @Nullable ApiWatch watch;
  private Instant asked = Instant.MIN;
  private Instant doubted = Instant.MIN;

  /**
   * The API has answered a look.
   *
   * @param opening opens a watch
   */
  public synchronized void keep(Instant now, Supplier<ApiWatch> opening) {
    if (listens() || !openings.may(now)) {
      return;
    }
    doubt(now);
    openings = openings.opened(now);
    try {
      watch = opening.get();
    } catch (KubernetesException unanswered) {
      LOG.debug("not listened to: {}", unanswered.getMessage());
    }
  }

  /** A decision has used what the API answered to a look that had begun then. */
  public synchronized void answered(Instant begun) {
    if (doubted.isBefore(begun)) {
      asked = begun;
    }
  }

  /** What it answered so far is not enough any more: it rang, or did not do what it was told. */
  public synchronized void doubt(Instant now) {
    doubted = now;
    asked = Instant.MIN;
  }

  /** Whether a watch would have rung for what a look could find. */
  public synchronized boolean enough(Instant now) {
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
