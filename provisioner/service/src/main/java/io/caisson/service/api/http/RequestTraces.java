package io.caisson.service.api.http;

import io.caisson.service.tenancy.Principal;
import io.caisson.service.traces.Traces;
import io.caisson.service.traces.Traces.Serving;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.core.propagation.ThreadPropagatedContextElement;
import io.micronaut.http.HttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Map;
import java.util.TreeMap;

/** Gives every request of the APIs a span, on whichever threads it is answered. */
@ServerFilter({"/api/**", "/v1/**"})
final class RequestTraces {
  private static final String SPAN = "caisson.span";

  private final Traces traces;

  RequestTraces(Traces traces) {
    this.traces = traces;
  }

  private record OnThread(Serving serving) implements ThreadPropagatedContextElement<Runnable> {
    @Override
    public Runnable updateThreadContext() {
      return serving.enter();
    }

    @Override
    public void restoreThreadContext(Runnable leave) {
      leave.run();
    }
  }

  @RequestFilter
  @Order(-200)
  void begin(HttpRequest<?> request, MutablePropagatedContext context) {
    Serving serving = traces.serve(request.getMethodName(), request.getHeaders()::get);
    request.setAttribute(SPAN, serving);
    context.add(new OnThread(serving));
  }

  @ResponseFilter
  @Order(-200)
  void end(HttpRequest<?> request, MutableHttpResponse<?> response) {
    request
        .getAttribute(SPAN, Serving.class)
        .ifPresent(serving -> serving.ended(name(request), response.code(), about(request)));
  }

  /** The id of the request's trace, or nothing. */
  static String trace(HttpRequest<?> request) {
    return request.getAttribute(SPAN, Serving.class).flatMap(Serving::trace).orElse("");
  }

  private static String name(HttpRequest<?> request) {
    String template =
        request.getAttribute(HttpAttributes.URI_TEMPLATE, String.class).orElse("(no route)");
    return request.getMethodName() + " " + template;
  }

  private static Map<String, String> about(HttpRequest<?> request) {
    Map<String, String> about = new TreeMap<>(Map.of("caisson.request", RequestIds.of(request)));
    request
        .getAttribute(Call.CALLER, Principal.class)
        .ifPresent(who -> about.put("caisson.project", who.project()));
    return about;
  }
}
