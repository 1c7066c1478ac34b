package io.caisson.service.api.rest;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.operation.Operation;
import io.caisson.domain.operation.Operations;
import io.caisson.service.api.http.ApiClock;
import io.caisson.service.api.http.Call;
import io.caisson.service.api.http.Json;
import io.caisson.service.tenancy.Principal;
import io.caisson.service.tenancy.Printable;
import io.caisson.service.tenancy.Refused;
import io.caisson.service.tenancy.TenantClusters;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Map;

/** Changes of a cluster as users see them: what became of each, and what it waits for. */
@Controller("/api/v1/clusters/{id}/operations")
@ExecuteOn(TaskExecutors.BLOCKING)
final class OperationResources {
  private final TenantClusters clusters;
  private final ApiClock clock;

  OperationResources(TenantClusters clusters, ApiClock clock) {
    this.clusters = clusters;
    this.clock = clock;
  }

  /** Newest first; there are never many. */
  @Get
  String list(HttpRequest<?> request, String id) {
    return Json.write(Map.of("operations", operations(Call.caller(request), id).reversed()));
  }

  @Get("/{operation}")
  String show(HttpRequest<?> request, String id, String operation) {
    return operations(Call.caller(request), id).stream()
        .filter(one -> one.id().equals(operation))
        .findFirst()
        .map(Json::write)
        .orElseThrow(
            () ->
                new Refused(
                    Refused.Kind.NOT_FOUND,
                    "Operation %s could not be found".formatted(Printable.of(operation))));
  }

  /** Also of a cluster that is gone, by its id. */
  private List<Operation> operations(Principal who, String id) {
    Cluster cluster =
        TenantClusters.id(id)
            .flatMap(one -> clusters.trace(who, one))
            .orElseGet(() -> clusters.find(who, id));
    return Operations.of(cluster, clock.instant());
  }
}
