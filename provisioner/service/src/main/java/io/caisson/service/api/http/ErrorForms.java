package io.caisson.service.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.domain.cluster.Problem;
import io.caisson.service.tenancy.Refused;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.util.List;

/**
 * How errors look. Below {@code /api/} they are problems of RFC 9457; everywhere else they have
 * Magnum's form, with the whole sentence as title, because that is all that its clients show; its
 * 401 has the form of Keystone's middleware.
 */
final class ErrorForms {
  static final String OWN_API = "/api/";

  private ErrorForms() {}

  static MutableHttpResponse<String> of(HttpRequest<?> request, Refused refused) {
    MutableHttpResponse<String> response =
        of(request, refused.kind().status(), refused.text(), refused.problems());
    refused.edition().ifPresent(edition -> response.header("ETag", Call.tag(edition)));
    return response;
  }

  static MutableHttpResponse<String> of(
      HttpRequest<?> request, int status, String text, List<Problem> problems) {
    boolean own = request.getPath().startsWith(OWN_API);
    ObjectNode body =
        own
            ? problem(request, status, text, problems)
            : status == 401 ? keystone(text) : magnum(request, status, text);
    MutableHttpResponse<String> response =
        HttpResponse.<String>status(HttpStatus.valueOf(status))
            .body(Json.write(body))
            .contentType(
                own ? MediaType.of("application/problem+json") : MediaType.APPLICATION_JSON_TYPE);
    return status == 401 ? response.header("WWW-Authenticate", "Keystone") : response;
  }

  private static ObjectNode problem(
      HttpRequest<?> request, int status, String text, List<Problem> problems) {
    ObjectNode body = Json.object();
    body.put("type", "about:blank");
    body.put("title", HttpStatus.valueOf(status).getReason());
    body.put("status", status);
    body.put("detail", text);
    body.put("instance", request.getPath());
    if (!problems.isEmpty()) {
      ArrayNode errors = body.putArray("errors");
      problems.forEach(one -> errors.addObject().put("path", one.path()).put("detail", one.text()));
    }
    return body;
  }

  private static ObjectNode magnum(HttpRequest<?> request, int status, String text) {
    ObjectNode body = Json.object();
    ObjectNode error = body.putArray("errors").addObject();
    error.put("request_id", RequestIds.of(request));
    error.put("code", status >= 500 ? "server" : "client");
    error.put("status", status);
    error.put("title", text);
    error.put("detail", text);
    error.putArray("links");
    return body;
  }

  private static ObjectNode keystone(String text) {
    ObjectNode body = Json.object();
    ObjectNode error = body.putObject("error");
    error.put("code", 401);
    error.put("title", "Unauthorized");
    error.put("message", text);
    return body;
  }
}
