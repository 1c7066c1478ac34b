package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code /v2.0/lbaas/quotas}: limits without use. Only load balancers have one here. */
final class OctaviaQuotas {
  private static final String ONE = "/v2.0/lbaas/quotas/{}";
  private static final String BALANCERS = "load_balancer";

  void addTo(Routes routes) {
    routes
        .on("GET", ONE, OctaviaQuotas::show)
        .on("PUT", ONE, OctaviaQuotas::update)
        .on("DELETE", ONE, OctaviaQuotas::reset);
  }

  private static Answer show(Call call) {
    if (!call.caller().admin() && !call.id().equals(call.caller().project())) {
      throw OctaviaFault.forbidden();
    }
    return shown(call, 200);
  }

  private static Answer update(Call call) {
    needAdmin(call);
    JsonNode wish = call.body().path("quota").path(BALANCERS);
    if (wish.isNumber()) {
      call.plant().quotas().limit(call.id(), BALANCERS, wish.asLong());
    }
    return shown(call, 202);
  }

  private static Answer reset(Call call) {
    needAdmin(call);
    call.plant().quotas().forget(call.id(), BALANCERS);
    return Answer.empty(204);
  }

  private static Answer shown(Call call, int status) {
    ObjectNode quota = Json.object();
    quota.put(BALANCERS, call.plant().quotas().limit(call.id(), BALANCERS));
    for (String unlimited :
        new String[] {"listener", "pool", "member", "health_monitor", "l7policy", "l7rule"}) {
      quota.put(unlimited, -1);
    }
    return Answer.json(status, Json.wrap("quota", quota));
  }

  private static void needAdmin(Call call) {
    if (!call.caller().admin()) {
      throw OctaviaFault.forbidden();
    }
  }
}
