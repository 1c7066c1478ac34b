package io.caisson.service.api.http;

import io.caisson.service.meters.Exposition;
import io.caisson.service.tenancy.Refused;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** The metrics of this replica, for Prometheus. */
@Controller(MetricsController.PATH)
@ExecuteOn(TaskExecutors.BLOCKING)
final class MetricsController {
  static final String PATH = "/prometheus";
  private static final String FORM = "text/plain; version=0.0.4; charset=utf-8";

  private final Exposition exposition;
  private final MetricsAccess access;

  MetricsController(Exposition exposition, MetricsAccess access) {
    this.exposition = exposition;
    this.access = access;
  }

  @Get
  HttpResponse<String> all(HttpRequest<?> request) {
    if (!access.admits(request)) {
      throw new Refused(
          Refused.Kind.FORBIDDEN,
          "metrics are for this machine, or for the bearer of CAISSON_METRICS_TOKEN");
    }
    return HttpResponse.ok(exposition.text()).header("Content-Type", FORM);
  }
}
