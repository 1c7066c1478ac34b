package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What a cluster of real machines runs, by its own API, against what kubeadm of a version names.
 */
final class RunningVersions {
  private static final String PODS = "/api/v1/namespaces/kube-system/pods";
  private static final List<String> PROGRAMS =
      List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd");

  private final Function<String, JsonNode> api;
  private final String version;
  private final Set<String> images;
  private final Set<String> nodes = new HashSet<>();
  private final List<String> wrong = new ArrayList<>();
  private final Table table = new Table("what", "where", "runs");

  /**
   * @param api answers a path of the cluster's API
   * @param version of every kubelet
   * @param images as kubeadm of that version lists them
   */
  RunningVersions(Function<String, JsonNode> api, String version, Set<String> images) {
    this.api = api;
    this.version = version;
    this.images = Set.copyOf(images);
    kubelets();
    int controlPlanes = controlPlanes();
    PROGRAMS.forEach(name -> program(name, controlPlanes));
    pods("kube-proxy", "k8s-app%3Dkube-proxy");
    pods("coredns", "k8s-app%3Dkube-dns");
  }

  private void kubelets() {
    for (JsonNode node : api.apply("/api/v1/nodes").path("items")) {
      String name = node.at("/metadata/name").asText();
      String kubelet = node.at("/status/nodeInfo/kubeletVersion").asText();
      nodes.add(name);
      check("kubelet", name, kubelet, kubelet.equals("v" + version));
    }
  }

  /** One on every node of the control plane. */
  private void program(String name, int wanted) {
    int here = pods(name, "component%3D" + name);
    check(name, "all control planes", here + " of " + wanted, here == wanted);
  }

  private int controlPlanes() {
    String role = "node-role.kubernetes.io%2Fcontrol-plane";
    return api.apply("/api/v1/nodes?labelSelector=" + role).path("items").size();
  }

  /** How many there are; those of nodes that are gone are collected late and run no more. */
  private int pods(String what, String selector) {
    int count = 0;
    for (JsonNode pod : api.apply(PODS + "?labelSelector=" + selector).path("items")) {
      String image = pod.at("/spec/containers/0/image").asText();
      String node = pod.at("/spec/nodeName").asText();
      if (nodes.contains(node)) {
        check(what, node, image, images.contains(image));
        count++;
      }
    }
    if (count == 0) {
      check(what, "anywhere", "nothing", false);
    }
    return count;
  }

  private void check(String what, String where, String runs, boolean right) {
    table.row(what, where, runs);
    if (!right) {
      wrong.add("%s at %s: %s".formatted(what, where, runs));
    }
  }

  Table table() {
    return table;
  }

  /** What is not of this version, in words. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }
}
