package io.caisson.service.api.magnum;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.service.api.http.Json;
import io.caisson.service.tenancy.Refused;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out which form of the API a request speaks, and says in the answer which one it got. */
@ServerFilter("/**")
final class MicroversionFilter {
  private static final String ATTRIBUTE = "caisson.microversion";
  private static final String OWN_API = "/api/";

  static Microversion of(HttpRequest<?> request) {
    return request.getAttribute(ATTRIBUTE, Microversion.class).orElseThrow();
  }

  /**
   * A route that came with a later version is not there for who asks for an earlier one; who asks
   * for none gets it, because openstacksdk never asks.
   */
  static void require(HttpRequest<?> request, int minor) {
    boolean asked = request.getHeaders().contains(Microversion.HEADER);
    if (asked && !of(request).atLeast(minor)) {
      throw new Refused(
          Refused.Kind.NOT_ACCEPTABLE,
          "%s %s is not acceptable in version %s: it needs 1.%d"
              .formatted(request.getMethod(), request.getPath(), of(request), minor));
    }
  }

  /** An answer ends the request here; none lets it go on. */
  @RequestFilter
  @Order(0)
  @Nullable HttpResponse<?> negotiate(HttpRequest<?> request) {
    if (request.getPath().startsWith(OWN_API)) {
      return null;
    }
    try {
      Optional<String> header = Optional.ofNullable(request.getHeaders().get(Microversion.HEADER));
      request.setAttribute(ATTRIBUTE, Microversion.of(header));
      return null;
    } catch (Microversion.Unsupported outside) {
      return limits(
          HttpResponse.<String>status(HttpStatus.NOT_ACCEPTABLE)
              .body(Json.write(refusal(String.valueOf(outside.getMessage()))))
              .contentType(MediaType.APPLICATION_JSON_TYPE));
    }
  }

  private static ObjectNode refusal(String text) {
    ObjectNode body = Json.object();
    ObjectNode error = body.putArray("errors").addObject();
    error.put("request_id", "");
    error.put("code", "magnum.microversion-unsupported");
    error.put("status", 406);
    error.put("title", text);
    error.put("detail", text);
    error.put("max_version", "1." + Microversion.MOST);
    error.put("min_version", "1." + Microversion.LEAST);
    ObjectNode link = error.putArray("links").addObject();
    link.put("rel", "help");
    link.put("href", "https://docs.openstack.org/api-ref/container-infrastructure-management/");
    return body;
  }

  @ResponseFilter
  @Order(0)
  void tell(HttpRequest<?> request, MutableHttpResponse<?> response) {
    request
        .getAttribute(ATTRIBUTE, Microversion.class)
        .ifPresent(version -> limits(response).header(Microversion.HEADER, version.toString()));
  }

  private static MutableHttpResponse<?> limits(MutableHttpResponse<?> response) {
    return response
        .header("OpenStack-API-Minimum-Version", "container-infra 1." + Microversion.LEAST)
        .header("OpenStack-API-Maximum-Version", "container-infra 1." + Microversion.MOST)
        .header("vary", Microversion.HEADER);
  }
}
