package io.caisson.service.api.rest;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Grant;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.Wait;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A machine as it is shown. */
final class MachineView {
  private MachineView() {}

  /** What the machine itself told last. */
  record Guest(String stage, Instant at) {}

  static Map<String, Object> of(Cluster cluster, Machine machine) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", machine.id().toString());
    view.put("name", machine.name());
    view.put("node_group", machine.id().group());
    view.put("role", machine.role().label());
    view.put("state", machine.state().name());
    view.put("since", machine.since());
    view.put("reason", machine.reason());
    view.put("address", machine.ports().stream().map(Machine.Plug::address).findFirst());
    view.put("addresses", machine.ports().stream().map(Machine.Plug::address).toList());
    view.put("server", cluster.ref(machine.server()));
    view.put("guest", new Guest(machine.guest().stage().name(), machine.guest().at()));
    view.put("mark", machine.mark().map(Enum::name));
    view.put("waits_for", waitOf(cluster, machine));
    view.put("warning", warning(cluster, machine));
    return view;
  }

  /** Of its interruption by a user, which a rule is against. */
  private static Optional<String> warning(Cluster cluster, Machine machine) {
    return Optional.ofNullable(cluster.grants().get(machine.id())).flatMap(Grant::warned);
  }

  /** Its own, or else that of one of its things. */
  private static Optional<Wait> waitOf(Cluster cluster, Machine machine) {
    return cluster
        .waitOf(machine.id())
        .or(() -> cluster.waitOf(machine.server()))
        .or(
            () ->
                machine.portKeys().stream()
                    .flatMap(port -> cluster.waitOf(port).stream())
                    .findFirst());
  }
}
