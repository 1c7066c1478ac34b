package io.caisson.service.api.http;

import io.caisson.service.engine.Vitals;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Whether this replica does its work: the database answers, so that it knows which clusters are
 * whose. It looks twice a second anyway; nobody who asks for the health makes it ask once more.
 * Liveness says nothing of this: a restart does not mend a database.
 */
@Singleton
@Readiness
public final class ReplicaHealth implements HealthIndicator {
  private final Watched watched;

  ReplicaHealth(Watched watched) {
    this.watched = watched;
  }

  /** Whose health it is. */
  public record Watched(Vitals vitals, InstantSource clock) {}

  @Override
  public Publisher<HealthResult> getResult() {
    Optional<Instant> looked = watched.vitals().lastLook();
    boolean fresh =
        looked
            .map(last -> Duration.between(last, watched.clock().instant()))
            .filter(age -> age.compareTo(Vitals.BLIND) < 0)
            .isPresent();
    return Mono.just(
        HealthResult.builder("replica", fresh ? HealthStatus.UP : HealthStatus.DOWN)
            .details(
                fresh
                    ? details("answers", "known")
                    : details(
                        "does not answer",
                        looked.isPresent() ? "not known any more" : "not known yet"))
            .build());
  }

  /** Words only: whoever asks may be anybody. */
  private static Map<String, Object> details(String database, String ownership) {
    return Map.of("database", database, "ownership", ownership);
  }
}
