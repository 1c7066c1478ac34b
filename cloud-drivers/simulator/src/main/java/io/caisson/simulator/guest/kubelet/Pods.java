package io.caisson.simulator.guest.kubelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.kubeapi.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * The pods that a machine of a kubeadm cluster runs from the start, already running.
 *
 * @param node the node's name
 * @param address the node's address
 */
public record Pods(String node, String address, Instant now) {
  private static final List<String> STATIC =
      List.of("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler");

  /** The mirrors of the static pods of a control plane. */
  public List<ObjectNode> controlPlane(StaticImages images) {
    return STATIC.stream().map(component -> mirror(component, images.of(component))).toList();
  }

  private ObjectNode mirror(String component, String image) {
    ObjectNode pod = pod(component + "-" + node, component, image);
    ObjectNode metadata = Json.child(pod, "metadata");
    Json.child(metadata, "labels").put("component", component).put("tier", "control-plane");
    String hash = id(component).toString().replace("-", "");
    Json.child(metadata, "annotations")
        .put("kubernetes.io/config.hash", hash)
        .put("kubernetes.io/config.mirror", hash)
        .put("kubernetes.io/config.seen", now.toString())
        .put("kubernetes.io/config.source", "file");
    if (component.equals("etcd")) {
      Json.child(metadata, "annotations")
          .put("kubeadm.kubernetes.io/etcd.advertise-client-urls", "https://" + address + ":2379");
    } else if (component.equals("kube-apiserver")) {
      Json.child(metadata, "annotations")
          .put(
              "kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint", address + ":6443");
    }
    Json.child(pod, "spec")
        .put("priorityClassName", "system-node-critical")
        .put("hostNetwork", true);
    return pod;
  }

  private ObjectNode pod(String name, String container, String image) {
    ObjectNode pod = Json.object().put("kind", "Pod").put("apiVersion", "v1");
    pod.putObject("metadata").put("name", name).put("namespace", "kube-system");
    ObjectNode spec = pod.putObject("spec").put("nodeName", node);
    spec.withArray("containers").addObject().put("name", container).put("image", image);
    spec.withArray("tolerations").addObject().put("operator", "Exists");
    pod.set("status", status(container, image));
    return pod;
  }

  private ObjectNode status(String container, String image) {
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode status = Json.object().put("phase", "Running");
    for (String type : List.of("Initialized", "Ready", "ContainersReady", "PodScheduled")) {
      status
          .withArray("conditions")
          .addObject()
          .put("type", type)
          .put("status", "True")
          .put("lastTransitionTime", time);
    }
    status.put("hostIP", address).put("podIP", address).put("startTime", time);
    ObjectNode running =
        status
            .withArray("containerStatuses")
            .addObject()
            .put("name", container)
            .put("ready", true)
            .put("started", true)
            .put("restartCount", 0)
            .put("image", image);
    running.putObject("state").putObject("running").put("startedAt", time);
    return status.put("qosClass", "BestEffort");
  }

  private UUID id(String what) {
    return UUID.nameUUIDFromBytes((what + "/" + node).getBytes(StandardCharsets.UTF_8));
  }
}
