package io.caisson.service.api.http;

import io.caisson.service.meters.Exposition;
import io.caisson.service.meters.Meters;
import io.caisson.service.tenancy.Principal;
import io.caisson.service.traces.Traces;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Gives every request an id, as OpenStack's services do: one that the caller brought in their form
 * is kept, so that a request can be followed through several services. The answer tells it, the log
 * has it, and requests are counted by what became of them.
 */
@ServerFilter("/**")
final class RequestIds {
  static final String HEADER = "X-Openstack-Request-Id";
  private static final Logger LOG = LoggerFactory.getLogger(RequestIds.class);
  private static final String ID = "caisson.request";
  private static final String BEGUN = "caisson.begun";
  private static final String FORM = "req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private final Meters meters;

  RequestIds(Exposition exposition) {
    this.meters = exposition.meters();
  }

  static String of(HttpRequest<?> request) {
    return request.getAttribute(ID, String.class).orElse("");
  }

  @RequestFilter
  @Order(-100)
  void name(HttpRequest<?> request) {
    request.setAttribute(
        ID,
        Optional.ofNullable(request.getHeaders().get(HEADER))
            .filter(given -> given.matches(FORM))
            .orElseGet(() -> "req-" + UUID.randomUUID()));
    request.setAttribute(BEGUN, System.nanoTime());
  }

  @ResponseFilter
  @Order(-100)
  void tell(HttpRequest<?> request, MutableHttpResponse<?> response) {
    String id = of(request);
    if (id.isEmpty()) {
      return;
    }
    response.header(HEADER, id);
    Duration took =
        Duration.ofNanos(System.nanoTime() - request.getAttribute(BEGUN, Long.class).orElseThrow());
    meters.request(
        new Meters.Request(api(request), request.getMethodName(), response.code()), took);
    if (request.getMethod() != HttpMethod.GET) {
      log(request, response.code(), took);
    }
  }

  private static String api(HttpRequest<?> request) {
    return request.getPath().startsWith(ErrorForms.OWN_API) ? "own" : "magnum";
  }

  private static void log(HttpRequest<?> request, int status, Duration took) {
    try (var _ = MDC.putCloseable("request", of(request))) {
      String trace = RequestTraces.trace(request);
      if (!trace.isEmpty()) {
        MDC.put(Traces.ID, trace);
      }
      request
          .getAttribute(Call.CALLER, Principal.class)
          .ifPresent(who -> MDC.put("project", who.project()));
      LOG.info(
          "{} {}: {} in {} ms", request.getMethod(), request.getPath(), status, took.toMillis());
    } finally {
      MDC.remove("project");
      MDC.remove(Traces.ID);
    }
  }
}
