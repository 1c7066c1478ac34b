package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Plant;
import io.caisson.simulator.model.Quotas;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@code /v2.0/quotas}. */
final class NeutronQuotas {
  private static final List<String> RESOURCES =
      List.of(
          "network",
          "subnet",
          "subnetpool",
          "port",
          "router",
          "floatingip",
          "rbac_policy",
          "security_group",
          "security_group_rule");

  void addTo(Routes routes) {
    routes
        .on("GET", "/v2.0/quotas/{}/details.json", call -> show(call, r -> detail(call, r)))
        .on("GET", "/v2.0/quotas/{}/details", call -> show(call, r -> detail(call, r)))
        .on("GET", "/v2.0/quotas/{}/default", call -> show(call, r -> usual(call, r)))
        .on("GET", "/v2.0/quotas/{}.json", call -> show(call, r -> limit(call, r)))
        .on("GET", "/v2.0/quotas/{}", call -> show(call, r -> limit(call, r)))
        .on("PUT", "/v2.0/quotas/{}.json", this::update)
        .on("PUT", "/v2.0/quotas/{}", this::update)
        .on("DELETE", "/v2.0/quotas/{}", this::reset);
  }

  private Answer show(Call call, Function<String, JsonNode> value) {
    if (!call.caller().admin() && !call.id().equals(call.caller().project())) {
      throw NeutronFault.policy("rule:get_quota");
    }
    ObjectNode quota = Json.object();
    RESOURCES.forEach(resource -> quota.set(resource, value.apply(resource)));
    return Answer.json(200, Json.wrap("quota", quota));
  }

  private Answer update(Call call) {
    needAdmin(call, "rule:update_quota");
    JsonNode wish = call.body().path("quota");
    for (Map.Entry<String, JsonNode> field : wish.properties()) {
      if (!RESOURCES.contains(field.getKey())) {
        throw NeutronFault.invalid("Unrecognized attribute(s) '" + field.getKey() + "'");
      }
      if (!field.getValue().asText().matches("-1|\\d{1,9}")) {
        throw NeutronFault.invalid(
            "Invalid input for %s. Reason: '%s' is not an integer."
                .formatted(field.getKey(), Python.str(field.getValue())));
      }
    }
    wish.properties()
        .forEach(f -> call.plant().quotas().limit(call.id(), f.getKey(), f.getValue().asLong()));
    return show(call, resource -> limit(call, resource));
  }

  private Answer reset(Call call) {
    needAdmin(call, "rule:delete_quota");
    Quotas quotas = call.plant().quotas();
    RESOURCES.forEach(resource -> quotas.forget(call.id(), resource));
    return Answer.empty(204);
  }

  private static void needAdmin(Call call, String rule) {
    if (!call.caller().admin()) {
      throw NeutronFault.policy(rule);
    }
  }

  private static JsonNode limit(Call call, String resource) {
    return Json.number(call.plant().quotas().limit(call.id(), resource));
  }

  private static JsonNode usual(Call call, String resource) {
    return Json.number(call.plant().quotas().usual(resource));
  }

  private static JsonNode detail(Call call, String resource) {
    ObjectNode detail = Json.object();
    detail.put("limit", call.plant().quotas().limit(call.id(), resource));
    detail.put("used", used(call.plant(), call.id(), resource));
    detail.put("reserved", 0);
    return detail;
  }

  private static long used(Plant plant, String project, String resource) {
    return switch (resource) {
      case "network" -> plant.networks().count(project);
      case "subnet" -> plant.networks().countSubnets(project);
      case "port" -> plant.ports().count(project);
      case "router" -> plant.routers().count(project);
      case "floatingip" -> plant.floatingIps().count(project);
      case "security_group" -> plant.securityGroups().count(project);
      case "security_group_rule" -> plant.securityGroups().countRules(project);
      default -> 0;
    };
  }
}
