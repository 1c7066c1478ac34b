package io.caisson.service.bootstrap.kubeadm;

import io.caisson.service.bootstrap.Fields;
import io.caisson.service.bootstrap.YamlText;
import io.caisson.service.bootstrap.kubeadm.NodeOrder.Init;
import io.caisson.service.bootstrap.kubeadm.NodeOrder.JoinControlPlane;
import io.caisson.service.bootstrap.kubeadm.NodeOrder.JoinWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code kubeadm.k8s.io/v1beta4}, for Kubernetes 1.31 and later.
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/">kubeadm
 *     v1beta4</a>
 */
final class V1Beta4 implements KubeadmDialect {
  static final int SINCE_MINOR = 31;

  private static final int API_PORT = 6443;
  private static final String CONTROL_PLANE_TAINT = "node-role.kubernetes.io/control-plane";

  @Override
  public String configuration(NodeOrder order) {
    return YamlText.ofAll(documents(order).stream().map(Fields::map).toList());
  }

  private static List<Fields> documents(NodeOrder order) {
    return switch (order) {
      case Init init ->
          List.of(
              init(init),
              cluster(init.cluster()),
              SharedComponents.kubelet(),
              SharedComponents.proxy());
      case JoinWorker join -> List.of(join(join, join.discovery(), List.of()));
      case JoinControlPlane join ->
          List.of(
              join(join, join.discovery(), controlPlaneTaint())
                  .put(
                      "controlPlane", new Fields().put("localAPIEndpoint", localApi(join.node()))));
    };
  }

  private static Fields init(Init init) {
    // kubeadm insists on groups; no rule is bound to this one, and the token lives for a minute
    Fields token =
        new Fields()
            .put("token", init.unusedToken().text())
            .put("description", init.unusedToken().description())
            .put("ttl", "1m0s")
            .put("usages", List.of("signing", "authentication"))
            .put("groups", List.of("system:bootstrappers:caisson:nobody"));
    return document("InitConfiguration")
        .put("bootstrapTokens", List.of(token.map()))
        .put("nodeRegistration", registration(init.node(), controlPlaneTaint()))
        .put("localAPIEndpoint", localApi(init.node()))
        // it would print the token
        .put("skipPhases", List.of("show-join-command"))
        .put("timeouts", timeouts());
  }

  private static Fields cluster(ClusterSettings cluster) {
    Fields networking =
        new Fields()
            .put("podSubnet", cluster.podCidr())
            .put("serviceSubnet", cluster.serviceCidr())
            .put("dnsDomain", "cluster.local");
    return document("ClusterConfiguration")
        .put("clusterName", cluster.name())
        .put("kubernetesVersion", "v" + cluster.version())
        .put("controlPlaneEndpoint", cluster.endpoint().text())
        .putIfPresent("imageRepository", cluster.imageRepository())
        .put("encryptionAlgorithm", "ECDSA-P256")
        .put("networking", networking)
        .put("apiServer", new Fields().putIfAny("certSANs", cluster.certificateNames()))
        .put("etcd", new Fields().put("local", new Fields().put("dataDir", "/var/lib/etcd")))
        .putAll(featureGates(cluster.version()));
  }

  /** In 1.31 and 1.32 a kubelet may else speak to a newer API server; on by itself since 1.33. */
  private static Fields featureGates(KubernetesVersion version) {
    return version.minor() > 32
        ? new Fields()
        : new Fields().put("featureGates", new Fields().put("ControlPlaneKubeletLocalMode", true));
  }

  private static Fields join(
      NodeOrder order, Discovery discovery, List<Map<String, Object>> taints) {
    Fields token =
        new Fields()
            .put("apiServerEndpoint", discovery.endpoint().text())
            .put("token", discovery.token().text())
            .put("caCertHashes", discovery.caCertHashes());
    return document("JoinConfiguration")
        .put("discovery", new Fields().put("bootstrapToken", token))
        .put("nodeRegistration", registration(order.node(), taints))
        .put("timeouts", timeouts());
  }

  private static Fields registration(NodeRegistration node, List<Map<String, Object>> roleTaints) {
    List<Map<String, Object>> arguments =
        node.kubeletArguments().entrySet().stream()
            .map(e -> new Fields().put("name", e.getKey()).put("value", e.getValue()).map())
            .toList();
    List<Map<String, Object>> taints = new ArrayList<>(roleTaints);
    node.taints().forEach(t -> taints.add(taint(t.key(), t.value(), t.effect())));
    return new Fields()
        .put("name", node.name())
        .put("criSocket", node.criSocket())
        .put("imagePullPolicy", "IfNotPresent")
        .put("kubeletExtraArgs", arguments)
        // an empty list means none; without the list kubeadm would choose
        .put("taints", taints);
  }

  private static List<Map<String, Object>> controlPlaneTaint() {
    return List.of(taint(CONTROL_PLANE_TAINT, "", Taint.Effect.NO_SCHEDULE));
  }

  private static Map<String, Object> taint(String key, String value, Taint.Effect effect) {
    Fields fields = new Fields().put("key", key);
    if (!value.isEmpty()) {
      fields.put("value", value);
    }
    return fields.put("effect", effect.text()).map();
  }

  private static Fields localApi(NodeRegistration node) {
    return new Fields().put("advertiseAddress", node.address()).put("bindPort", API_PORT);
  }

  /** kubeadm's own defaults, but for the TLS bootstrap, whose request the service approves. */
  private static Fields timeouts() {
    return new Fields()
        .put("controlPlaneComponentHealthCheck", "4m0s")
        .put("kubeletHealthCheck", "4m0s")
        .put("kubernetesAPICall", "1m0s")
        .put("etcdAPICall", "2m0s")
        .put("tlsBootstrap", "10m0s")
        .put("discovery", "5m0s")
        .put("upgradeManifests", "5m0s");
  }

  private static Fields document(String kind) {
    return new Fields().put("apiVersion", "kubeadm.k8s.io/v1beta4").put("kind", kind);
  }
}
