package io.caisson.service.api.rest;

import io.caisson.service.api.http.Json;
import io.caisson.service.bootstrap.YamlText;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.Router;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What our own API is, for programs; for everybody, as it is in the documentation too. */
@Controller(Routes.ROOT)
@ExecuteOn(TaskExecutors.BLOCKING)
final class OpenApiResources {
  private static final Set<HttpMethod> DESCRIBED =
      EnumSet.complementOf(EnumSet.of(HttpMethod.HEAD, HttpMethod.OPTIONS));

  private final String json;
  private final String yaml;

  /**
   * @throws IllegalStateException if other requests are answered than are described
   */
  OpenApiResources(Router router) {
    Routes.mustBe(
        router
            .uriRoutes()
            .filter(route -> DESCRIBED.contains(route.getHttpMethod()))
            .map(route -> route.getHttpMethod() + " " + route.getUriMatchTemplate().toPathString())
            .filter(line -> line.contains(" " + Routes.ROOT))
            .collect(Collectors.toCollection(TreeSet::new)));
    Map<String, Object> document = OpenApi.document();
    json = Json.write(document);
    yaml = YamlText.of(document);
  }

  @Get("/openapi.json")
  String json() {
    return json;
  }

  @Get("/openapi.yaml")
  @Produces("application/yaml")
  String yaml() {
    return yaml;
  }
}
