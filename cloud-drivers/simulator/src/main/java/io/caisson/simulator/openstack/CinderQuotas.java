package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** {@code os-quota-sets} and {@code limits} of Cinder, for volumes and their size. */
final class CinderQuotas {
  private static final List<String> RESOURCES = List.of("volumes", "gigabytes");

  void addTo(Routes routes) {
    routes
        .on("GET", "/v3/{}/os-quota-sets/{}", CinderQuotas::show)
        .on("PUT", "/v3/{}/os-quota-sets/{}", CinderQuotas::update)
        .on("DELETE", "/v3/{}/os-quota-sets/{}", CinderQuotas::reset)
        .on("GET", "/v3/{}/limits", CinderQuotas::limits);
  }

  private static Answer show(Call call) {
    String project = call.arguments().getLast();
    boolean usage = call.request().asked("usage").filter("true"::equalsIgnoreCase).isPresent();
    ObjectNode set = Json.object();
    for (String resource : RESOURCES) {
      long limit = call.plant().quotas().limit(project, resource);
      ObjectNode detail = Json.object().put("limit", limit);
      detail.put("in_use", used(call, project, resource)).put("reserved", 0);
      set.set(resource, usage ? detail : Json.number(limit));
    }
    return Answer.json(200, Json.wrap("quota_set", set.put("id", project)));
  }

  private static Answer update(Call call) {
    needAdmin(call, "update");
    String project = call.arguments().getLast();
    ObjectNode set = Json.object();
    for (Map.Entry<String, JsonNode> wish : Nova.body(call).path("quota_set").properties()) {
      if (RESOURCES.contains(wish.getKey())) {
        call.plant().quotas().limit(project, wish.getKey(), wish.getValue().asLong());
      }
    }
    RESOURCES.forEach(
        resource -> set.put(resource, call.plant().quotas().limit(project, resource)));
    return Answer.json(200, Json.wrap("quota_set", set));
  }

  private static Answer reset(Call call) {
    needAdmin(call, "delete");
    RESOURCES.forEach(r -> call.plant().quotas().forget(call.arguments().getLast(), r));
    return Answer.empty(200);
  }

  private static Answer limits(Call call) {
    String project = call.caller().project();
    ObjectNode absolute = Json.object();
    absolute.put("maxTotalVolumes", call.plant().quotas().limit(project, "volumes"));
    absolute.put("maxTotalVolumeGigabytes", call.plant().quotas().limit(project, "gigabytes"));
    absolute.put("totalVolumesUsed", used(call, project, "volumes"));
    absolute.put("totalGigabytesUsed", used(call, project, "gigabytes"));
    ObjectNode limits = Json.object();
    limits.set("rate", Json.array());
    limits.set("absolute", absolute);
    return Answer.json(200, Json.wrap("limits", limits));
  }

  private static long used(Call call, String project, String resource) {
    return resource.equals("volumes")
        ? call.plant().volumes().count(project)
        : call.plant().volumes().gib(project);
  }

  private static void needAdmin(Call call, String action) {
    if (!call.caller().admin()) {
      throw NovaFault.forbidden(
          "Policy doesn't allow volume_extension:quotas:%s to be performed.".formatted(action));
    }
  }
}
