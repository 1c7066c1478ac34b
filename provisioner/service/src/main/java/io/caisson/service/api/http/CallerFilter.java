package io.caisson.service.api.http;

import io.caisson.service.tenancy.Doorkeeper;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;
import java.util.Set;

/**
 * Nothing but the documents about the APIs, the probes and the metrics is answered without a valid
 * token. The caller is then the request's attribute {@value Call#CALLER}.
 */
@ServerFilter("/**")
final class CallerFilter {
  static final int ORDER = 100;
  private static final Set<String> PUBLIC =
      Set.of(
          "",
          "/v1",
          "/healthcheck",
          "/health",
          MetricsController.PATH,
          "/api/v1/openapi.json",
          "/api/v1/openapi.yaml");
  private static final String PROBES = "/health/";

  private final Doorkeeper doorkeeper;

  CallerFilter(Doorkeeper doorkeeper) {
    this.doorkeeper = doorkeeper;
  }

  @RequestFilter
  @Order(ORDER)
  @ExecuteOn(TaskExecutors.BLOCKING)
  void identify(HttpRequest<?> request) {
    String path = request.getPath();
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (!PUBLIC.contains(bare) && !path.startsWith(PROBES)) {
      Optional<String> token = Optional.ofNullable(request.getHeaders().get("X-Auth-Token"));
      request.setAttribute(Call.CALLER, doorkeeper.admit(token));
    }
  }
}
