package io.caisson.service.bootstrap.node;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a machine's image needs to be told before kubeadm runs there. Common to all profiles: swap
 * goes off, the container runtime is containerd and is started.
 *
 * @param name as a cluster's specification names it
 * @param form of the user-data
 * @param kernel what is set now and at each boot
 * @param places where things lie that lie elsewhere on others
 * @param stopped services that would get into Kubernetes' way
 * @param permissive whether SELinux may only note
 */
public record OsProfile(
    String name,
    Form form,
    PackageManager packages,
    Kernel kernel,
    Places places,
    List<String> stopped,
    boolean permissive) {
  /** Of user-data. */
  public enum Form {
    CLOUD_CONFIG,
    IGNITION
  }

  /** Who installs packages. */
  public enum PackageManager {
    APT,
    DNF,
    NONE
  }

  /**
   * @param modules loaded
   * @param cgroupV1 whether images may still have version 1 of control groups
   */
  public record Kernel(List<String> modules, Map<String, String> sysctls, boolean cgroupV1) {
    public Kernel {
      modules = List.copyOf(modules);
      sysctls = Collections.unmodifiableMap(new LinkedHashMap<>(sysctls));
    }
  }

  /**
   * Paths; relative to {@code /} but for the script's.
   *
   * @param chrony for time servers
   * @param chronyWhole whether that file replaces the distribution's own
   * @param trust folder of further certificate authorities
   */
  public record Places(String script, String chrony, boolean chronyWhole, String trust) {}

  public OsProfile {
    stopped = List.copyOf(stopped);
  }

  /** URL of the container runtime's socket, which is containerd's everywhere. */
  public String criSocket() {
    return "unix:///run/containerd/containerd.sock";
  }

  /** For {@code /etc/modules-load.d}. */
  String modulesFile() {
    return String.join("\n", kernel.modules()) + "\n";
  }

  /** For {@code /etc/sysctl.d}. */
  String sysctlFile() {
    return kernel.sysctls().entrySet().stream()
        .map(entry -> entry.getKey() + " = " + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }
}
