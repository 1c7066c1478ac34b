package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Server;
import io.caisson.simulator.model.ServerGroup;
import io.caisson.simulator.model.ServerGroups;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code /v2.1/os-server-groups}: soft policies since 2.15; one {@code policy} with rules instead
 * of a list of {@code policies} since 2.64; unknown parameters of the list are refused since 2.75.
 * Its pages go by {@code offset}; {@code all_projects} is honoured for administrators and
 * overlooked otherwise.
 */
final class NovaServerGroups {
  private static final String ONE = "/v2.1/os-server-groups/{}";
  private static final List<String> HARD = List.of("anti-affinity", "affinity");
  private static final List<String> ALL =
      List.of("anti-affinity", "affinity", "soft-anti-affinity", "soft-affinity");
  private static final Set<String> PARAMETERS = Set.of("all_projects", "limit", "offset");

  void addTo(Routes routes) {
    routes
        .on("GET", "/v2.1/os-server-groups", this::list)
        .on("POST", "/v2.1/os-server-groups", this::create)
        .on("GET", ONE, this::show)
        .on("DELETE", ONE, this::delete);
  }

  private Answer create(Call call) {
    NovaVersion version = NovaVersion.of(call.request());
    JsonNode body = Nova.body(call);
    schema(version).check(body);
    JsonNode wish = body.path("server_group");
    Map<String, Integer> rules = new TreeMap<>();
    wish.path("rules").properties().forEach(r -> rules.put(r.getKey(), r.getValue().asInt()));
    String policy = wish.path("policy").asText(wish.path("policies").path(0).asText());
    ServerGroup made =
        call.plant()
            .serverGroups()
            .create(call.caller(), wish.path("name").asText(), policy, rules);
    return Answer.json(200, Json.wrap("server_group", view(call, made)));
  }

  private Answer list(Call call) {
    NovaVersion version = NovaVersion.of(call.request());
    if (version.atLeast(75)) {
      call.request().query().keySet().stream()
          .filter(name -> !PARAMETERS.contains(name))
          .findFirst()
          .ifPresent(NovaServerGroups::unexpected);
    }
    boolean everybody = call.request().asked("all_projects").isPresent() && call.caller().admin();
    ServerGroups groups = call.plant().serverGroups();
    List<ServerGroup> all = everybody ? groups.listed() : groups.listed(call.caller().project());
    List<ServerGroup> page =
        all.stream().skip(figure(call, "offset", 0)).limit(figure(call, "limit", 1000)).toList();
    return Answer.json(
        200, Json.wrap("server_groups", Json.array(page, group -> view(call, group))));
  }

  private static void unexpected(String name) {
    throw NovaFault.badRequest(
        "Additional properties are not allowed ('%s' was unexpected)".formatted(name));
  }

  private static int figure(Call call, String name, int usual) {
    String text = call.request().asked(name).orElse("");
    if (!text.matches("[0-9]{0,9}")) {
      throw NovaFault.badRequest(
          "Invalid input for query parameters %s. Value: %s. '%s' does not match '^[0-9]*$'"
              .formatted(name, text, text));
    }
    return text.isEmpty() ? usual : Integer.parseInt(text);
  }

  private Answer show(Call call) {
    ServerGroup group = call.plant().serverGroups().need(call.caller(), call.id());
    return Answer.json(200, Json.wrap("server_group", view(call, group)));
  }

  private Answer delete(Call call) {
    ServerGroup group = call.plant().serverGroups().need(call.caller(), call.id());
    call.plant().serverGroups().delete(group);
    return Answer.empty(204);
  }

  private static ObjectNode view(Call call, ServerGroup group) {
    NovaVersion version = NovaVersion.of(call.request());
    ObjectNode view = Json.object();
    view.put("id", group.id());
    view.put("name", group.card().name());
    if (version.atLeast(64)) {
      view.put("policy", group.policy());
      ObjectNode rules = Json.object();
      group.rules().forEach(rules::put);
      view.set("rules", rules);
    } else {
      view.set("policies", Json.texts(List.of(group.policy())));
      view.set("metadata", Json.object());
    }
    view.set(
        "members",
        Json.texts(call.plant().servers().members(group.id()).stream().map(Server::id).toList()));
    if (version.atLeast(13)) {
      view.put("project_id", group.card().project());
      view.put("user_id", group.user());
    }
    return view;
  }

  private static Schema schema(NovaVersion version) {
    ObjectNode fields = Json.object();
    ObjectNode name = Json.object().put("type", "string").put("format", "name");
    fields.set("name", name.put("minLength", 1).put("maxLength", 255));
    ObjectNode word = Json.object().put("type", "string");
    word.set("enum", Json.texts(version.atLeast(15) ? ALL : HARD));
    boolean single = version.atLeast(64);
    if (single) {
      fields.set("policy", word);
      fields.set("rules", rules());
    } else {
      fields.set("policies", Json.object().put("type", "array").set("items", word));
    }
    ArrayNode required = Json.texts(List.of("name", single ? "policy" : "policies"));
    return new Schema(closed("server_group", closed(fields, required)));
  }

  private static ObjectNode rules() {
    ObjectNode most = Json.object().put("type", "integer").put("minimum", 1);
    return closed(Json.wrap("max_server_per_host", most), Json.array());
  }

  private static ObjectNode closed(String name, ObjectNode schema) {
    return closed(Json.wrap(name, schema), Json.texts(List.of(name)));
  }

  private static ObjectNode closed(ObjectNode fields, ArrayNode required) {
    ObjectNode schema = Json.object().put("type", "object").put("additionalProperties", false);
    schema.set("properties", fields);
    return schema.set("required", required);
  }
}
