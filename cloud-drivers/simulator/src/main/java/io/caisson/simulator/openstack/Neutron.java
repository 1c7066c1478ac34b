package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.Refusal;
import java.util.List;

/** Neutron v2.0. */
final class Neutron implements Service {
  private static final List<String> EXTENSIONS =
      List.of(
          "external-net",
          "router",
          "security-group",
          "quotas",
          "quota_details",
          "pagination",
          "sorting",
          "standard-attr-description",
          "standard-attr-tag",
          "standard-attr-timestamp",
          "standard-attr-revisions",
          "port-security",
          "allowed-address-pairs",
          "binding",
          "project-id",
          "fip-port-details",
          "filter-validation",
          "availability_zone");

  private final Gate gate;
  private final Endpoints endpoints;
  private final Routes routes = new Routes();

  Neutron(DataCentre dataCentre, Endpoints endpoints) {
    this.gate = new Gate(dataCentre, endpoints);
    this.endpoints = endpoints;
    NeutronRouters routers = new NeutronRouters();
    routes
        .on("PUT", "/v2.0/routers/{}/add_router_interface", routers::addInterface)
        .on("PUT", "/v2.0/routers/{}/remove_router_interface", routers::removeInterface)
        .on("GET", "/v2.0/extensions", _ -> extensions())
        .on("GET", "/v2.0", _ -> resources());
    List.of(
            new NeutronNetworks(),
            new NeutronSubnets(),
            new NeutronPorts(),
            new NeutronSecurityGroups(),
            new NeutronSecurityGroupRules(),
            new NeutronFloatingIps(),
            routers)
        .forEach(this::serve);
    new NeutronQuotas().addTo(routes);
  }

  @Override
  public Answer answer(Request request) {
    if (request.path().isEmpty() || request.path().equals("/")) {
      return versions();
    }
    try {
      return gate.pass(request, this::route);
    } catch (NeutronFault fault) {
      return fault.answer();
    } catch (Refusal refused) {
      return NeutronFault.of(refused).answer();
    }
  }

  private Answer route(Call call) {
    return routes
        .answer(call)
        .orElseThrow(
            () -> NeutronFault.notFound("HTTPNotFound", "The resource could not be found."));
  }

  private void serve(NeutronResource resource) {
    String all = "/v2.0/" + resource.path();
    NeutronBody body = new NeutronBody(resource);
    String one = resource.singular();
    routes
        .on("GET", all + ".json", call -> list(resource, call))
        .on("GET", all, call -> list(resource, call))
        .on(
            "POST",
            all,
            call -> Answer.json(201, Json.wrap(one, resource.create(call, body.ofCreate(call)))))
        .on("GET", all + "/{}", call -> show(resource, call))
        .on(
            "PUT",
            all + "/{}",
            call -> Answer.json(200, Json.wrap(one, resource.update(call, body.ofUpdate(call)))))
        .on("DELETE", all + "/{}", call -> delete(resource, call))
        .on("GET", all + "/{}/tags", call -> tags(resource.show(call).path("tags")))
        .on("PUT", all + "/{}/tags", call -> tag(resource, call));
  }

  private Answer list(NeutronResource resource, Call call) {
    String url = endpoints.network() + "/v2.0/" + resource.path();
    return Answer.json(
        200, new NeutronList(resource, call.request(), url).page(resource.list(call)));
  }

  private static Answer show(NeutronResource resource, Call call) {
    ObjectNode view = new NeutronList(resource, call.request(), "").onlyFields(resource.show(call));
    return Answer.json(200, Json.wrap(resource.singular(), view));
  }

  private static Answer delete(NeutronResource resource, Call call) {
    resource.delete(call);
    return Answer.empty(204);
  }

  private static Answer tag(NeutronResource resource, Call call) {
    JsonNode tags = call.body().path("tags");
    if (!tags.isArray()) {
      throw NeutronFault.invalid("Invalid input for tags.");
    }
    resource.tag(call, NeutronViews.texts(tags));
    return tags(tags);
  }

  private static Answer tags(JsonNode tags) {
    return Answer.json(200, Json.wrap("tags", tags));
  }

  private Answer versions() {
    ObjectNode version = Json.object().put("id", "v2.0").put("status", "CURRENT");
    ObjectNode self = Json.object().put("rel", "self").put("href", endpoints.network() + "/v2.0/");
    version.set("links", Json.array().add(self));
    return Answer.json(200, Json.wrap("versions", Json.array().add(version)));
  }

  private Answer resources() {
    return Answer.json(200, Json.wrap("resources", Json.array()));
  }

  private static Answer extensions() {
    return Answer.json(
        200,
        Json.wrap(
            "extensions",
            Json.array(EXTENSIONS, alias -> Json.object().put("alias", alias).put("name", alias))));
  }
}
