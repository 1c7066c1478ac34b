package io.caisson.service.api.rest;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Problem;
import io.caisson.domain.operation.Operation;
import io.caisson.domain.operation.SpecChanges;
import io.caisson.domain.plan.Preview;
import io.caisson.service.api.http.ApiClock;
import io.caisson.service.api.http.Call;
import io.caisson.service.api.http.Json;
import io.caisson.service.tenancy.Clouds;
import io.caisson.service.tenancy.ClusterRevisions;
import io.caisson.service.tenancy.ClusterRevisions.Change;
import io.caisson.service.tenancy.Expected;
import io.caisson.service.tenancy.Principal;
import io.caisson.spi.cloud.Facts;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers requests that give a cluster another desired state, or ask what one would come to. */
@Singleton
final class Revising {
  private final ClusterRevisions revisions;
  private final Clouds clouds;
  private final Once once;
  private final ApiClock clock;

  Revising(ClusterRevisions revisions, Clouds clouds, Once once, ApiClock clock) {
    this.revisions = revisions;
    this.clouds = clouds;
    this.once = once;
    this.clock = clock;
  }

  /**
   * @param operation id of the operation that shows how it comes on
   * @param warnings of machines that leave though a rule is against it
   */
  record Accepted(
      String id,
      String name,
      String operation,
      String changes,
      List<Problem> warnings,
      long version) {
    static Accepted of(Cluster cluster, Instant now) {
      return new Accepted(
          cluster.id().value(),
          cluster.head().name(),
          Operation.id(cluster.revision()),
          difference(cluster),
          Preview.of(cluster, now).warnings(),
          cluster.version());
    }
  }

  private static String difference(Cluster cluster) {
    return SpecChanges.between(cluster.history().earlier().getLast().spec(), cluster.spec());
  }

  /**
   * @param body for which the answer to its key is kept
   */
  HttpResponse<String> answer(
      HttpRequest<?> request, String id, @Nullable String body, Change change) {
    Principal who = Call.caller(request);
    who.mustWrite();
    Expected expected = Query.expected(request);
    if (Query.dryRun(request)) {
      Cluster after = revisions.preview(who, id, expected, change);
      return HttpResponse.ok(
          Json.write(
              PlanView.ofChange(
                  difference(after), after, facts(request).quotas(), clock.instant())));
    }
    return once.answer(
        request,
        Objects.requireNonNullElse(body, ""),
        _ -> {
          Cluster after = revisions.revise(who, id, expected, change);
          return HttpResponse.<String>accepted()
              .body(Json.write(Accepted.of(after, clock.instant())))
              .header("ETag", Call.tag(after));
        });
  }

  /** What the caller's project has. */
  Facts facts(HttpRequest<?> request) {
    Principal who = Call.caller(request);
    return clouds.facts(who.token(), who.project());
  }
}
