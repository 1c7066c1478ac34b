package io.caisson.service.api.magnum;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.service.api.http.Call;
import io.caisson.service.api.http.Json;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.List;

/** What is served, told to anybody who asks. */
@Controller
final class VersionsController {
  private static final List<String> RESOURCES =
      List.of("clustertemplates", "clusters", "certificates", "quotas", "stats", "mservices");
  private final Call call;

  VersionsController(Call call) {
    this.call = call;
  }

  @Get("/")
  String root(HttpRequest<?> request) {
    ObjectNode body = Json.object();
    body.put("name", "OpenStack Magnum API");
    body.put("description", "Container infrastructure management, by Caisson");
    ObjectNode version = body.putArray("versions").addObject();
    version.put("id", "v1");
    version.putArray("links").add(self(request));
    version.put("status", "CURRENT");
    version.put("max_version", "1." + Microversion.MOST);
    version.put("min_version", "1." + Microversion.LEAST);
    return Json.write(body);
  }

  @Get("/v1")
  String v1(HttpRequest<?> request) {
    ObjectNode body = Json.object();
    body.put("id", "v1");
    body.putArray("media_types")
        .addObject()
        .put("base", "application/json")
        .put("type", "application/vnd.openstack.magnum.v1+json");
    body.putArray("links").add(self(request));
    Links links = new Links(call.base(request));
    RESOURCES.forEach(name -> links.add(body, name, name));
    links.add(body, "nodegroups", "clusters/{cluster_id}/nodegroups");
    return Json.write(body);
  }

  @Get("/healthcheck")
  String healthcheck() {
    return "{}";
  }

  private ObjectNode self(HttpRequest<?> request) {
    return Json.object().put("href", call.base(request) + "/v1/").put("rel", "self");
  }
}
