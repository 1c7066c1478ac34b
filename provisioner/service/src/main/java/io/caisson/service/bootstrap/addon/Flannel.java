package io.caisson.service.bootstrap.addon;

import io.caisson.service.bootstrap.Fields;
import java.util.List;
import java.util.Map;

/**
 * flannel, the pod network, as documents in the order in which they are to be applied. Each node's
 * daemon reads its part of the pods' addresses from the Node, so nothing but the API is needed.
 *
 * @see <a href="https://github.com/flannel-io/flannel/blob/master/Documentation/kubernetes.md">
 *     flannel on Kubernetes</a>
 */
public final class Flannel {
  static final String NAME = "flannel";
  static final String NAMESPACE = "kube-flannel";
  static final String CONFIGURATION = "kube-flannel-cfg";

  private static final String RBAC = "rbac.authorization.k8s.io";

  private Flannel() {}

  /** Objects for server-side apply; applied again they change nothing. */
  public static List<Map<String, Object>> documents(FlannelSettings settings) {
    return Fields.list(
        List.of(
            namespace(),
            serviceAccount(),
            role(),
            binding(),
            FlannelConfiguration.configMap(settings),
            new FlannelDaemon(settings).daemonSet()));
  }

  /** The daemon is on its host's network: Pod Security lets that pass at this level only. */
  private static Fields namespace() {
    Fields labels =
        new Fields().put("k8s-app", NAME).put("pod-security.kubernetes.io/enforce", "privileged");
    return new Fields()
        .put("apiVersion", "v1")
        .put("kind", "Namespace")
        .put("metadata", new Fields().put("name", NAMESPACE).put("labels", labels));
  }

  private static Fields serviceAccount() {
    return namespaced("v1", "ServiceAccount", NAME);
  }

  private static Fields role() {
    return clusterWide("ClusterRole")
        .put(
            "rules",
            Fields.list(
                List.of(
                    rule("pods", "get"),
                    rule("nodes", "get", "list", "watch"),
                    rule("nodes/status", "patch"))));
  }

  private static Fields rule(String resource, String... verbs) {
    return new Fields()
        .put("apiGroups", List.of(""))
        .put("resources", List.of(resource))
        .put("verbs", List.of(verbs));
  }

  private static Fields binding() {
    Fields role = new Fields().put("apiGroup", RBAC).put("kind", "ClusterRole").put("name", NAME);
    Fields account =
        new Fields().put("kind", "ServiceAccount").put("name", NAME).put("namespace", NAMESPACE);
    return clusterWide("ClusterRoleBinding")
        .put("roleRef", role)
        .put("subjects", List.of(account.map()));
  }

  private static Fields clusterWide(String kind) {
    return new Fields()
        .put("apiVersion", RBAC + "/v1")
        .put("kind", kind)
        .put("metadata", new Fields().put("name", NAME).put("labels", labels()));
  }

  static Fields namespaced(String apiVersion, String kind, String name) {
    return new Fields()
        .put("apiVersion", apiVersion)
        .put("kind", kind)
        .put(
            "metadata",
            new Fields().put("name", name).put("namespace", NAMESPACE).put("labels", labels()));
  }

  static Fields labels() {
    return new Fields().put("app", NAME).put("k8s-app", NAME).put("tier", "node");
  }
}
