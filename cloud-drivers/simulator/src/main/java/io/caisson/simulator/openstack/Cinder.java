package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.Refusal;
import io.caisson.simulator.model.Volume;
import io.caisson.simulator.model.Volumes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cinder v3, without microversions: volumes, types and quotas of the caller's project. */
final class Cinder implements Service {
  private static final String ALL = "/v3/{}/volumes";
  private static final String ONE = "/v3/{}/volumes/{}";
  private static final String NEW =
      """
      {"type": "object", "required": ["volume"], "additionalProperties": false,
       "properties": {"volume": {
        "type": "object", "required": ["size"], "properties": {
          "name": {"type": ["string", "null"]},
          "description": {"type": ["string", "null"], "maxLength": 255},
          "size": {"type": "integer", "minimum": 1},
          "metadata": {"type": ["object", "null"], "additionalProperties": false,
            "patternProperties": {
              "^[a-zA-Z0-9-_:. ]{1,255}$": {"type": "string", "maxLength": 255}}}}}}}
      """;

  private final Gate gate;
  private final Schema schema =
      new Schema(Json.parse(NEW.getBytes(StandardCharsets.UTF_8)).orElseThrow());
  private final CinderView view;
  private final Endpoints endpoints;
  private final Routes routes = new Routes();

  Cinder(DataCentre dataCentre, Endpoints endpoints) {
    this.gate = new Gate(dataCentre, endpoints);
    this.view = new CinderView(endpoints);
    this.endpoints = endpoints;
    routes
        .on("POST", ALL, this::create)
        .on("GET", ALL, call -> list(call, "/volumes", view::brief))
        .on("GET", ALL + "/detail", call -> list(call, "/volumes/detail", view::whole))
        .on("GET", ONE, this::show)
        .on("DELETE", ONE, this::delete)
        .on("GET", "/v3/{}/types", Cinder::types);
    new CinderQuotas().addTo(routes);
  }

  @Override
  public Answer answer(Request request) {
    try {
      return gate.pass(request, this::route);
    } catch (NovaFault fault) {
      return fault.answer();
    } catch (Refusal refused) {
      return answer(refused);
    }
  }

  /** A quota is 413 here, with a time to wait that means nothing. */
  private static Answer answer(Refusal refused) {
    if (refused.kind() != Refusal.Kind.QUOTA) {
      return NovaFault.of(refused).answer();
    }
    ObjectNode fault = Json.object().put("code", 413).put("message", refused.text());
    return Answer.jsonUtf8(413, Json.wrap("overLimit", fault.put("retryAfter", "0")))
        .with("Retry-After", "0");
  }

  private Answer route(Call call) {
    String[] parts = call.request().path().split("/", 4);
    boolean stranger = parts.length > 2 && !parts[2].equals(call.caller().project());
    if (stranger && !call.caller().admin()) {
      throw NovaFault.badRequest("Malformed request url");
    }
    return routes
        .answer(call)
        .orElseGet(
            () ->
                Answer.html(
                    404,
                    "<html>\n <head>\n  <title>404 Not Found</title>\n </head>\n <body>\n  <h1>404"
                        + " Not Found</h1>\n  The resource could not be found.<br /><br />\n\n\n\n"
                        + " </body>\n</html>"));
  }

  private Answer create(Call call) {
    JsonNode body = Nova.body(call);
    schema.check(body);
    JsonNode wish = body.path("volume");
    String name = wish.path("name").asText("");
    if (name.length() > 255) {
      throw NovaFault.badRequest(
          "Invalid input received: name has %d characters, more than 255."
              .formatted(name.length()));
    }
    checkPlace(call, wish);
    Map<String, String> metadata = new LinkedHashMap<>();
    wish.path("metadata")
        .properties()
        .forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
    Volume made =
        call.plant()
            .volumes()
            .create(
                call.caller(),
                new Volume.Order(
                    call.caller().user(),
                    name,
                    NeutronViews.text(wish, "description"),
                    wish.path("size").asInt(),
                    NeutronViews.text(wish, "imageRef"),
                    metadata));
    return Answer.json(202, Json.wrap("volume", view.made(call, made)));
  }

  private static void checkPlace(Call call, JsonNode wish) {
    NeutronViews.text(wish, "volume_type")
        .filter(type -> !type.equals(Volumes.TYPE))
        .ifPresent(
            type -> {
              throw NovaFault.notFound(
                  "Volume type with name %s could not be found.".formatted(type));
            });
    NeutronViews.text(wish, "availability_zone")
        .filter(zone -> !call.plant().catalogue().zones().contains(zone))
        .ifPresent(
            zone -> {
              throw NovaFault.badRequest("Availability zone '%s' is invalid.".formatted(zone));
            });
  }

  private interface View {
    ObjectNode of(Call call, Volume volume);
  }

  private Answer list(Call call, String path, View each) {
    List<Volume> all = call.plant().volumes().listed(call.caller().project());
    Optional<String> marker = call.request().asked("marker");
    int from = marker.map(id -> after(all, id)).orElse(0);
    int limit = call.request().asked("limit").map(Integer::parseInt).orElse(1000);
    List<Volume> page = all.stream().skip(from).limit(limit).toList();
    ArrayNode shown = Json.array(page, volume -> each.of(call, volume));
    ObjectNode answer = Json.wrap("volumes", shown);
    if (page.size() == limit) {
      String next =
          "%s/%s%s?limit=%d&marker=%s"
              .formatted(
                  endpoints.volume(), call.caller().project(), path, limit, page.getLast().id());
      answer.set(
          "volumes_links", Json.array().add(Json.object().put("rel", "next").put("href", next)));
    }
    return Answer.json(200, answer);
  }

  private static int after(List<Volume> all, String marker) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).id().equals(marker)) {
        return i + 1;
      }
    }
    throw NovaFault.notFound("Volume " + marker + " could not be found.");
  }

  private Answer show(Call call) {
    return Answer.json(200, Json.wrap("volume", view.whole(call, volume(call))));
  }

  private Answer delete(Call call) {
    call.plant().volumes().delete(volume(call));
    return Answer.empty(202);
  }

  private static Volume volume(Call call) {
    return call.plant().volumes().need(call.caller(), call.arguments().getLast());
  }

  private static Answer types(Call call) {
    ObjectNode type = Json.object();
    type.put("id", CinderView.typeId());
    type.put("name", Volumes.TYPE);
    type.put("is_public", true);
    type.putNull("description");
    type.set("extra_specs", Json.object());
    type.put("os-volume-type-access:is_public", true);
    boolean over = call.request().asked("marker").isPresent();
    return Answer.json(
        200, Json.wrap("volume_types", over ? Json.array() : Json.array().add(type)));
  }
}
