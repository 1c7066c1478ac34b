package io.caisson.service.api.rest;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.service.api.http.ApiClock;
import io.caisson.service.api.http.Call;
import io.caisson.service.api.http.Json;
import io.caisson.service.tenancy.Principal;
import io.caisson.service.tenancy.TenantClusters;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Clusters with what they do, why, and what they wait for. */
@Controller("/api/v1/clusters")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class ClusterResources {
  private final TenantClusters clusters;
  private final ClusterOrders orders;
  private final Once once;
  private final ApiClock clock;

  ClusterResources(TenantClusters clusters, ClusterOrders orders, Once once, ApiClock clock) {
    this.clusters = clusters;
    this.orders = orders;
    this.once = once;
    this.clock = clock;
  }

  @Get
  String list(HttpRequest<?> request) {
    Cursor cursor = Cursor.of(request);
    return cursor.page(
        "clusters",
        clusters.list(Call.caller(request)),
        ClusterSummary::place,
        cluster -> ClusterSummary.of(cluster, clock.instant()));
  }

  /** Accepted means durable: the cluster can be looked at from now on. */
  @Post
  HttpResponse<String> create(HttpRequest<?> request, @Body @Nullable String body) {
    Principal who = Call.caller(request);
    if (Query.dryRun(request)) {
      ClusterId any = new ClusterId("00000000-0000-0000-0000-000000000000");
      return HttpResponse.ok(Json.write(orders.preview(who, body, any)));
    }
    return once.answer(
        request,
        Objects.requireNonNullElse(body, ""),
        new Once.Work() {
          @Override
          public MutableHttpResponse<String> carryOut(String id) {
            return made(orders.make(who, body, new ClusterId(id)));
          }

          @Override
          public Optional<MutableHttpResponse<String>> carriedOut(String id) {
            return clusters
                .trace(who, new ClusterId(id))
                .map(cluster -> made(ClusterOrders.Made.of(cluster)));
          }
        });
  }

  private static MutableHttpResponse<String> made(ClusterOrders.Made made) {
    return HttpResponse.<String>accepted(URI.create("/api/v1/clusters/" + made.id()))
        .body(Json.write(made));
  }

  @Get("/{id}")
  HttpResponse<String> show(HttpRequest<?> request, String id) {
    Cluster cluster = clusters.find(Call.caller(request), id);
    return HttpResponse.ok(Json.write(ClusterDetail.of(cluster, clock.instant())))
        .header("ETag", Call.tag(cluster));
  }

  @Delete("/{id}")
  HttpResponse<String> delete(HttpRequest<?> request, String id) {
    Query.mustBeMeant(request);
    Principal who = Call.caller(request);
    ClusterId cluster = clusters.find(who, id).id();
    clusters.delete(who, cluster.value(), Query.expected(request));
    return HttpResponse.<String>accepted().body(Json.write(Map.of("id", cluster.value())));
  }
}
