package io.caisson.service.api.magnum;

import io.caisson.service.tenancy.Printable;
import io.caisson.service.tenancy.Refused;
import io.micronaut.http.HttpRequest;
import java.util.Optional;
import java.util.Set;

/** The arguments of a request's URL; an unknown one is refused, as Magnum refuses it. */
final class Query {
  private final HttpRequest<?> request;

  private Query(HttpRequest<?> request) {
    this.request = request;
  }

  static Query of(HttpRequest<?> request, Set<String> known) {
    for (String name : request.getParameters().names()) {
      if (!known.contains(name)) {
        throw Refused.invalid("Unknown argument: \"%s\"", Printable.of(name));
      }
    }
    return new Query(request);
  }

  static void none(HttpRequest<?> request) {
    of(request, Set.of());
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(request.getParameters().get(name)).filter(text -> !text.isBlank());
  }

  /** A limit is a positive number. */
  Optional<Integer> positive(String name) {
    return text(name)
        .map(
            text -> {
              if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) == 0) {
                throw Refused.invalid("%s: '%s' is no positive number", name, Printable.of(text));
              }
              return Integer.parseInt(text);
            });
  }
}
