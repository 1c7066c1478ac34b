package io.caisson.service.api.rest;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Grant;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.operation.Operation;
import io.caisson.service.api.http.Call;
import io.caisson.service.api.http.Json;
import io.caisson.service.tenancy.ClusterRevisions.Desired;
import io.caisson.service.tenancy.Refused;
import io.caisson.service.tenancy.Rollback;
import io.caisson.service.tenancy.Steering;
import io.caisson.service.tenancy.Upgrade;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a change that goes on is steered, and taken back. */
@Controller("/api/v1/clusters/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class SteeringResources {
  private final Steering steering;
  private final Revising revising;

  SteeringResources(Steering steering, Revising revising) {
    this.steering = steering;
    this.revising = revising;
  }

  /**
   * How a cluster stands after it was steered.
   *
   * @param inFlight interruptions that were granted before, and are finished
   */
  record Steered(
      String id,
      String name,
      Optional<Hold> pause,
      PaceView pace,
      Collection<Grant> inFlight,
      long version) {
    static HttpResponse<String> of(Cluster cluster) {
      Steered steered =
          new Steered(
              cluster.id().value(),
              cluster.head().name(),
              cluster.pause(),
              PaceView.of(cluster.revision().pace()),
              cluster.grants().values(),
              cluster.version());
      return HttpResponse.ok(Json.write(steered)).header("ETag", Call.tag(cluster));
    }
  }

  @Post("/pause")
  HttpResponse<String> pause(HttpRequest<?> request, String id, @Body @Nullable String body) {
    Part part = Part.optional(body, Forms.PAUSE.names());
    String reason = part.text("reason").orElse("");
    part.check();
    return Steered.of(steering.pause(target(request, id), reason));
  }

  @Post("/resume")
  HttpResponse<String> resume(HttpRequest<?> request, String id) {
    return Steered.of(steering.resume(target(request, id)));
  }

  @Post("/pace")
  HttpResponse<String> pace(HttpRequest<?> request, String id, @Body @Nullable String body) {
    Part part = Part.of(Json.read(body), Forms.PACE.names());
    var pace = PaceRequest.pace(part);
    part.check();
    return Steered.of(steering.pace(target(request, id), pace.orElseThrow()));
  }

  @Post("/rollback")
  HttpResponse<String> rollback(HttpRequest<?> request, String id, @Body @Nullable String body) {
    Part part = Part.optional(body, Forms.ROLLBACK.names());
    Rollback rollback = new Rollback(part.number("revision"), PaceRequest.read(part));
    part.check();
    return revising.answer(request, id, body, rollback);
  }

  @Post("/upgrade")
  HttpResponse<String> upgrade(HttpRequest<?> request, String id, @Body @Nullable String body) {
    Part part = Part.of(Json.read(body), Forms.UPGRADE.names());
    Upgrade upgrade =
        new Upgrade(
            part.text("kubernetes_version"),
            part.text("image"),
            part.text("node_group"),
            Optional.empty(),
            PaceRequest.read(part),
            revising.facts(request));
    if (upgrade.kubernetes().isEmpty() && upgrade.image().isEmpty()) {
      part.problem("kubernetes_version", "is missing: say to which one, or name an image");
    }
    if (upgrade.group().isPresent() && upgrade.image().isEmpty()) {
      part.problem("node_group", "has the Kubernetes of its cluster: name an image for it");
    }
    part.check();
    return revising.answer(request, id, body, upgrade);
  }

  @Post("/operations/{operation}/cancel")
  HttpResponse<String> cancel(HttpRequest<?> request, String id, String operation) {
    return revising.answer(request, id, "", Rollback.cancelling(operation));
  }

  /** The same state once more: what had failed is tried again. */
  @Post("/operations/{operation}/retry")
  HttpResponse<String> retry(HttpRequest<?> request, String id, String operation) {
    return revising.answer(
        request,
        id,
        "",
        cluster -> {
          String current = Operation.id(cluster.revision());
          if (!operation.equals(current)) {
            throw new Refused(
                Refused.Kind.CONFLICT,
                "only the last change can be tried again, which is operation " + current);
          }
          return Desired.of(cluster.spec());
        });
  }

  static Steering.Target target(HttpRequest<?> request, String id) {
    return new Steering.Target(
        Call.caller(request), id, Query.expected(request), Query.dryRun(request));
  }
}
