package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Catalogue;
import io.caisson.simulator.model.Host;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** What Nova offers: zones, and for operators its hosts. */
final class NovaOffers {
  private final Supplier<Instant> clock;

  NovaOffers(Supplier<Instant> clock) {
    this.clock = clock;
  }

  void addTo(Routes routes) {
    routes
        .on("GET", "/v2.1/os-availability-zone", call -> zones(call, false))
        .on("GET", "/v2.1/os-availability-zone/detail", call -> zones(call, true))
        .on("GET", "/v2.1/os-services", this::services)
        .on("GET", "/v2.1/extensions", _ -> empty("extensions"));
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
