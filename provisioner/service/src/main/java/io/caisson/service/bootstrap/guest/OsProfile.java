package io.caisson.service.bootstrap.guest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a machine's image needs to be told before kubeadm runs there. Common to all profiles: swap
 * goes off, the container runtime is started.
 *
 * @param name as a cluster's specification names it
 * @param criSocket URL of the container runtime's socket
 * @param modules of the kernel, loaded now and at each boot
 * @param sysctls set now and at each boot
 */
public record OsProfile(
    String name, String criSocket, List<String> modules, Map<String, String> sysctls) {
  /**
   * Ubuntu 24.04 with containerd and the Kubernetes packages in its image.
   *
   * @see <a href="https://github.com/kubernetes-sigs/image-builder">image-builder</a>, role node
   */
  public static final OsProfile UBUNTU_24_04 =
      new OsProfile(
          "ubuntu-24.04",
          "unix:///run/containerd/containerd.sock",
          List.of("overlay", "br_netfilter", "nf_conntrack"),
          sysctls(
              "net.bridge.bridge-nf-call-iptables", "1",
              "net.bridge.bridge-nf-call-ip6tables", "1",
              "net.ipv4.ip_forward", "1",
              "net.ipv6.conf.all.forwarding", "1",
              "vm.overcommit_memory", "1",
              "kernel.panic", "10",
              "kernel.panic_on_oops", "1",
              "fs.inotify.max_user_instances", "8192",
              "fs.inotify.max_user_watches", "524288"));

  public OsProfile {
    modules = List.copyOf(modules);
    sysctls = Collections.unmodifiableMap(new LinkedHashMap<>(sysctls));
  }

  /** For {@code /etc/modules-load.d}. */
  String modulesFile() {
    return String.join("\n", modules) + "\n";
  }

  /** For {@code /etc/sysctl.d}. */
  String sysctlFile() {
    StringBuilder text = new StringBuilder();
    sysctls.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
    return text.toString();
  }

  private static Map<String, String> sysctls(String... keysAndValues) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
