package io.caisson.domain.plan;

import io.caisson.domain.cluster.Machine;
import io.caisson.spi.kubernetes.SigningRequest;
import io.caisson.spi.kubernetes.SigningRequest.Asked;
import io.caisson.spi.kubernetes.SigningRequest.Purpose;
import java.time.Instant;
import java.util.List;

/** Requests for certificates as kubelets make them. */
final class Requests {
  private Requests() {}

  /** By a machine's token, for what that machine may have. */
  static SigningRequest client(Machine machine, String key, Instant at) {
    return client(machine, asked("system:node:" + machine.name(), key), at);
  }

  static SigningRequest client(Machine machine, Asked asked, Instant at) {
    return new SigningRequest(
        ofJoin(machine),
        Purpose.CLIENT,
        "system:bootstrap:token-" + machine.token().name(),
        asked,
        true,
        at);
  }

  /** Kubelets name them by their key and token, so each guest of a machine by another name. */
  static String ofJoin(Machine machine) {
    return "csr-" + machine.name() + machine.rebuilt().map(attempt -> "-" + attempt).orElse("");
  }

  static Asked asked(String commonName, String key) {
    return new Asked(
        commonName,
        List.of("system:nodes"),
        List.of(),
        List.of(),
        List.of("digital signature", "client auth"),
        key);
  }

  static SigningRequest serving(Machine machine, List<String> names, List<String> addresses) {
    return new SigningRequest(
        "csr-serving-" + machine.name(),
        Purpose.SERVING,
        "system:node:" + machine.name(),
        new Asked(
            "system:node:" + machine.name(),
            List.of("system:nodes"),
            names,
            addresses,
            List.of("digital signature", "server auth"),
            "serving key"),
        true,
        Bench.START);
  }

  static SigningRequest named(SigningRequest request, String name) {
    return new SigningRequest(
        name,
        request.purpose(),
        request.user(),
        request.asked(),
        request.pending(),
        request.created());
  }

  static SigningRequest decided(SigningRequest request) {
    return new SigningRequest(
        request.name(),
        request.purpose(),
        request.user(),
        request.asked(),
        false,
        request.created());
  }
}
