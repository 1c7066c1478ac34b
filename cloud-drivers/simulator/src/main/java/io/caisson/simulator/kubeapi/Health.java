package io.caisson.simulator.kubeapi;

import java.util.List;
import java.util.stream.Collectors;

/** {@code /livez}, {@code /readyz}, {@code /healthz} and their verbose form. */
final class Health {
  private static final List<String> CHECKS =
      List.of(
          "ping",
          "log",
          "etcd",
          "etcd-readiness",
          "informer-sync",
          "poststarthook/generic-apiserver-start-informers",
          "poststarthook/rbac/bootstrap-roles",
          "poststarthook/bootstrap-controller",
          "shutdown");

  private Health() {}

  static boolean isPath(String path) {
    return path.equals("/livez") || path.equals("/readyz") || path.equals("/healthz");
  }

  static Reply reply(String path, Query query) {
    if (!query.isGiven("verbose")) {
      return Reply.text(200, "ok");
    }
    String checks =
        CHECKS.stream().map(check -> "[+]" + check + " ok\n").collect(Collectors.joining());
    return Reply.text(200, checks + path.substring(1) + " check passed\n");
  }
}
