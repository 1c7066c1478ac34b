package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.FixedAddress;
import io.caisson.simulator.model.Ids;
import io.caisson.simulator.model.Port;
import io.caisson.simulator.model.SecurityGroup;
import io.caisson.simulator.model.Server;
import io.caisson.simulator.model.Servers;
import java.util.List;
import java.util.Optional;

/** {@code /v2.1/servers} without its actions. */
final class NovaServers {
  private static final String ONE = "/v2.1/servers/{}";

  private final NovaServerView view;
  private final Endpoints endpoints;
  private final Ids ids;
  private final NovaServerSchema schema = new NovaServerSchema();

  NovaServers(Endpoints endpoints, Ids ids) {
    this.view = new NovaServerView(endpoints);
    this.endpoints = endpoints;
    this.ids = ids;
  }

  void addTo(Routes routes) {
    routes
        .on("POST", "/v2.1/servers", this::create)
        .on("GET", "/v2.1/servers", call -> list(call, false))
        .on("GET", "/v2.1/servers/detail", call -> list(call, true))
        .on("GET", ONE, this::show)
        .on("PUT", ONE, this::update)
        .on("DELETE", ONE, this::delete)
        .on("GET", ONE + "/metadata", this::metadata)
        .on("GET", ONE + "/ips", this::ips)
        .on("GET", ONE + "/tags", this::tags)
        .on("PUT", ONE + "/tags", this::retag)
        .on("GET", ONE + "/os-interface", this::interfaces)
        .on("GET", ONE + "/os-security-groups", this::securityGroups)
        .on("GET", ONE + "/os-volume_attachments", call -> none(call, "volumeAttachments"))
        .on("GET", ONE + "/os-instance-actions", call -> none(call, "instanceActions"));
  }

  private Answer create(Call call) {
    NovaVersion version = NovaVersion.of(call.request());
    JsonNode body = Nova.body(call);
    schema.at(version).check(body);
    NovaServerOrder order = new NovaServerOrder(body, version);
    int count = order.count();
    Server first = call.plant().servers().create(call.caller(), order.order(1));
    for (int number = 2; number <= count; number++) {
      call.plant().servers().create(call.caller(), order.order(number));
    }
    String password = body.path("server").path("adminPass").asText(ids.secret(12));
    if (body.path("server").path("return_reservation_id").asBoolean()) {
      return Answer.json(
          202, Json.object().put("reservation_id", "r-" + first.id().substring(0, 8)));
    }
    return Answer.json(202, Json.wrap("server", view.created(first, password)))
        .with("Location", view.selfLink(first));
  }

  private Answer list(Call call, boolean detail) {
    NovaVersion version = NovaVersion.of(call.request());
    NovaServerList.Page page = new NovaServerList(call).page(detail);
    ArrayNode all =
        Json.array(page.servers(), s -> detail ? view.whole(call, version, s) : view.brief(s));
    ObjectNode answer = Json.wrap("servers", all);
    page.nextQuery()
        .ifPresent(
            query -> {
              String path = endpoints.compute() + "/servers" + (detail ? "/detail" : "");
              ObjectNode next = Json.object().put("rel", "next").put("href", path + "?" + query);
              answer.set("servers_links", Json.array().add(next));
            });
    return Answer.json(200, answer);
  }

  private Answer show(Call call) {
    NovaVersion version = NovaVersion.of(call.request());
    ObjectNode whole = view.whole(call, version, server(call));
    if (version.atLeast(71)) {
      whole.set(
          "server_groups", Json.texts(server(call).order().where().group().stream().toList()));
    }
    return Answer.json(200, Json.wrap("server", whole));
  }

  private Answer update(Call call) {
    Server server = server(call);
    JsonNode wish = Nova.body(call).path("server");
    Optional<String> name = NeutronViews.text(wish, "name");
    if (name.isPresent()) {
      if (!NovaNames.printable(name.get()) || name.get().isEmpty() || name.get().length() > 255) {
        throw NovaFault.badRequest(NovaNames.refusal("name"));
      }
      call.plant().servers().rename(server, name.get());
    }
    return show(call);
  }

  private Answer delete(Call call) {
    call.plant().servers().delete(server(call));
    return Answer.empty(204);
  }

  private Answer metadata(Call call) {
    return Answer.json(200, Json.wrap("metadata", Json.texts(server(call).order().metadata())));
  }

  private Answer ips(Call call) {
    return Answer.json(
        200, Json.wrap("addresses", NovaServerView.addresses(call.plant(), server(call), false)));
  }

  private Answer tags(Call call) {
    return Answer.json(200, Json.wrap("tags", Json.texts(server(call).tags())));
  }

  private Answer retag(Call call) {
    call.plant().servers().tag(server(call), NeutronViews.texts(Nova.body(call).path("tags")));
    return tags(call);
  }

  private Answer interfaces(Call call) {
    List<Port> ports =
        server(call).nics().stream()
            .flatMap(n -> call.plant().ports().get(n.port()).stream())
            .toList();
    return Answer.json(
        200, Json.wrap("interfaceAttachments", Json.array(ports, NovaServers::attachment)));
  }

  private static ObjectNode attachment(Port port) {
    ObjectNode view = Json.object();
    view.put("net_id", port.network());
    view.put("port_id", port.id());
    view.put("mac_addr", port.mac());
    view.put("port_state", port.bound() ? "ACTIVE" : "DOWN");
    view.set("fixed_ips", Json.array(port.addresses(), NovaServers::address));
    return view;
  }

  private static ObjectNode address(FixedAddress address) {
    return Json.object().put("subnet_id", address.subnet()).put("ip_address", address.address());
  }

  private Answer securityGroups(Call call) {
    List<SecurityGroup> groups =
        NovaServerView.groups(call.plant(), server(call)).stream()
            .flatMap(
                name -> call.plant().securityGroups().find(call.caller().project(), name).stream())
            .toList();
    return Answer.json(200, Json.wrap("security_groups", Json.array(groups, NovaServers::group)));
  }

  private static ObjectNode group(SecurityGroup group) {
    ObjectNode view = Json.object();
    view.put("id", group.id());
    view.put("description", group.card().description());
    view.put("name", group.card().name());
    view.put("tenant_id", group.card().project());
    return view.set("rules", Json.array());
  }

  private static Answer none(Call call, String name) {
    server(call);
    return Answer.json(200, Json.wrap(name, Json.array()));
  }

  static Server server(Call call) {
    Servers servers = call.plant().servers();
    return servers.need(call.caller(), call.id());
  }
}
