package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Plant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** {@code /v2.1/os-quota-sets} and {@code /v2.1/limits}. */
final class NovaQuotas {
  private static final List<String> RESOURCES =
      List.of(
          "cores",
          "fixed_ips",
          "floating_ips",
          "injected_file_content_bytes",
          "injected_file_path_bytes",
          "injected_files",
          "instances",
          "key_pairs",
          "metadata_items",
          "ram",
          "security_group_rules",
          "security_groups",
          "server_group_members",
          "server_groups");

  /** What Neutron keeps; old microversions still name it. */
  private static final List<String> NETWORK =
      List.of("fixed_ips", "floating_ips", "security_group_rules", "security_groups");

  void addTo(Routes routes) {
    String one = "/v2.1/os-quota-sets/{}";
    routes
        .on("GET", one, call -> show(call, r -> Json.number(limit(call, r))))
        .on("GET", one + "/detail", call -> show(call, r -> detail(call, r)))
        .on("GET", one + "/defaults", call -> show(call, r -> Json.number(usual(call, r))))
        .on("PUT", one, this::update)
        .on("DELETE", one, this::reset)
        .on("GET", "/v2.1/limits", this::limits);
  }

  private static Answer show(Call call, Function<String, JsonNode> value) {
    if (!call.caller().admin() && !call.id().equals(call.caller().project())) {
      throw NovaFault.policy("os-quota-sets:show");
    }
    ObjectNode set = Json.object().put("id", call.id());
    known(call).forEach(resource -> set.set(resource, value.apply(resource)));
    return Answer.json(200, Json.wrap("quota_set", set));
  }

  private Answer update(Call call) {
    if (!call.caller().admin()) {
      throw NovaFault.policy("os-quota-sets:update");
    }
    JsonNode wish = Nova.body(call).path("quota_set");
    for (Map.Entry<String, JsonNode> field : wish.properties()) {
      check(call, wish, field.getKey(), field.getValue());
    }
    wish.properties().stream()
        .filter(f -> known(call).contains(f.getKey()) && !NETWORK.contains(f.getKey()))
        .forEach(f -> call.plant().quotas().limit(call.id(), f.getKey(), f.getValue().asLong()));
    ObjectNode set = Json.object();
    known(call).forEach(resource -> set.set(resource, Json.number(limit(call, resource))));
    return Answer.json(200, Json.wrap("quota_set", set));
  }

  private static void check(Call call, JsonNode wish, String name, JsonNode value) {
    if (name.equals("force") || name.equals("tenant_id")) {
      return;
    }
    if (!known(call).contains(name)) {
      throw NovaFault.badRequest(
          "Invalid input for field/attribute quota_set. Value: %s. Additional properties are not"
                  .formatted(Python.repr(wish))
              + " allowed ('%s' was unexpected)".formatted(name));
    }
    if (!value.asText().matches("-?[0-9]{1,10}") || value.asLong() < -1) {
      throw NovaFault.badRequest(
          "Invalid input for field/attribute %s. Value: %s. %s does not match '^-?[0-9]+$'"
              .formatted(name, Python.str(value), Python.repr(value)));
    }
    boolean force = List.of("true", "1").contains(wish.path("force").asText("false"));
    long used = used(call.plant(), call.id(), name);
    if (!force && value.asLong() >= 0 && value.asLong() < used) {
      throw NovaFault.badRequest(
          "Quota limit %d for %s must be greater than or equal to already used and reserved %d."
              .formatted(value.asLong(), name, used));
    }
  }

  private Answer reset(Call call) {
    if (!call.caller().admin()) {
      throw NovaFault.policy("os-quota-sets:delete");
    }
    RESOURCES.forEach(resource -> call.plant().quotas().forget(call.id(), resource));
    return Answer.empty(202);
  }

  private Answer limits(Call call) {
    NovaVersion version = NovaVersion.of(call.request());
    Plant plant = call.plant();
    String project =
        call.request()
            .asked("tenant_id")
            .filter(_ -> call.caller().admin())
            .orElse(call.caller().project());
    ObjectNode absolute = Json.object();
    Map<String, String> names =
        Map.of(
            "maxTotalInstances", "instances",
            "maxTotalCores", "cores",
            "maxTotalRAMSize", "ram",
            "maxServerMeta", "metadata_items",
            "maxTotalKeypairs", "key_pairs",
            "maxServerGroups", "server_groups",
            "maxServerGroupMembers", "server_group_members");
    new TreeMap<>(names)
        .forEach((name, resource) -> absolute.put(name, plant.quotas().limit(project, resource)));
    absolute.put("totalRAMUsed", plant.servers().used(project, "ram"));
    absolute.put("totalCoresUsed", plant.servers().used(project, "cores"));
    absolute.put("totalInstancesUsed", plant.servers().used(project, "instances"));
    absolute.put("totalServerGroupsUsed", plant.serverGroups().count(project));
    addOld(absolute, version);
    ObjectNode limits = Json.object();
    limits.set("rate", Json.array());
    limits.set("absolute", absolute);
    return Answer.json(200, Json.wrap("limits", limits));
  }

  private static void addOld(ObjectNode absolute, NovaVersion version) {
    if (!version.atLeast(36)) {
      for (String name :
          List.of("maxTotalFloatingIps", "maxSecurityGroups", "maxSecurityGroupRules")) {
        absolute.put(name, -1);
      }
      absolute.put("totalFloatingIpsUsed", 0);
      absolute.put("totalSecurityGroupsUsed", 0);
    }
    if (!version.atLeast(39)) {
      absolute.put("maxImageMeta", 128);
    }
    if (!version.atLeast(57)) {
      absolute.put("maxPersonality", 5);
      absolute.put("maxPersonalitySize", 10240);
    }
  }

  private static List<String> known(Call call) {
    NovaVersion version = NovaVersion.of(call.request());
    return RESOURCES.stream()
        .filter(r -> !version.atLeast(36) || !NETWORK.contains(r))
        .filter(r -> !version.atLeast(57) || !r.startsWith("injected"))
        .toList();
  }

  private static long limit(Call call, String resource) {
    return NETWORK.contains(resource) ? -1 : call.plant().quotas().limit(call.id(), resource);
  }

  private static long usual(Call call, String resource) {
    return NETWORK.contains(resource) ? -1 : call.plant().quotas().usual(resource);
  }

  private static ObjectNode detail(Call call, String resource) {
    ObjectNode view = Json.object();
    view.put("limit", limit(call, resource));
    view.put("in_use", used(call.plant(), call.id(), resource));
    view.put("reserved", 0);
    return view;
  }

  private static long used(Plant plant, String project, String resource) {
    return switch (resource) {
      case "instances", "cores", "ram" -> plant.servers().used(project, resource);
      case "server_groups" -> plant.serverGroups().count(project);
      default -> 0;
    };
  }
}
