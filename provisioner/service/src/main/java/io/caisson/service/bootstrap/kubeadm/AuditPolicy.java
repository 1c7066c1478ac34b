package io.caisson.service.bootstrap.kubeadm;

import io.caisson.service.bootstrap.Fields;
import java.util.List;

/**
 * Which requests an API server notes: who did what to what and when, never a content, and nothing
 * of what components read all day unless it may hold secrets. The first rule that fits decides.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/">auditing</a>
 */
final class AuditPolicy {
  private AuditPolicy() {}

  static Fields document() {
    return new Fields()
        .put("apiVersion", "audit.k8s.io/v1")
        .put("kind", "Policy")
        .put("omitStages", List.of("RequestReceived"))
        .put("rules", Fields.list(List.of(probes(), chatter(), sensitive(), watchers(), rest())));
  }

  private static Fields probes() {
    return new Fields()
        .put("level", "None")
        .put("nonResourceURLs", List.of("/healthz*", "/livez*", "/readyz*", "/version"));
  }

  private static Fields chatter() {
    return new Fields()
        .put("level", "None")
        .put(
            "resources",
            Fields.list(
                List.of(
                    of("", "events"),
                    of("events.k8s.io", "events"),
                    of("coordination.k8s.io", "leases"))));
  }

  private static Fields watchers() {
    return new Fields()
        .put("level", "None")
        .put("userGroups", List.of("system:nodes", "system:serviceaccounts:kube-system"))
        .put("verbs", List.of("get", "list", "watch"));
  }

  private static Fields sensitive() {
    return new Fields()
        .put("level", "Metadata")
        .put(
            "resources",
            Fields.list(
                List.of(
                    of("", "secrets", "configmaps", "serviceaccounts/token"),
                    of("authentication.k8s.io", "tokenreviews"))));
  }

  private static Fields rest() {
    return new Fields().put("level", "Metadata");
  }

  private static Fields of(String group, String... resources) {
    return new Fields().put("group", group).put("resources", List.of(resources));
  }
}
