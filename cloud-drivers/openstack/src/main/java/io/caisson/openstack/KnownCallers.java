package io.caisson.openstack;

import io.caisson.spi.identity.Identity.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The callers seen shortly before, by the digest of their tokens; the oldest are forgotten. */
final class KnownCallers {
  private static final int MOST = 10_000;

  private final Duration time;
  private final InstantSource clock;
  private final Map<String, Known> known =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > MOST;
        }
      };

  private record Known(Caller caller, Instant until) {}

  /**
   * @param time how long a caller is remembered; zero for not at all
   */
  KnownCallers(Duration time, InstantSource clock) {
    this.time = time;
    this.clock = clock;
  }

  synchronized Optional<Caller> get(String token) {
    return Optional.ofNullable(known.get(digest(token)))
        .filter(entry -> entry.until.isAfter(clock.instant()))
        .map(Known::caller);
  }

  /** Keeps the time of the first look: a known caller is asked after again. */
  synchronized void put(String token, Caller caller) {
    String digest = digest(token);
    Known old = known.get(digest);
    if (old == null || !old.until.isAfter(clock.instant())) {
      known.put(digest, new Known(caller, clock.instant().plus(time)));
    }
  }

  private static String digest(String token) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
