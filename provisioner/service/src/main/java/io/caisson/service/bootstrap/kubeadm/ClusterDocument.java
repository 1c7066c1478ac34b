package io.caisson.service.bootstrap.kubeadm;

import io.caisson.service.bootstrap.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code ClusterConfiguration}: what kubeadm keeps in the cluster for those who join later. */
final class ClusterDocument {
  /** In these a kubelet may else speak to a newer API server; on by itself since 1.33. */
  static final List<Integer> LOCAL_MODE_BY_GATE = List.of(31, 32);

  private final ApiVersion version;
  private final ClusterSettings cluster;

  ClusterDocument(ApiVersion version, ClusterSettings cluster) {
    this.version = version;
    this.cluster = cluster;
  }

  Fields fields() {
    Fields networking =
        new Fields()
            .put("podSubnet", cluster.subnets().pods())
            .put("serviceSubnet", cluster.subnets().services())
            .put("dnsDomain", "cluster.local");
    Fields document =
        version
            .document("ClusterConfiguration")
            .put("clusterName", cluster.name())
            .put("kubernetesVersion", "v" + cluster.version())
            .put("controlPlaneEndpoint", cluster.endpoint().text())
            .putIfPresent("imageRepository", cluster.imageRepository());
    if (version.atLeast(ApiVersion.V1BETA4)) {
      document.put("encryptionAlgorithm", "ECDSA-P256");
    }
    return document
        .put("networking", networking)
        .put("apiServer", apiServer())
        .putIfAny("controllerManager", gates())
        .putIfAny("scheduler", gates())
        .put("etcd", new Fields().put("local", new Fields().put("dataDir", "/var/lib/etcd")))
        .putAll(kubeadmsOwnGates());
  }

  private Fields apiServer() {
    ApiServerSettings settings = cluster.features().apiServer();
    Map<String, String> arguments = new LinkedHashMap<>(settings.arguments());
    arguments.putAll(gateArgument());
    Fields fields = new Fields().putIfAny("certSANs", cluster.certificateNames());
    if (!version.atLeast(ApiVersion.V1BETA4)) {
      fields.put("timeoutForControlPlane", "4m0s");
    }
    return fields
        .putAll(extraArguments(arguments))
        .putIfAny("extraVolumes", Fields.list(settings.volumes()));
  }

  private Fields gates() {
    return extraArguments(gateArgument());
  }

  private Map<String, String> gateArgument() {
    FeatureGates gates = cluster.features().gates();
    return gates.isEmpty() ? Map.of() : Map.of("feature-gates", gates.argument());
  }

  private Fields extraArguments(Map<String, String> arguments) {
    return arguments.isEmpty()
        ? new Fields()
        : new Fields().put("extraArgs", version.arguments(arguments));
  }

  private Fields kubeadmsOwnGates() {
    return LOCAL_MODE_BY_GATE.contains(cluster.version().minor())
        ? new Fields().put("featureGates", new Fields().put("ControlPlaneKubeletLocalMode", true))
        : new Fields();
  }
}
