package io.caisson.simulator.guest.kubeadm;

import java.util.ArrayList;
import java.util.List;

/** What kubeadm looks at on a machine before it begins. All that is wrong is told at once. */
final class Preflight {
  private static final int LEAST_CPUS = 2;
  private static final int LEAST_MEMORY = 1700;

  private final Host host;
  private final List<String> errors = new ArrayList<>();

  Preflight(Host host) {
    this.host = host;
  }

  /** Of a machine that is to have a control plane. */
  void controlPlane() {
    int cpus = host.hardware().vcpus();
    if (cpus > 0 && cpus < LEAST_CPUS) {
      error(
          "NumCPU",
          "the number of available CPUs %d is less than the required %d"
              .formatted(cpus, LEAST_CPUS));
    }
    int memory = host.hardware().ramMib();
    if (memory > 0 && memory < LEAST_MEMORY) {
      error(
          "Mem",
          "the system RAM (%d MB) is less than the minimum %d MB".formatted(memory, LEAST_MEMORY));
    }
  }

  /** Of a machine that joins as a worker: it must not have what the join makes. */
  void worker() {
    absent("/etc/kubernetes/pki/ca.crt");
  }

  /** Of every machine. Throws {@link KubeadmFailure}. */
  void finish() {
    host.print("[preflight] Running pre-flight checks");
    absent("/etc/kubernetes/kubelet.conf");
    if (!host.sysctl("net.ipv4.ip_forward").equals("1")) {
      error(
          "FileContent--proc-sys-net-ipv4-ip_forward",
          "/proc/sys/net/ipv4/ip_forward contents are not set to 1");
    }
    if (!errors.isEmpty()) {
      throw KubeadmFailure.in(
          "preflight",
          "[preflight] Some fatal errors occurred:\n%s\n".formatted(String.join("\n", errors))
              + "[preflight] If you know what you are doing, you can make a check non-fatal with"
              + " `--ignore-preflight-errors=...`");
    }
  }

  private void absent(String file) {
    if (host.file(file).isPresent()) {
      error("FileAvailable-" + file.replace('/', '-'), file + " already exists");
    }
  }

  private void error(String check, String why) {
    errors.add("\t[ERROR %s]: %s".formatted(check, why));
  }
}
