package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.spi.kubernetes.SigningRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Tells whose a kubelet's request is: found once for all machines, then asked for each request. */
final class Requesters {
  private static final String BOOTSTRAP_USER = "system:bootstrap:";

  private final Map<String, Machine> byToken = new HashMap<>();
  private final Map<String, Machine> byNode = new HashMap<>();

  Requesters(Cluster cluster) {
    for (Machine machine : cluster.machines().values()) {
      if (machine.state().keeps()) {
        byNode.putIfAbsent(JoinRules.NODE_USER + machine.name(), machine);
        cluster
            .resource(machine.token())
            .flatMap(token -> token.ref())
            .ifPresent(id -> byToken.putIfAbsent(BOOTSTRAP_USER + id, machine));
      }
    }
  }

  /** The machine whose token, or whose node identity, the request was made with. */
  Optional<Machine> machine(SigningRequest request) {
    Map<String, Machine> known =
        switch (request.purpose()) {
          case CLIENT -> byToken;
          case SERVING -> byNode;
        };
    return Optional.ofNullable(known.get(request.user()));
  }
}
