package io.caisson.simulator.kubeapi;

import java.util.Set;

/** Which labels a kubelet may put on its own node. */
public final class NodeLabels {
  private static final Set<String> ALLOWED =
      Set.of(
          "kubernetes.io/hostname",
          "kubernetes.io/arch",
          "kubernetes.io/os",
          "beta.kubernetes.io/arch",
          "beta.kubernetes.io/os",
          "node.kubernetes.io/instance-type",
          "beta.kubernetes.io/instance-type",
          "topology.kubernetes.io/region",
          "topology.kubernetes.io/zone",
          "failure-domain.beta.kubernetes.io/region",
          "failure-domain.beta.kubernetes.io/zone");

  private NodeLabels() {}

  /** Kubernetes keeps its own domains to itself, but for a few labels and two domains below. */
  public static boolean isAllowed(String key) {
    String domain = key.contains("/") ? key.substring(0, key.indexOf('/')) : "";
    return !isIn(domain, "kubernetes.io") && !isIn(domain, "k8s.io")
        || ALLOWED.contains(key)
        || isIn(domain, "kubelet.kubernetes.io")
        || isIn(domain, "node.kubernetes.io");
  }

  private static boolean isIn(String domain, String parent) {
    return domain.equals(parent) || domain.endsWith("." + parent);
  }
}
