package io.caisson.simulator.guest.kubelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.kubeapi.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** The Node, and its status, as a kubelet writes them. */
final class NodeObject {
  private final NodeOrder order;

  NodeObject(NodeOrder order) {
    this.order = order;
  }

  /** What it registers, already ready: simulated machines need no network plug-in. */
  ObjectNode tree(Instant now) {
    ObjectNode node = Json.object().put("kind", "Node").put("apiVersion", "v1");
    ObjectNode metadata = node.putObject("metadata").put("name", order.name());
    ObjectNode labels =
        metadata
            .putObject("labels")
            .put("beta.kubernetes.io/arch", "amd64")
            .put("beta.kubernetes.io/os", "linux")
            .put("kubernetes.io/arch", "amd64")
            .put("kubernetes.io/hostname", order.name())
            .put("kubernetes.io/os", "linux");
    order.labels().forEach(labels::put);
    metadata
        .putObject("annotations")
        .put("volumes.kubernetes.io/controller-managed-attach-detach", "true");
    ObjectNode spec = node.putObject("spec");
    if (!order.providerId().isEmpty()) {
      spec.put("providerID", order.providerId());
    }
    if (!order.taints().isEmpty()) {
      spec.set("taints", order.taints().deepCopy());
    }
    node.set("status", status(now));
    return node;
  }

  ObjectNode status(Instant now) {
    ObjectNode status = Json.object();
    status.set("capacity", resources());
    status.set("allocatable", resources());
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    addCondition(status, time, "MemoryPressure", "KubeletHasSufficientMemory");
    addCondition(status, time, "DiskPressure", "KubeletHasNoDiskPressure");
    addCondition(status, time, "PIDPressure", "KubeletHasSufficientPID");
    addCondition(status, time, "Ready", "KubeletReady");
    status
        .withArray("addresses")
        .addObject()
        .put("type", "InternalIP")
        .put("address", order.address());
    status.withArray("addresses").addObject().put("type", "Hostname").put("address", order.name());
    status.putObject("daemonEndpoints").putObject("kubeletEndpoint").put("Port", 10250);
    status.set("nodeInfo", info());
    return status;
  }

  private ObjectNode resources() {
    return Json.object()
        .put("cpu", Integer.toString(Math.max(1, order.hardware().vcpus())))
        .put("ephemeral-storage", Math.max(1, order.hardware().diskGib()) + "Gi")
        .put("hugepages-2Mi", "0")
        .put("memory", Math.max(1, order.hardware().ramMib()) + "Mi")
        .put("pods", "110");
  }

  private static void addCondition(ObjectNode status, String time, String type, String reason) {
    boolean ready = type.equals("Ready");
    status
        .withArray("conditions")
        .addObject()
        .put("type", type)
        .put("status", ready ? "True" : "False")
        .put("lastHeartbeatTime", time)
        .put("lastTransitionTime", time)
        .put("reason", reason)
        .put("message", ready ? "kubelet is posting ready status" : message(type));
  }

  private static String message(String type) {
    return switch (type) {
      case "MemoryPressure" -> "kubelet has sufficient memory available";
      case "DiskPressure" -> "kubelet has no disk pressure";
      default -> "kubelet has sufficient PID available";
    };
  }

  private ObjectNode info() {
    String machine = id("machine").toString().replace("-", "");
    return Json.object()
        .put("machineID", machine)
        .put("systemUUID", id("system").toString())
        .put("bootID", id("boot").toString())
        .put("kernelVersion", "6.8.0-simulated")
        .put("osImage", order.hardware().image())
        .put("containerRuntimeVersion", "containerd://2.3.7")
        .put("kubeletVersion", order.version().toString())
        .put("kubeProxyVersion", "")
        .put("operatingSystem", "linux")
        .put("architecture", "amd64");
  }

  private UUID id(String what) {
    return UUID.nameUUIDFromBytes((what + order.address()).getBytes(StandardCharsets.UTF_8));
  }
}
