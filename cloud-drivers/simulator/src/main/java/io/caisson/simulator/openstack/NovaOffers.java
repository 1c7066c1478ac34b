package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Catalogue;
import io.caisson.simulator.model.Flavor;
import io.caisson.simulator.model.Host;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** What Nova offers: flavors, zones, and for operators its hosts. */
final class NovaOffers {
  private final Endpoints endpoints;
  private final Supplier<Instant> clock;

  NovaOffers(Endpoints endpoints, Supplier<Instant> clock) {
    this.endpoints = endpoints;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    routes
        .on("GET", "/v2.1/flavors", call -> flavors(call, this::brief))
        .on("GET", "/v2.1/flavors/detail", call -> flavors(call, flavor -> whole(call, flavor)))
        .on("GET", "/v2.1/flavors/{}", this::flavor)
        .on("GET", "/v2.1/flavors/{}/os-extra_specs", this::extraSpecs)
        .on("GET", "/v2.1/os-availability-zone", call -> zones(call, false))
        .on("GET", "/v2.1/os-availability-zone/detail", call -> zones(call, true))
        .on("GET", "/v2.1/os-services", this::services)
        .on("GET", "/v2.1/os-server-groups", _ -> empty("server_groups"))
        .on("GET", "/v2.1/extensions", _ -> empty("extensions"));
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

  private Answer zones(Call call, boolean detail) {
    if (detail && !call.caller().admin()) {
      throw NovaFault.policy("os-availability-zone:detail");
    }
    Catalogue catalogue = call.plant().catalogue();
    ArrayNode all =
        Json.array(catalogue.zones(), zone -> zone(zone, detail ? catalogue.hosts() : List.of()));
    return Answer.json(200, Json.wrap("availabilityZoneInfo", all));
  }

  private ObjectNode zone(String name, List<Host> hosts) {
    ObjectNode view = Json.object().put("zoneName", name);
    view.set("zoneState", Json.object().put("available", true));
    if (hosts.isEmpty()) {
      return view.putNull("hosts");
    }
    ObjectNode map = Json.object();
    hosts.stream()
        .filter(host -> host.zone().equals(name))
        .forEach(host -> map.set(host.name(), Json.wrap("nova-compute", up())));
    return view.set("hosts", map);
  }

  private ObjectNode up() {
    return Json.object()
        .put("available", true)
        .put("active", true)
        .put("updated_at", Json.bareMicros(clock.get()));
  }

  private Answer services(Call call) {
    if (!call.caller().admin()) {
      throw NovaFault.policy("os-services:list");
    }
    NovaVersion version = NovaVersion.of(call.request());
    ArrayNode all = Json.array(call.plant().catalogue().hosts(), host -> service(host, version));
    return Answer.json(200, Json.wrap("services", all));
  }

  private ObjectNode service(Host host, NovaVersion version) {
    ObjectNode view = Json.object();
    view.put("id", host.name());
    view.put("binary", "nova-compute");
    view.put("host", host.name());
    view.put("zone", host.zone());
    view.put("status", "enabled");
    view.put("state", "up");
    view.put("updated_at", Json.bareMicros(clock.get()));
    view.putNull("disabled_reason");
    if (version.atLeast(11)) {
      view.put("forced_down", false);
    }
    return view;
  }

  private static Answer empty(String name) {
    return Answer.json(200, Json.wrap(name, Json.array()));
  }
}
