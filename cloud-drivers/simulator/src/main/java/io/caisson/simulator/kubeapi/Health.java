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
          "autoregister-completion",
          "shutdown");

  private Health() {}

  static boolean isPath(String path) {
    return path.equals("/livez") || path.equals("/readyz") || path.equals("/healthz");
  }

  static Reply reply(String path, Query query, boolean etcd) {
    if (etcd && !query.isGiven("verbose")) {
      return Reply.text(200, "ok");
    }
    String checks =
        CHECKS.stream()
            .map(
                check ->
                    etcd || !check.startsWith("etcd")
                        ? "[+]" + check + " ok\n"
                        : "[-]" + check + " failed: reason withheld\n")
            .collect(Collectors.joining());
    String name = path.substring(1);
    return etcd
        ? Reply.text(200, checks + name + " check passed\n")
        : Reply.text(500, checks + name + " check failed\n");
  }
}
