package io.caisson.simulator.openstack;

import static io.caisson.simulator.openstack.OctaviaViews.listener;
import static io.caisson.simulator.openstack.OctaviaViews.monitor;
import static io.caisson.simulator.openstack.OctaviaViews.pool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.LoadBalancer;
import io.caisson.simulator.model.LoadBalancer.Listener;
import io.caisson.simulator.model.LoadBalancer.Member;
import io.caisson.simulator.model.LoadBalancer.Monitor;
import io.caisson.simulator.model.LoadBalancer.Pool;
import io.caisson.simulator.model.LoadBalancers;
import io.caisson.simulator.model.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Octavia v2: load balancers; of each one TCP listener with a pool and its monitor, ordered one by
 * one; members of their pools; quotas. A load balancer cannot be ordered whole.
 */
final class Octavia implements Service {
  private static final String ROOT = "/v2.0/lbaas";
  private static final String ALL = ROOT + "/loadbalancers";
  private static final String ONE = ALL + "/{}";
  private static final String LISTENERS = ROOT + "/listeners";
  private static final String POOLS = ROOT + "/pools";
  private static final String MONITORS = ROOT + "/healthmonitors";
  private static final String MEMBERS = POOLS + "/{}/members";

  private final Gate gate;
  private final Endpoints endpoints;
  private final Routes routes = new Routes();

  Octavia(DataCentre dataCentre, Endpoints endpoints) {
    this.gate = new Gate(dataCentre, endpoints);
    this.endpoints = endpoints;
    routes
        .on("POST", ALL, Octavia::create)
        .on("GET", ALL, this::list)
        .on("GET", ONE, Octavia::show)
        .on("DELETE", ONE, Octavia::delete)
        .on("POST", MEMBERS, Octavia::addMember)
        .on("GET", MEMBERS, this::members)
        .on("DELETE", MEMBERS + "/{}", Octavia::removeMember)
        .on("POST", LISTENERS, Octavia::addListener)
        .on("POST", POOLS, Octavia::addPool)
        .on("GET", POOLS + "/{}", Octavia::showPool)
        .on("POST", MONITORS, Octavia::addMonitor)
        .on(
            "GET",
            LISTENERS,
            call -> parts(call, "listeners", one -> one.listener().map(l -> listener(one, l))))
        .on("GET", POOLS, call -> parts(call, "pools", one -> one.pool().map(p -> pool(one, p))))
        .on(
            "GET",
            MONITORS,
            call -> parts(call, "healthmonitors", one -> one.monitor().map(m -> monitor(one, m))))
        .on("GET", ROOT + "/providers", _ -> providers());
    new OctaviaQuotas().addTo(routes);
  }

  @Override
  public Answer answer(Request request) {
    try {
      return gate.pass(request, this::route);
    } catch (OctaviaFault fault) {
      return fault.answer();
    } catch (Refusal refused) {
      return OctaviaFault.of(refused).answer();
    }
  }

  private Answer route(Call call) {
    return routes
        .answer(call)
        .orElseGet(() -> Answer.html(404, "<html><h1>404 Not Found</h1></html>"));
  }

  private static Answer create(Call call) {
    JsonNode wish = call.body().path("loadbalancer");
    String provider =
        Optional.of(wish.path("provider").asText(""))
            .filter(named -> !named.isEmpty())
            .orElse(LoadBalancers.PROVIDERS.getFirst());
    refuseZone(wish);
    if (wish.has("listeners") || wish.has("pools")) {
      throw OctaviaFault.unsupported(
          provider, "this one makes the parts of a load balancer singly");
    }
    LoadBalancer made =
        call.plant()
            .loadBalancers()
            .create(
                call.caller(),
                new LoadBalancer.Order(
                    name(wish),
                    text(wish, "description"),
                    text(wish, "vip_subnet_id"),
                    Optional.of(text(wish, "vip_address")).filter(one -> !one.isEmpty()),
                    provider));
    List<String> tags = new ArrayList<>();
    wish.path("tags").forEach(tag -> tags.add(tag.asText()));
    call.plant().loadBalancers().tag(made, tags);
    return Answer.json(201, Json.wrap("loadbalancer", OctaviaViews.balancer(call.plant(), made)));
  }

  private static void refuseZone(JsonNode wish) {
    String zone = text(wish, "availability_zone");
    if (!zone.isEmpty()) {
      throw OctaviaFault.invalid(
          "Validation failure: Invalid availability zone: %s.".formatted(zone));
    }
  }

  private static Answer addListener(Call call) {
    JsonNode wish = call.body().path("listener");
    LoadBalancers all = call.plant().loadBalancers();
    LoadBalancer balancer = all.need(call.caller(), text(wish, "loadbalancer_id"));
    Listener made = all.addListener(balancer, name(wish), wish.path("protocol_port").asInt());
    return Answer.json(201, Json.wrap("listener", listener(balancer, made)));
  }

  private static Answer addPool(Call call) {
    JsonNode wish = call.body().path("pool");
    LoadBalancers all = call.plant().loadBalancers();
    LoadBalancer balancer = all.ofListener(call.caller(), text(wish, "listener_id"));
    String algorithm = text(wish, "lb_algorithm");
    String provider = balancer.order().provider();
    if (provider.equals("ovn") && !algorithm.startsWith("SOURCE_IP_PORT")) {
      throw OctaviaFault.unsupported(
          provider, "OVN provider does not support %s algorithm".formatted(algorithm));
    }
    Pool made = all.addPool(balancer, name(wish), algorithm);
    return Answer.json(201, Json.wrap("pool", pool(balancer, made)));
  }

  private static Answer showPool(Call call) {
    LoadBalancer balancer = ofPool(call);
    return Answer.json(200, Json.wrap("pool", pool(balancer, balancer.pool().orElseThrow())));
  }

  private static Answer addMonitor(Call call) {
    JsonNode wish = call.body().path("healthmonitor");
    LoadBalancers all = call.plant().loadBalancers();
    LoadBalancer balancer = all.ofPool(call.caller(), text(wish, "pool_id"));
    Monitor made = all.addMonitor(balancer, name(wish));
    return Answer.json(201, Json.wrap("healthmonitor", monitor(balancer, made)));
  }

  private static String name(JsonNode wish) {
    String name = text(wish, "name");
    if (name.length() > 255) {
      throw OctaviaFault.invalid(
          "Invalid input for field/attribute name. Value: '%s'. Value should have a maximum"
                  .formatted(name)
              + " character requirement of 255");
    }
    return name;
  }

  private static String text(JsonNode wish, String field) {
    return wish.path(field).isNull() ? "" : wish.path(field).asText("");
  }

  private Answer list(Call call) {
    return page(
        call,
        "loadbalancers",
        Json.array(listed(call), balancer -> OctaviaViews.balancer(call.plant(), balancer)));
  }

  /** An administrator sees all projects' unless one is asked for. */
  private static List<LoadBalancer> listed(Call call) {
    Optional<String> project = call.request().asked("project_id");
    return call.plant().loadBalancers().listed(call.caller()).stream()
        .filter(one -> project.map(one.card().project()::equals).orElse(true))
        .toList();
  }

  private Answer members(Call call) {
    LoadBalancer balancer = ofPool(call);
    return page(
        call,
        "members",
        Json.array(balancer.members(), member -> OctaviaViews.member(balancer, member)));
  }

  private Answer parts(Call call, String name, Function<LoadBalancer, Optional<ObjectNode>> view) {
    ArrayNode all = Json.array();
    listed(call).forEach(one -> view.apply(one).ifPresent(all::add));
    return page(call, name, all);
  }

  /** A full page links the next one. */
  private Answer page(Call call, String name, ArrayNode all) {
    List<JsonNode> things = StreamSupport.stream(all.spliterator(), false).toList();
    int from = call.request().asked("marker").map(id -> after(things, id)).orElse(0);
    int limit = call.request().asked("limit").map(Integer::parseInt).orElse(1000);
    List<JsonNode> page = things.stream().skip(from).limit(limit).toList();
    ArrayNode links = Json.array();
    if (page.size() == limit && from + limit < things.size()) {
      String next =
          "%s%s?limit=%d&marker=%s"
              .formatted(
                  endpoints.loadBalancer(),
                  call.request().path(),
                  limit,
                  page.getLast().path("id").asText());
      links.add(Json.object().put("rel", "next").put("href", next));
    }
    ObjectNode answer = Json.wrap(name, Json.array(page, one -> one));
    return Answer.json(200, answer.set(name + "_links", links));
  }

  private static int after(List<JsonNode> all, String marker) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).path("id").asText().equals(marker)) {
        return i + 1;
      }
    }
    throw OctaviaFault.invalid("Item with marker %s was not found.".formatted(marker));
  }

  private static Answer show(Call call) {
    return Answer.json(
        200, Json.wrap("loadbalancer", OctaviaViews.balancer(call.plant(), balancer(call))));
  }

  private static Answer delete(Call call) {
    boolean cascade = call.request().asked("cascade").filter("true"::equalsIgnoreCase).isPresent();
    call.plant().loadBalancers().delete(balancer(call), cascade);
    return Answer.empty(204);
  }

  private static LoadBalancer balancer(Call call) {
    return call.plant().loadBalancers().need(call.caller(), call.id());
  }

  private static LoadBalancer ofPool(Call call) {
    return call.plant().loadBalancers().ofPool(call.caller(), call.id());
  }

  private static Answer addMember(Call call) {
    LoadBalancer balancer = ofPool(call);
    JsonNode wish = call.body().path("member");
    Member made =
        call.plant()
            .loadBalancers()
            .add(
                balancer,
                new Member(
                    "",
                    name(wish),
                    text(wish, "address"),
                    text(wish, "subnet_id"),
                    wish.path("protocol_port").asInt()));
    return Answer.json(201, Json.wrap("member", OctaviaViews.member(balancer, made)));
  }

  private static Answer removeMember(Call call) {
    call.plant().loadBalancers().removeMember(ofPool(call), call.arguments().getLast());
    return Answer.empty(204);
  }

  private static Answer providers() {
    return Answer.json(
        200,
        Json.wrap(
            "providers",
            Json.array(
                LoadBalancers.PROVIDERS,
                name -> Json.object().put("name", name).put("description", name))));
  }
}
