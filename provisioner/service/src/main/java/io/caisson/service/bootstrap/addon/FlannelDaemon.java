package io.caisson.service.bootstrap.addon;

import io.caisson.service.bootstrap.Fields;
import java.util.List;
import java.util.Map;

/** The DaemonSet that makes every Linux node part of the pod network. */
final class FlannelDaemon {
  /** Known to work with each other; both are made for amd64, arm64 and four more. */
  static final String DAEMON_IMAGE = "ghcr.io/flannel-io/flannel:v0.28.4";

  static final String PLUGIN_IMAGE = "ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel1";

  private static final String FOLDER = "/etc/kube-flannel/";
  private static final String CNI_FOLDER = "/etc/cni/net.d";
  private static final String XTABLES_LOCK = "/run/xtables.lock";

  private final String daemon;
  private final String plugin;

  FlannelDaemon(FlannelSettings settings) {
    this.daemon = settings.images().of(DAEMON_IMAGE);
    this.plugin = settings.images().of(PLUGIN_IMAGE);
  }

  Fields daemonSet() {
    Fields template =
        new Fields()
            .put("metadata", new Fields().put("labels", Flannel.labels()))
            .put("spec", pod());
    return Flannel.namespaced("apps/v1", "DaemonSet", "kube-flannel-ds")
        .put(
            "spec",
            new Fields()
                .put(
                    "selector",
                    new Fields().put("matchLabels", new Fields().put("app", Flannel.NAME)))
                .put("template", template));
  }

  /** It tolerates every NoSchedule: a node is not ready before it runs there. */
  private Fields pod() {
    return new Fields()
        .put("nodeSelector", new Fields().put("kubernetes.io/os", "linux"))
        .put("hostNetwork", true)
        .put("priorityClassName", "system-node-critical")
        .put("serviceAccountName", Flannel.NAME)
        .put(
            "tolerations",
            List.of(new Fields().put("operator", "Exists").put("effect", "NoSchedule").map()))
        .put("initContainers", Fields.list(List.of(installPlugin(), installConfiguration())))
        .put("containers", List.of(container().map()))
        .put("volumes", Fields.list(volumes()));
  }

  private Fields installPlugin() {
    return copy("install-cni-plugin", plugin, "/flannel", "/opt/cni/bin/flannel")
        .put("volumeMounts", List.of(mount("cni-plugin", "/opt/cni/bin")));
  }

  private Fields installConfiguration() {
    String from = FOLDER + FlannelConfiguration.PLUGINS;
    return copy("install-cni", daemon, from, CNI_FOLDER + "/10-flannel.conflist")
        .put("volumeMounts", List.of(mount("cni", CNI_FOLDER), mount("flannel-cfg", FOLDER)));
  }

  private static Fields copy(String name, String image, String from, String to) {
    return new Fields()
        .put("name", name)
        .put("image", image)
        .put("command", List.of("cp"))
        .put("args", List.of("-f", from, to));
  }

  private Fields container() {
    Fields requests = new Fields().put("cpu", "100m").put("memory", "50Mi");
    Fields rights =
        new Fields()
            .put("privileged", false)
            .put("capabilities", new Fields().put("add", List.of("NET_ADMIN", "NET_RAW")));
    return new Fields()
        .put("name", "kube-flannel")
        .put("image", daemon)
        .put("command", List.of("/opt/bin/flanneld"))
        .put("args", List.of("--ip-masq", "--kube-subnet-mgr"))
        .put("resources", new Fields().put("requests", requests))
        .put("securityContext", rights)
        .put("env", Fields.list(environment()))
        .put(
            "volumeMounts",
            List.of(
                mount("run", "/run/flannel"),
                mount("flannel-cfg", FOLDER),
                mount("xtables-lock", XTABLES_LOCK)));
  }

  private static List<Fields> environment() {
    return List.of(
        ownField("POD_NAME", "metadata.name"),
        ownField("POD_NAMESPACE", "metadata.namespace"),
        new Fields().put("name", "EVENT_QUEUE_DEPTH").put("value", "5000"),
        new Fields().put("name", "CONT_WHEN_CACHE_NOT_READY").put("value", "false"));
  }

  private static Fields ownField(String name, String path) {
    return new Fields()
        .put("name", name)
        .put("valueFrom", new Fields().put("fieldRef", new Fields().put("fieldPath", path)));
  }

  private static List<Fields> volumes() {
    return List.of(
        host("run", "/run/flannel", "DirectoryOrCreate"),
        host("cni-plugin", "/opt/cni/bin", "DirectoryOrCreate"),
        host("cni", CNI_FOLDER, "DirectoryOrCreate"),
        new Fields()
            .put("name", "flannel-cfg")
            .put("configMap", new Fields().put("name", Flannel.CONFIGURATION)),
        host("xtables-lock", XTABLES_LOCK, "FileOrCreate"));
  }

  private static Fields host(String name, String path, String type) {
    return new Fields()
        .put("name", name)
        .put("hostPath", new Fields().put("path", path).put("type", type));
  }

  private static Map<String, Object> mount(String volume, String path) {
    return new Fields().put("name", volume).put("mountPath", path).map();
  }
}
