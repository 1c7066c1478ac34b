package io.caisson.service.tenancy;

import io.caisson.spi.cloud.Facts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What the cloud offers to callers, asked with their own tokens. What a token has found is good for
 * requests with the same token within {@link #RECENT}; nobody is told what another's has found.
 */
public final class CallerFacts {
  static final Duration RECENT = Duration.ofSeconds(10);

  private static final Executor LATER =
      CompletableFuture.delayedExecutor(RECENT.toMillis(), TimeUnit.MILLISECONDS);

  private final Function<String, Facts> cloud;
  private final InstantSource clock;
  private final ConcurrentHashMap<String, Known> byToken = new ConcurrentHashMap<>();

  /**
   * @param cloud facts by a token
   */
  public CallerFacts(Function<String, Facts> cloud, InstantSource clock) {
    this.cloud = cloud;
    this.clock = clock;
  }

  private record Known(Facts facts, Instant since) {
    boolean isRecent(Instant now) {
      return now.isBefore(since.plus(RECENT));
    }
  }

  public Facts of(String token) {
    Instant now = clock.instant();
    return byToken
        .compute(
            token, (one, known) -> known != null && known.isRecent(now) ? known : ask(one, now))
        .facts();
  }

  /** Tokens are not kept in memory for longer than they are of use. */
  private Known ask(String token, Instant now) {
    Known known = new Known(new RecentFacts(cloud.apply(token)), now);
    LATER.execute(() -> byToken.remove(token, known));
    return known;
  }
}
