package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Flavor;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** {@code /v2.1/flavors}; administrators make and remove them. */
final class NovaFlavors {
  private static final String NEW =
      """
      {"type": "object", "required": ["flavor"], "properties": {"flavor": {
        "type": "object", "required": ["name", "ram", "vcpus", "disk"], "properties": {
          "name": {"type": "string", "minLength": 1, "maxLength": 255, "format": "name"},
          "ram": {"type": "integer", "minimum": 1},
          "vcpus": {"type": "integer", "minimum": 1},
          "disk": {"type": "integer", "minimum": 0}}}}}
      """;

  private final Endpoints endpoints;
  private final Schema order =
      new Schema(Json.parse(NEW.getBytes(StandardCharsets.UTF_8)).orElseThrow());

  NovaFlavors(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  void addTo(Routes routes) {
    routes
        .on("GET", "/v2.1/flavors", call -> flavors(call, this::brief))
        .on("POST", "/v2.1/flavors", this::create)
        .on("GET", "/v2.1/flavors/detail", call -> flavors(call, flavor -> whole(call, flavor)))
        .on("GET", "/v2.1/flavors/{}", this::flavor)
        .on("DELETE", "/v2.1/flavors/{}", this::delete)
        .on("GET", "/v2.1/flavors/{}/os-extra_specs", this::extraSpecs);
  }

  private Answer create(Call call) {
    if (!call.caller().admin()) {
      throw NovaFault.policy("os-flavor-manage:create");
    }
    JsonNode body = Nova.body(call);
    order.check(body);
    JsonNode wish = body.path("flavor");
    Flavor made =
        call.plant()
            .catalogue()
            .addFlavor(
                wish.path("name").asText(),
                wish.path("vcpus").asInt(),
                wish.path("ram").asInt(),
                wish.path("disk").asInt());
    return Answer.json(200, Json.wrap("flavor", whole(call, made)));
  }

  private Answer delete(Call call) {
    if (!call.caller().admin()) {
      throw NovaFault.policy("os-flavor-manage:delete");
    }
    call.plant().catalogue().removeFlavor(need(call).id());
    return Answer.empty(202);
  }

  private static Answer flavors(Call call, Function<Flavor, ObjectNode> view) {
    ArrayNode all = Json.array(call.plant().catalogue().flavors(), view);
    return Answer.json(200, Json.wrap("flavors", all));
  }

  private Answer flavor(Call call) {
    return Answer.json(200, Json.wrap("flavor", whole(call, need(call))));
  }

  private Answer extraSpecs(Call call) {
    return Answer.json(200, Json.wrap("extra_specs", Json.texts(need(call).extraSpecs())));
  }

  private static Flavor need(Call call) {
    return call.plant()
        .catalogue()
        .flavor(call.id())
        .orElseThrow(() -> NovaFault.notFound("Flavor " + call.id() + " could not be found."));
  }

  private ObjectNode brief(Flavor flavor) {
    ObjectNode view = Json.object().put("id", flavor.id()).put("name", flavor.name());
    return view.set("links", links(flavor));
  }

  private ObjectNode whole(Call call, Flavor flavor) {
    NovaVersion version = NovaVersion.of(call.request());
    ObjectNode view = Json.object();
    view.put("id", flavor.id());
    view.put("name", flavor.name());
    view.put("ram", flavor.ramMib());
    view.put("disk", flavor.diskGib());
    if (version.atLeast(75)) {
      view.put("swap", 0);
    } else {
      view.put("swap", "");
    }
    view.put("OS-FLV-EXT-DATA:ephemeral", 0);
    view.put("OS-FLV-DISABLED:disabled", false);
    view.put("vcpus", flavor.vcpus());
    view.put("os-flavor-access:is_public", true);
    view.put("rxtx_factor", 1.0);
    view.set("links", links(flavor));
    if (version.atLeast(55)) {
      view.putNull("description");
    }
    if (version.atLeast(61)) {
      view.set("extra_specs", Json.texts(flavor.extraSpecs()));
    }
    return view;
  }

  private ArrayNode links(Flavor flavor) {
    String root = endpoints.compute().replaceAll("/v2\\.1$", "");
    ArrayNode links = Json.array();
    links.add(
        Json.object()
            .put("rel", "self")
            .put("href", endpoints.compute() + "/flavors/" + flavor.id()));
    links.add(Json.object().put("rel", "bookmark").put("href", root + "/flavors/" + flavor.id()));
    return links;
  }
}
