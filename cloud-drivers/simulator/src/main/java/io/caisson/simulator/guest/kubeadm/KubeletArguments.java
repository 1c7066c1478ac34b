package io.caisson.simulator.guest.kubeadm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.caisson.simulator.guest.kubelet.NodeOrder;
import io.caisson.simulator.kubeapi.Json;
import io.caisson.simulator.kubeapi.KubernetesVersion;
import io.caisson.simulator.kubeapi.NodeLabels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the kubelet's own arguments make of the node; wrong ones keep the kubelet from starting. */
final class KubeletArguments {
  private static final Set<String> KNOWN =
      Set.of(
          "cloud-provider",
          "config",
          "container-runtime-endpoint",
          "feature-gates",
          "hostname-override",
          "image-credential-provider-bin-dir",
          "image-credential-provider-config",
          "max-pods",
          "node-ip",
          "node-labels",
          "pod-infra-container-image",
          "provider-id",
          "register-with-taints",
          "resolv-conf",
          "root-dir",
          "system-reserved",
          "kube-reserved",
          "eviction-hard",
          "v");

  private final Registration registration;
  private final Host host;

  KubeletArguments(Registration registration, Host host) {
    this.registration = registration;
    this.host = host;
  }

  /** Throws {@link KubeadmFailure} after kubeadm has waited for the kubelet in vain. */
  NodeOrder order(KubernetesVersion version, ArrayNode taints, Timeouts timeouts) {
    Map<String, String> arguments = registration.kubeletArguments();
    arguments.keySet().stream()
        .filter(name -> !KNOWN.contains(name))
        .findFirst()
        .ifPresent(
            name ->
                doesNotStart("failed to parse kubelet flag: unknown flag: --" + name, timeouts));
    Map<String, String> labels = labels(arguments.getOrDefault("node-labels", ""), timeouts);
    String address = arguments.getOrDefault("node-ip", host.addresses().getFirst());
    if (!host.addresses().contains(address)) {
      doesNotStart(
          "failed to validate nodeIP: node IP: \"%s\" not found in the host's network interfaces"
              .formatted(address),
          timeouts);
    }
    return new NodeOrder(
        registration.name(),
        address,
        arguments.getOrDefault("provider-id", ""),
        labels,
        taints,
        version,
        host.hardware());
  }

  private Map<String, String> labels(String text, Timeouts timeouts) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String pair : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
      String[] sides = pair.split("=", 2);
      labels.put(sides[0].strip(), sides.length < 2 ? "" : sides[1].strip());
    }
    List<String> reserved = labels.keySet().stream().filter(k -> !NodeLabels.isAllowed(k)).toList();
    if (!reserved.isEmpty()) {
      doesNotStart(
          "unknown 'kubernetes.io' or 'k8s.io' labels specified with --node-labels: [%s]"
              .formatted(String.join(" ", reserved)),
          timeouts);
    }
    return labels;
  }

  /** What kubeadm registers the node with if the file says nothing. */
  static ArrayNode controlPlaneTaints() {
    ArrayNode taints = Json.array();
    taints
        .addObject()
        .put("key", "node-role.kubernetes.io/control-plane")
        .put("effect", "NoSchedule");
    return taints;
  }

  private void doesNotStart(String why, Timeouts timeouts) {
    host.print("kubelet: E " + why);
    host.print(
        "[kubelet-check] Waiting for a healthy kubelet at http://127.0.0.1:10248/healthz. This can"
            + " take up to "
            + timeouts.kubelet());
    host.pause(timeouts.kubelet());
    host.print("[kubelet-check] The kubelet is not healthy after " + timeouts.kubelet());
    throw KubeadmFailure.in(
        "kubelet-start",
        "failed while waiting for the kubelet to start: The HTTP call equal to 'curl -sSL"
            + " http://127.0.0.1:10248/healthz' returned error: Get"
            + " \"http://127.0.0.1:10248/healthz\": dial tcp 127.0.0.1:10248: connect: connection"
            + " refused (kubelet: "
            + why
            + ")");
  }
}
