package io.caisson.service.api.rest;

import io.caisson.service.api.rest.Route.Trait;
import io.micronaut.http.HttpStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Our own API as an OpenAPI 3.1 document, of the tables that requests are read and answered by. */
final class OpenApi {
  private static final Pattern PART = Pattern.compile("\\{([a-z]+)}");
  private static final String PROBLEM = "application/problem+json";
  private static final String JSON = "application/json";
  private static final String CONTENT = "content";
  private static final String SCHEMA = "schema";
  private static final String DESCRIPTION = "description";
  private static final String TOKEN = "token";

  private OpenApi() {}

  static Map<String, Object> document() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("openapi", "3.1.0");
    all.put("info", new TreeMap<>(Map.of("title", "Caisson", "version", "v1")));
    all.put("servers", List.of(Map.of("url", "/")));
    all.put("security", List.of(Map.of(TOKEN, List.of())));
    all.put("paths", paths());
    all.put(
        "components", new TreeMap<>(Map.of("securitySchemes", schemes(), "schemas", schemas())));
    return all;
  }

  private static Map<String, Object> schemes() {
    Map<String, Object> token = new LinkedHashMap<>();
    token.put("type", "apiKey");
    token.put("in", "header");
    token.put("name", "X-Auth-Token");
    token.put(DESCRIPTION, "a token of the cloud's identity service");
    return Map.of(TOKEN, token);
  }

  private static Map<String, Object> schemas() {
    Map<String, Object> all = new TreeMap<>();
    Forms.ALL.forEach(form -> put(all, form.name(), form.shape()));
    Views.all().forEach((name, shape) -> put(all, name, shape));
    return all;
  }

  private static void put(Map<String, Object> all, String name, Shape shape) {
    if (all.put(name, shape.words()) != null) {
      throw new IllegalStateException("two shapes are called " + name);
    }
  }

  private static Map<String, Object> paths() {
    Map<String, Map<String, Object>> paths = new TreeMap<>();
    for (Route route : Routes.ALL) {
      paths
          .computeIfAbsent(route.path(), _ -> new TreeMap<>())
          .put(route.method().toLowerCase(Locale.ROOT), operation(route));
    }
    return new TreeMap<>(paths);
  }

  private static Map<String, Object> operation(Route route) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("summary", route.summary());
    List<Object> parameters = parameters(route);
    if (!parameters.isEmpty()) {
      all.put("parameters", parameters);
    }
    route.takes().ifPresent(form -> all.put("requestBody", body(route, form)));
    all.put("responses", responses(route));
    if (route.is(Trait.PUBLIC)) {
      all.put("security", List.of());
    }
    return all;
  }

  private static Map<String, Object> body(Route route, Form form) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("required", !route.is(Trait.OPTIONAL_BODY));
    all.put(CONTENT, Map.of(JSON, Map.of(SCHEMA, form.ref().words())));
    return all;
  }

  private static List<Object> parameters(Route route) {
    List<Object> all = new ArrayList<>();
    Matcher parts = PART.matcher(route.path());
    while (parts.find()) {
      all.add(parameter("path", parts.group(1), Shape.text()));
    }
    if (route.is(Trait.PAGED) || route.is(Trait.LINES)) {
      all.add(parameter("query", "limit", Shape.integer()));
    }
    if (route.is(Trait.PAGED)) {
      all.add(parameter("query", "cursor", Shape.text()));
    }
    if (route.is(Trait.LINES)) {
      all.add(parameter("query", "after", Shape.integer()));
    }
    if (route.is(Trait.DRY_RUN) || route.is(Trait.LOOKS)) {
      all.add(parameter("query", "dry_run", Shape.flag()));
    }
    headers(route).forEach(name -> all.add(parameter("header", name, Shape.text())));
    return all;
  }

  private static List<String> headers(Route route) {
    List<String> all = new ArrayList<>();
    if (route.is(Trait.EDITION)) {
      all.add("If-Match");
    }
    if (route.is(Trait.ONCE)) {
      all.add("Idempotency-Key");
    }
    if (route.is(Trait.STREAM)) {
      all.add("Last-Event-ID");
    }
    return all;
  }

  private static Map<String, Object> parameter(String place, String name, Shape shape) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", name);
    all.put("in", place);
    all.put("required", place.equals("path"));
    all.put(SCHEMA, shape.words());
    return all;
  }

  private static Map<String, Object> responses(Route route) {
    Map<String, Object> all = new TreeMap<>();
    all.put(String.valueOf(route.gives().status()), success(route));
    if (route.is(Trait.DRY_RUN)) {
      all.put("200", response("what it would come to", JSON, Shape.ref(Views.PLAN)));
    }
    for (int status : route.refusals()) {
      String reason = HttpStatus.valueOf(status).getReason();
      all.put(String.valueOf(status), response(reason, PROBLEM, Shape.ref(Views.REFUSAL)));
    }
    return all;
  }

  private static Map<String, Object> success(Route route) {
    Route.Gives gives = route.gives();
    String reason = HttpStatus.valueOf(gives.status()).getReason();
    Map<String, Object> all =
        gives.media().isEmpty()
            ? new LinkedHashMap<>(Map.of(DESCRIPTION, reason))
            : response(
                reason,
                gives.media(),
                gives.shape().map(Shape::ref).orElseGet(() -> textOf(gives.media())));
    Map<String, Object> headers = new TreeMap<>();
    if (route.is(Trait.TAGGED)) {
      headers.put("ETag", Map.of(SCHEMA, Shape.text().words()));
    }
    if (route.is(Trait.LOCATED)) {
      headers.put("Location", Map.of(SCHEMA, Shape.text().words()));
    }
    if (!headers.isEmpty()) {
      all.put("headers", headers);
    }
    return all;
  }

  private static Shape textOf(String media) {
    return media.equals(JSON) ? Shape.type("object") : Shape.text();
  }

  private static Map<String, Object> response(String description, String media, Shape shape) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(DESCRIPTION, description);
    all.put(CONTENT, Map.of(media, Map.of(SCHEMA, shape.words())));
    return all;
  }
}
