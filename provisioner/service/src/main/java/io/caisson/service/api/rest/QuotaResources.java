package io.caisson.service.api.rest;

import io.caisson.domain.plan.Footprint;
import io.caisson.service.api.http.Call;
import io.caisson.service.api.http.Json;
import io.caisson.service.store.ProjectQuota;
import io.caisson.service.store.ProjectQuota.Limits;
import io.caisson.service.tenancy.ProjectQuotas;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What projects may have of this service. */
@Controller("/api/v1/quotas")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class QuotaResources {
  private final ProjectQuotas quotas;

  QuotaResources(ProjectQuotas quotas) {
    this.quotas = quotas;
  }

  /** A project's limits; null is none. */
  record View(String project, Limits limits, Footprint used) {
    static View of(ProjectQuotas.Standing one) {
      return new View(one.quota().project(), one.quota().limits(), one.used());
    }
  }

  @Get
  String list(HttpRequest<?> request) {
    return Json.write(
        Map.of("quotas", quotas.list(Call.caller(request)).stream().map(View::of).toList()));
  }

  @Get("/{project}")
  String show(HttpRequest<?> request, String project) {
    return Json.write(View.of(quotas.show(Call.caller(request), project)));
  }

  /** What is left out has no limit from now on. */
  @Put("/{project}")
  String set(HttpRequest<?> request, String project, @Body @Nullable String body) {
    Part part = Part.of(Json.read(body), Forms.QUOTA.names());
    Limits limits = new Limits(limit(part, "clusters"), limit(part, "nodes"), limit(part, "gpus"));
    part.check();
    return Json.write(View.of(quotas.set(Call.caller(request), new ProjectQuota(project, limits))));
  }

  private static Optional<Integer> limit(Part part, String name) {
    Optional<Integer> limit = part.number(name);
    if (limit.filter(one -> one < 0).isPresent()) {
      part.problem(name, "must not be negative; leave it out for no limit");
    }
    return limit;
  }
}
