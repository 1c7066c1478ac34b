package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request to one service.
 *
 * @param path below the service's root, from {@code /}, decoded
 * @param query the values of each name, in their order
 * @param headers by lower-case name
 */
record Request(
    String method,
    String path,
    String rawQuery,
    Map<String, List<String>> query,
    Map<String, String> headers,
    byte[] body) {

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The first value of the query parameter. */
  Optional<String> asked(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** The body as JSON; empty if it is none. */
  Optional<JsonNode> json() {
    return Json.parse(body);
  }

  Request at(String otherPath) {
    return new Request(method, otherPath, rawQuery, query, headers, body);
  }

  boolean reads() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /** Without body and headers, which hold secrets. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
