package io.caisson.service.tenancy;

import io.caisson.spi.cloud.Facts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What the cloud offers to callers, asked with their own tokens. What a token has found is good for
 * requests with the same token within {@link #RECENT}; nobody is told what another's has found.
 */
public final class CallerFacts {
  static final Duration RECENT = Duration.ofSeconds(10);

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
    byToken.values().removeIf(known -> !known.isRecent(now));
    return byToken
        .computeIfAbsent(token, one -> new Known(new RecentFacts(cloud.apply(one)), now))
        .facts();
  }
}
