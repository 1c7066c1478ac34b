package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Ids;
import io.caisson.simulator.model.Server;
import io.caisson.simulator.model.Servers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code POST /v2.1/servers/{id}/action}. */
final class NovaActions {
  private final NovaServerView view;
  private final Ids ids;

  NovaActions(Endpoints endpoints, Ids ids) {
    this.view = new NovaServerView(endpoints);
    this.ids = ids;
  }

  void addTo(Routes routes) {
    routes.on("POST", "/v2.1/servers/{}/action", this::act);
  }

  private Answer act(Call call) {
    JsonNode body = Nova.body(call);
    if (!body.isObject() || body.size() != 1) {
      throw NovaFault.badRequest("Malformed request body");
    }
    String action = body.fieldNames().next();
    JsonNode how = body.path(action);
    return switch (action) {
      case "os-start" -> start(call);
      case "os-stop" -> stop(call);
      case "reboot" -> reboot(call, how);
      case "rebuild" -> rebuild(call, how);
      case "os-getConsoleOutput" -> console(call, how);
      default -> throw NovaFault.badRequest("There is no such action: " + action);
    };
  }

  private static Answer start(Call call) {
    call.plant().servers().start(NovaServers.server(call));
    return Answer.empty(202);
  }

  private static Answer stop(Call call) {
    call.plant().servers().stop(NovaServers.server(call));
    return Answer.empty(202);
  }

  private static Answer reboot(Call call, JsonNode how) {
    String type = how.path("type").asText("");
    List<String> known = List.of("HARD", "Hard", "hard", "SOFT", "Soft", "soft");
    if (!known.contains(type)) {
      throw NovaFault.badRequest(
          "Invalid input for field/attribute type. Value: %s. '%s' is not one of %s"
              .formatted(type, type, Python.repr(Json.texts(known))));
    }
    Servers servers = call.plant().servers();
    servers.reboot(NovaServers.server(call), type.equalsIgnoreCase("hard"));
    return Answer.empty(202);
  }

  /** User-data comes with it since 2.57. */
  private Answer rebuild(Call call, JsonNode how) {
    NovaVersion version = NovaVersion.of(call.request());
    String image = how.path("imageRef").asText("");
    if (image.isEmpty()) {
      throw NovaFault.badRequest(
          "Invalid input for field/attribute rebuild. Value: %s. 'imageRef' is a required property"
              .formatted(Python.repr(how)));
    }
    if (how.has("user_data") && !version.atLeast(57)) {
      throw NovaFault.badRequest(
          "Invalid input for field/attribute rebuild. Value: %s. Additional properties are not allowed ('user_data' was unexpected)"
              .formatted(Python.repr(how)));
    }
    Server server = NovaServers.server(call);
    call.plant()
        .servers()
        .rebuild(server, image, NeutronViews.text(how, "user_data"), metadata(how));
    ObjectNode whole = view.whole(call, version, server);
    whole.put("adminPass", how.path("adminPass").asText(ids.secret(12)));
    return Answer.json(202, Json.wrap("server", whole)).with("Location", view.selfLink(server));
  }

  private static Optional<Map<String, String>> metadata(JsonNode how) {
    if (!how.path("metadata").isObject()) {
      return Optional.empty();
    }
    Map<String, String> all = new LinkedHashMap<>();
    how.path("metadata").properties().forEach(e -> all.put(e.getKey(), e.getValue().asText()));
    return Optional.of(all);
  }

  private static Answer console(Call call, JsonNode how) {
    JsonNode length = how.path("length");
    boolean whole = length.isMissingNode() || length.isNull();
    if (!whole && !length.asText().matches("-?[0-9]{1,9}")) {
      throw NovaFault.badRequest(
          "Invalid input for field/attribute length. Value: %s. %s does not match '^-?[0-9]+$'"
              .formatted(Python.str(length), Python.repr(length)));
    }
    Server server = NovaServers.server(call);
    String text = server.console();
    String shown = whole || length.asInt() < 0 ? text : last(text, length.asInt());
    return Answer.json(200, Json.object().put("output", shown));
  }

  private static String last(String text, int count) {
    List<String> lines = List.of(text.split("\n", -1));
    boolean ended = lines.getLast().isEmpty();
    int wanted = count + (ended ? 1 : 0);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - wanted), lines.size()));
  }
}
