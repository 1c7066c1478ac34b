package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.Ids;
import io.caisson.simulator.model.Refusal;
import java.util.List;

/** Nova v2.1 with its microversions. */
final class Nova implements Service {
  private static final String LOST = "The resource could not be found.<br /><br />\n\n\n";

  private final Gate gate;
  private final Endpoints endpoints;
  private final Routes routes = new Routes();

  Nova(DataCentre dataCentre, Endpoints endpoints, Ids ids) {
    this.gate = new Gate(dataCentre, endpoints);
    this.endpoints = endpoints;
    new NovaActions(endpoints, ids).addTo(routes);
    new NovaServers(endpoints, ids).addTo(routes);
    new NovaOffers(dataCentre.timeline()::now).addTo(routes);
    new NovaFlavors(endpoints).addTo(routes);
    new NovaQuotas().addTo(routes);
    new NovaServerGroups().addTo(routes);
    new NovaKeyPairs().addTo(routes);
  }

  /**
   * The body of a request that must have one.
   *
   * @throws NovaFault if it is no JSON
   */
  static JsonNode body(Call call) {
    String type = call.request().header("Content-Type").orElse("application/json");
    if (!type.startsWith("application/json")) {
      throw NovaFault.mediaType();
    }
    return call.request().json().orElseThrow(() -> NovaFault.badRequest("Malformed request body"));
  }

  @Override
  public Answer answer(Request request) {
    String path = request.path().replaceAll("/+$", "");
    if (path.isEmpty()) {
      return Answer.json(200, Json.wrap("versions", Json.array().add(old()).add(version())));
    }
    try {
      NovaVersion version = NovaVersion.of(request);
      return stamped(versioned(request.at(path)), version.toString());
    } catch (NovaFault refused) {
      Answer answer = refused.answer();
      return refused.version().map(v -> stamped(answer, v)).orElse(answer);
    }
  }

  private Answer versioned(Request request) {
    if (request.path().equals("/v2.1")) {
      return Answer.json(200, Json.wrap("version", withMedia(version())));
    }
    try {
      return gate.pass(request, this::route);
    } catch (NovaFault fault) {
      return fault.answer();
    } catch (Refusal refused) {
      return NovaFault.of(refused).answer();
    }
  }

  private Answer route(Call call) {
    return routes.answer(call).orElseGet(Nova::lost);
  }

  private static Answer lost() {
    ObjectNode body = Json.object();
    body.put("message", LOST);
    body.put("code", "404 Not Found");
    body.put("title", "Not Found");
    return Answer.json(404, body);
  }

  private static Answer stamped(Answer answer, String version) {
    if (answer.status() == 401) {
      return answer;
    }
    Answer typed =
        answer.headers().isEmpty() ? answer.with("Content-Type", "application/json") : answer;
    return typed
        .with("OpenStack-API-Version", "compute " + version)
        .with("X-OpenStack-Nova-API-Version", version)
        .with("Vary", "OpenStack-API-Version, X-OpenStack-Nova-API-Version");
  }

  private ObjectNode old() {
    ObjectNode view = Json.object();
    view.put("id", "v2.0");
    view.put("status", "SUPPORTED");
    view.put("version", "");
    view.put("min_version", "");
    view.put("updated", "2011-01-21T11:33:21Z");
    String root = endpoints.compute().replaceAll("/v2\\.1$", "/v2/");
    return view.set("links", Json.array().add(Json.object().put("rel", "self").put("href", root)));
  }

  private ObjectNode version() {
    ObjectNode view = Json.object();
    view.put("id", "v2.1");
    view.put("status", "CURRENT");
    view.put("version", "2." + NovaVersion.NEWEST);
    view.put("min_version", "2.1");
    view.put("updated", "2013-07-23T11:33:21Z");
    ObjectNode self = Json.object().put("rel", "self").put("href", endpoints.compute() + "/");
    return view.set("links", Json.array().add(self));
  }

  private static ObjectNode withMedia(ObjectNode view) {
    ObjectNode media = Json.object();
    media.put("base", "application/json");
    media.put("type", "application/vnd.openstack.compute+json;version=2.1");
    return view.set("media-types", Json.array(List.of(media), one -> one));
  }
}
