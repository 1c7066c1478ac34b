package io.caisson.service.bootstrap.node;

import io.caisson.service.bootstrap.Fields;
import io.caisson.service.bootstrap.YamlText;
import io.caisson.service.bootstrap.addon.ImageSource;
import io.caisson.service.bootstrap.kubeadm.NodeOrder;
import java.util.List;

/**
 * The static pod by which kube-vip keeps a {@link VirtualAddress}. It finds the interface by the
 * default route.
 *
 * @see <a href="https://kube-vip.io/docs/installation/static/">kube-vip as a static pod</a>
 */
final class KubeVip {
  static final String IMAGE = "ghcr.io/kube-vip/kube-vip:v1.2.3";
  static final String FILE = "etc/kubernetes/manifests/kube-vip.yaml";

  /** Since then {@code admin.conf} has no rights before {@code kubeadm init} has bound them. */
  private static final int SUPER_ADMIN_SINCE = 29;

  private KubeVip() {}

  static List<NodeFile> files(VirtualAddress endpoint, NodeOrder order, ImageSource images) {
    return List.of(
        NodeFile.folder("etc/kubernetes/manifests/", 0755),
        NodeFile.file(FILE, 0600, YamlText.of(pod(endpoint, order, images).map())));
  }

  private static Fields pod(VirtualAddress endpoint, NodeOrder order, ImageSource images) {
    Fields volume =
        new Fields()
            .put("name", "kubeconfig")
            .put("hostPath", new Fields().put("path", kubeconfig(order)).put("type", "File"));
    Fields self = new Fields().put("ip", "127.0.0.1").put("hostnames", List.of("kubernetes"));
    return new Fields()
        .put("apiVersion", "v1")
        .put("kind", "Pod")
        .put("metadata", new Fields().put("name", "kube-vip").put("namespace", "kube-system"))
        .put(
            "spec",
            new Fields()
                .put("hostNetwork", true)
                .put("priorityClassName", "system-node-critical")
                .put("hostAliases", List.of(self.map()))
                .put("containers", List.of(container(endpoint, images).map()))
                .put("volumes", List.of(volume.map())));
  }

  /** Of the file's API server only the name {@code kubernetes} is used: this machine's own. */
  private static String kubeconfig(NodeOrder order) {
    boolean first = order instanceof NodeOrder.Init;
    return first && order.version().minor() >= SUPER_ADMIN_SINCE
        ? "/etc/kubernetes/super-admin.conf"
        : "/etc/kubernetes/admin.conf";
  }

  private static Fields container(VirtualAddress endpoint, ImageSource images) {
    Fields capabilities =
        new Fields().put("add", List.of("NET_ADMIN", "NET_RAW")).put("drop", List.of("ALL"));
    Fields mount =
        new Fields().put("name", "kubeconfig").put("mountPath", "/etc/kubernetes/admin.conf");
    return new Fields()
        .put("name", "kube-vip")
        .put("image", images.of(IMAGE))
        .put("args", List.of("manager"))
        .put("env", Fields.list(environment(endpoint)))
        .put("securityContext", new Fields().put("capabilities", capabilities))
        .put("volumeMounts", List.of(mount.map()));
  }

  private static List<Fields> environment(VirtualAddress endpoint) {
    return List.of(
        value("address", endpoint.address()),
        value("port", "6443"),
        value("vip_arp", "true"),
        value("vip_subnet", "32"),
        value("cp_enable", "true"),
        value("cp_namespace", "kube-system"),
        value("vip_leaderelection", "true"),
        value("vip_leasename", "plndr-cp-lock"),
        value("vip_leaseduration", "5"),
        value("vip_renewdeadline", "3"),
        value("vip_retryperiod", "1"),
        new Fields()
            .put("name", "vip_nodename")
            .put(
                "valueFrom",
                new Fields().put("fieldRef", new Fields().put("fieldPath", "spec.nodeName"))));
  }

  private static Fields value(String name, String value) {
    return new Fields().put("name", name).put("value", value);
  }
}
