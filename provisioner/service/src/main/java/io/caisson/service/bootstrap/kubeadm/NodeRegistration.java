package io.caisson.service.bootstrap.kubeadm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How a machine presents itself as a node.
 *
 * @param name the machine's, which is its host name too; lower-case RFC 1123, at most 63 characters
 * @param address the one that the kubelet registers and that the node's own servers listen on
 * @param providerId the cloud's id of the VM in Kubernetes' form; absent if a cloud controller sets
 *     it
 * @param criSocket URL of the container runtime's socket
 * @param labels set by the kubelet itself, so only such as the NodeRestriction admission lets pass
 * @param taints in addition to the one of a control plane
 */
public record NodeRegistration(
    String name,
    String address,
    Optional<String> providerId,
    String criSocket,
    Map<String, String> labels,
    List<Taint> taints) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final List<String> KUBELETS_OWN =
      List.of("kubelet.kubernetes.io/", "node.kubernetes.io/");

  public NodeRegistration {
    labels = new TreeMap<>(labels);
    taints = List.copyOf(taints);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a node name (RFC 1123 label): " + name);
    }
    labels.keySet().forEach(NodeRegistration::checkLabel);
  }

  /**
   * The kubelet's own arguments.
   *
   * @see <a href="https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/">the
   *     kubelet</a>
   */
  Map<String, String> kubeletArguments() {
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("node-ip", address);
    providerId.ifPresent(id -> arguments.put("provider-id", id));
    if (!labels.isEmpty()) {
      List<String> pairs =
          labels.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
      arguments.put("node-labels", String.join(",", pairs));
    }
    return arguments;
  }

  private static void checkLabel(String key) {
    int slash = key.indexOf('/');
    String domain = slash < 0 ? "" : key.substring(0, slash);
    boolean kubernetes = Pattern.matches("(.*\\.)?(kubernetes|k8s)\\.io", domain);
    if (kubernetes && KUBELETS_OWN.stream().noneMatch(key::startsWith)) {
      throw new IllegalArgumentException(
          "a kubelet may not set the label %s on itself (NodeRestriction)".formatted(key));
    }
  }
}
