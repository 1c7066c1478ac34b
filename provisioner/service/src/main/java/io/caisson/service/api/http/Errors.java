package io.caisson.service.api.http;

import io.caisson.service.store.StoreUnavailable;
import io.caisson.service.tenancy.Refused;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.http.server.exceptions.response.HateoasErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Turns what went wrong into the form of errors of the API that was called. */
final class Errors {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  private Errors() {}

  /** What our own code refuses. */
  @Singleton
  static final class OfRefused implements ExceptionHandler<Refused, HttpResponse<String>> {
    @Override
    public HttpResponse<String> handle(HttpRequest request, Refused refused) {
      return ErrorForms.of(request, refused);
    }
  }

  /** A database that does not answer. */
  @Singleton
  static final class OfStore implements ExceptionHandler<StoreUnavailable, HttpResponse<String>> {
    @Override
    public HttpResponse<String> handle(HttpRequest request, StoreUnavailable down) {
      try (var _ = MDC.putCloseable("request", RequestIds.of(request))) {
        LOG.warn("{} {}: {}", request.getMethod(), request.getPath(), down.getMessage());
      }
      String text =
          "the database does not answer; whether anything was changed is not known: look, then try"
              + " again";
      return ErrorForms.of(request, 503, text, List.of());
    }
  }

  /** An error of the service itself: its cause goes to the log, its number to the caller. */
  @Singleton
  static final class OfEverything implements ExceptionHandler<Throwable, HttpResponse<String>> {
    @Override
    public HttpResponse<String> handle(HttpRequest request, Throwable unexpected) {
      String number = RequestIds.of(request);
      try (var _ = MDC.putCloseable("request", number)) {
        LOG.error("{} {}: error {}", request.getMethod(), request.getPath(), number, unexpected);
      }
      String text = "an error of the service itself; its log has it under %s".formatted(number);
      return ErrorForms.of(request, 500, text, List.of());
    }
  }

  /** What the HTTP server itself refuses: routes, methods, sizes. */
  @Singleton
  @Replaces(HateoasErrorResponseProcessor.class)
  static final class OfServer implements ErrorResponseProcessor<String> {
    @Override
    public MutableHttpResponse<String> processResponse(
        ErrorContext context, MutableHttpResponse<?> base) {
      String text =
          context.getErrors().stream()
              .map(error -> error.getMessage())
              .distinct()
              .collect(Collectors.joining("; "));
      MutableHttpResponse<String> response =
          ErrorForms.of(
              context.getRequest(), base.code(), text.isEmpty() ? base.reason() : text, List.of());
      base.getHeaders().forEach((name, values) -> values.forEach(v -> keep(response, name, v)));
      return response;
    }

    private static void keep(MutableHttpResponse<?> response, String name, String value) {
      if (name.equalsIgnoreCase("Allow") || name.equalsIgnoreCase("Connection")) {
        response.header(name, value);
      }
    }
  }
}
