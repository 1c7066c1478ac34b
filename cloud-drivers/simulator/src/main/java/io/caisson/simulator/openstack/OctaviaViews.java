package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.LoadBalancer;
import io.caisson.simulator.model.LoadBalancer.Listener;
import io.caisson.simulator.model.LoadBalancer.Member;
import io.caisson.simulator.model.LoadBalancer.Monitor;
import io.caisson.simulator.model.LoadBalancer.Pool;
import io.caisson.simulator.model.LoadBalancer.State;
import io.caisson.simulator.model.Plant;
import java.time.Instant;
import java.util.Optional;

/** Octavia's things as JSON. */
final class OctaviaViews {
  private OctaviaViews() {}

  static ObjectNode balancer(Plant plant, LoadBalancer balancer) {
    ObjectNode view = common(balancer, balancer.id(), balancer.card().name());
    view.put("description", balancer.card().description());
    view.put("provider", balancer.order().provider());
    view.put("vip_address", balancer.address().address());
    view.put("vip_port_id", balancer.port());
    view.put("vip_subnet_id", balancer.address().subnet());
    view.put(
        "vip_network_id",
        plant.networks().subnet(balancer.address().subnet()).map(s -> s.network()).orElse(""));
    view.putNull("vip_qos_policy_id");
    view.set("additional_vips", Json.array());
    view.putNull("availability_zone");
    view.putNull("flavor_id");
    view.set("tags", Json.texts(balancer.card().tags()));
    view.set("listeners", ids(balancer.listener().map(Listener::id)));
    return view.set("pools", ids(balancer.pool().map(Pool::id)));
  }

  static ObjectNode listener(LoadBalancer balancer, Listener listener) {
    ObjectNode view = common(balancer, listener.id(), listener.name());
    view.put("protocol", "TCP");
    view.put("protocol_port", listener.port());
    view.set("default_pool_id", Json.orNull(balancer.pool().map(Pool::id)));
    return view.set("loadbalancers", ids(Optional.of(balancer.id())));
  }

  static ObjectNode pool(LoadBalancer balancer, Pool pool) {
    ObjectNode view = common(balancer, pool.id(), pool.name());
    view.put("protocol", "TCP");
    view.put("lb_algorithm", pool.algorithm());
    balancer.monitor().ifPresent(monitor -> view.put("healthmonitor_id", monitor.id()));
    view.set("loadbalancers", ids(Optional.of(balancer.id())));
    view.set("listeners", ids(balancer.listener().map(Listener::id)));
    return view.set(
        "members", Json.array(balancer.members(), m -> Json.object().put("id", m.id())));
  }

  static ObjectNode monitor(LoadBalancer balancer, Monitor monitor) {
    ObjectNode view = common(balancer, monitor.id(), monitor.name());
    view.put("type", "TCP");
    return view.set("pools", ids(balancer.pool().map(Pool::id)));
  }

  static ObjectNode member(LoadBalancer balancer, Member member) {
    ObjectNode view = common(balancer, member.id(), member.name());
    view.put("address", member.address());
    view.put("protocol_port", member.port());
    view.set("subnet_id", Json.orNull(Optional.of(member.subnet()).filter(s -> !s.isEmpty())));
    view.put("weight", 1);
    view.put("backup", false);
    view.putNull("monitor_address");
    return view.putNull("monitor_port");
  }

  private static ObjectNode common(LoadBalancer balancer, String id, String name) {
    ObjectNode view = Json.object();
    view.put("id", id);
    view.put("name", name);
    view.put("project_id", balancer.card().project());
    view.put("admin_state_up", true);
    view.put("provisioning_status", balancer.state().name());
    view.put("operating_status", balancer.state() == State.ERROR ? "ERROR" : "ONLINE");
    view.put("created_at", bare(balancer.card().created()));
    return view.put("updated_at", bare(balancer.card().updated()));
  }

  /** Octavia writes neither fractions nor a zone. */
  private static String bare(Instant time) {
    return Json.seconds(time).replace("Z", "");
  }

  private static ArrayNode ids(Optional<String> id) {
    ArrayNode ids = Json.array();
    id.ifPresent(one -> ids.add(Json.object().put("id", one)));
    return ids;
  }
}
