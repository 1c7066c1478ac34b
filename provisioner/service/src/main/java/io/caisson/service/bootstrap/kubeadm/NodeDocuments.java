package io.caisson.service.bootstrap.kubeadm;

import io.caisson.service.bootstrap.Fields;
import io.caisson.service.bootstrap.kubeadm.NodeOrder.Init;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code InitConfiguration} and {@code JoinConfiguration}: what concerns one machine. */
final class NodeDocuments {
  private static final int API_PORT = 6443;

  private final ApiVersion version;
  private final NodeOrder order;
  private final ControlGroups groups;

  NodeDocuments(ApiVersion version, NodeOrder order, ControlGroups groups) {
    this.version = version;
    this.order = order;
    this.groups = groups;
  }

  Fields init(Init init) {
    // kubeadm insists on groups; no rule is bound to this one, and the token lives for a minute
    Fields token =
        new Fields()
            .put("token", init.unusedToken().text())
            .put("description", init.unusedToken().description())
            .put("ttl", "1m0s")
            .put("usages", List.of("signing", "authentication"))
            .put("groups", List.of("system:bootstrappers:caisson:nobody"));
    Fields document =
        version
            .document("InitConfiguration")
            .put("bootstrapTokens", List.of(token.map()))
            .put("nodeRegistration", registration(controlPlaneTaints()))
            .put("localAPIEndpoint", localApi());
    if (version.atLeast(ApiVersion.V1BETA3)) {
      // it would print the token
      document.put("skipPhases", List.of("show-join-command"));
    }
    return document.putAll(timeouts());
  }

  Fields joinWorker(Discovery discovery) {
    return join(discovery, List.of());
  }

  Fields joinControlPlane(Discovery discovery) {
    return join(discovery, controlPlaneTaints())
        .put("controlPlane", new Fields().put("localAPIEndpoint", localApi()));
  }

  private Fields join(Discovery discovery, List<Map<String, Object>> taints) {
    Fields how =
        new Fields()
            .put("file", new Fields().put("kubeConfigPath", Discovery.FILE))
            .put("tlsBootstrapToken", discovery.token().text());
    if (!version.atLeast(ApiVersion.V1BETA4)) {
      how.put("timeout", "5m0s");
    }
    return version
        .document("JoinConfiguration")
        .put("discovery", how)
        .put("nodeRegistration", registration(taints))
        .putAll(timeouts());
  }

  private Fields registration(List<Map<String, Object>> roleTaints) {
    NodeRegistration node = order.node();
    List<Map<String, Object>> taints = new ArrayList<>(roleTaints);
    node.taints().forEach(t -> taints.add(taint(t.key(), t.value(), t.effect())));
    Fields fields = new Fields().put("name", node.name()).put("criSocket", socket(node));
    if (version.atLeast(ApiVersion.V1BETA3)) {
      fields.put("imagePullPolicy", "IfNotPresent");
    }
    if (groups.stopKubeadm(order.version())) {
      fields.put("ignorePreflightErrors", List.of("SystemVerification"));
    }
    return fields
        .put("kubeletExtraArgs", version.arguments(node.kubeletArguments()))
        // an empty list means none; without the list kubeadm would choose
        .put("taints", taints);
  }

  /** Before 1.24 kubeadm took a path, and made no URL of it. */
  private String socket(NodeRegistration node) {
    return order.version().minor() < 24
        ? node.criSocket().replace("unix://", "")
        : node.criSocket();
  }

  /** The old name went in three steps (kubeadm's changes in 1.20, 1.24 and 1.25). */
  private List<Map<String, Object>> controlPlaneTaints() {
    List<String> names =
        switch (Integer.compare(order.version().minor(), 24)) {
          case -1 -> List.of("master");
          case 0 -> List.of("master", "control-plane");
          default -> List.of("control-plane");
        };
    return names.stream()
        .map(name -> taint("node-role.kubernetes.io/" + name, "", Taint.Effect.NO_SCHEDULE))
        .toList();
  }

  private static Map<String, Object> taint(String key, String value, Taint.Effect effect) {
    Fields fields = new Fields().put("key", key);
    if (!value.isEmpty()) {
      fields.put("value", value);
    }
    return fields.put("effect", effect.text()).map();
  }

  private Fields localApi() {
    return new Fields().put("advertiseAddress", order.node().address()).put("bindPort", API_PORT);
  }

  /** kubeadm's own defaults, but for the TLS bootstrap, whose request the service approves. */
  private Fields timeouts() {
    if (!version.atLeast(ApiVersion.V1BETA4)) {
      return new Fields();
    }
    return new Fields()
        .put(
            "timeouts",
            new Fields()
                .put("controlPlaneComponentHealthCheck", "4m0s")
                .put("kubeletHealthCheck", "4m0s")
                .put("kubernetesAPICall", "1m0s")
                .put("etcdAPICall", "2m0s")
                .put("tlsBootstrap", "10m0s")
                .put("discovery", "5m0s")
                .put("upgradeManifests", "5m0s"));
  }
}
