package io.caisson.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What real machines need of this host (cloud-drivers/kubernetes-bed): each with its cure.
 *
 * @param host how to look
 * @param bed where what was built lies
 */
record HostNeeds(Host host, MachineBed bed) {
  private static final List<String> TOOLS =
      List.of("bash", "ip", "nsenter", "unshare", "setsid", "script", "pivot_root", "python3");
  private static final List<String> CONTROLLERS = List.of("cpu", "cpuset", "memory", "pids");
  private static final List<String> CONTROLLERS_V1 = List.of("devices", "freezer");
  private static final int FIRST_GIB = 25;
  private static final int LATER_GIB = 5;

  /**
   * One need.
   *
   * @param cure what to do if it is not met
   */
  record Need(boolean met, String what, String cure) {}

  /** How to look at a host. */
  interface Host {
    boolean isRoot();

    boolean isThere(Path file);

    /** The text of a file; empty if there is none. */
    String text(Path file);

    /** Whether a tool is on the PATH. */
    boolean has(String tool);

    /** Whether a command ends well. */
    boolean can(String... command);

    long freeGib(Path folder);
  }

  List<Need> all() {
    List<Need> needs = new ArrayList<>();
    needs.add(new Need(host.isRoot(), "root", "run this as root"));
    tools(needs);
    if (host.isRoot()) {
      kernel(needs);
    }
    controllers(needs);
    long wanted = bed.isBuilt() ? LATER_GIB : FIRST_GIB;
    long free = host.freeGib(bed.home());
    needs.add(
        new Need(
            free >= wanted,
            "%d GiB free for %s".formatted(free, bed.home()),
            "%d GiB are needed; KBED_HOME names another folder".formatted(wanted)));
    return needs;
  }

  private void tools(List<Need> needs) {
    for (String tool : TOOLS) {
      needs.add(new Need(host.has(tool), tool, "apt-get install iproute2 util-linux python3"));
    }
    if (!bed.isBuilt()) {
      needs.add(
          new Need(
              host.has("debootstrap"), "debootstrap", "apt-get install debootstrap; once only"));
      needs.add(
          new Need(host.has("go"), "go", "install Go 1.26 from go.dev; for the first build only"));
    }
  }

  private void kernel(List<Need> needs) {
    needs.add(
        new Need(
            host.can("unshare", "-m", "-u", "-i", "-n", "-p", "-C", "--fork", "true"),
            "namespaces",
            "this kernel or container refuses unshare(1): use a machine of your own"));
    needs.add(
        new Need(
            host.text(Path.of("/proc/filesystems")).contains("overlay"),
            "overlay file system",
            "modprobe overlay"));
    needs.add(link("veth", "ip link add v0 type veth peer name v1"));
    needs.add(link("bridge", "ip link add b0 type bridge"));
    needs.add(
        new Need(
            host.isThere(Path.of("/proc/sys/net/bridge/bridge-nf-call-iptables")),
            "br_netfilter",
            "modprobe br_netfilter"));
    if (bed.isBuilt()) { // only then there is a nft to ask with
      needs.add(
          new Need(
              host.can("unshare", "-n", "chroot", bed.rootFileSystem(), "nft", "add table ip t"),
              "nf_tables",
              "modprobe nf_tables"));
    }
  }

  private Need link(String kind, String command) {
    return new Need(host.can("unshare", "-n", "sh", "-c", command), kind, "modprobe " + kind);
  }

  private void controllers(List<Need> needs) {
    boolean second = host.isThere(Path.of("/sys/fs/cgroup/cgroup.controllers"));
    List<String> wanted = new ArrayList<>(CONTROLLERS);
    if (!second) {
      wanted.addAll(CONTROLLERS_V1);
    }
    Set<String> there =
        Set.of(host.text(Path.of("/sys/fs/cgroup/cgroup.controllers")).strip().split("\\s+"));
    Predicate<String> has =
        controller ->
            second
                ? there.contains(controller)
                : host.isThere(Path.of("/sys/fs/cgroup", controller));
    for (String controller : wanted) {
      needs.add(
          new Need(
              has.test(controller),
              "controller " + controller + " of control groups",
              "enable it on the kernel's command line, or mount it"));
    }
  }

  /** This machine. */
  static Host thisHost() {
    return new ThisHost();
  }

  private static final class ThisHost implements Host {
    @Override
    public boolean isRoot() {
      return text(Path.of("/proc/self/status")).contains("\nUid:\t0\t0");
    }

    @Override
    public boolean isThere(Path file) {
      return Files.exists(file);
    }

    @Override
    public String text(Path file) {
      try {
        return Files.readString(file, StandardCharsets.UTF_8);
      } catch (IOException absent) {
        return "";
      }
    }

    @Override
    public boolean has(String tool) {
      return can("sh", "-c", "command -v " + tool);
    }

    @Override
    public boolean can(String... command) {
      try {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor()
            == 0;
      } catch (IOException missing) {
        return false;
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public long freeGib(Path folder) {
      Path there = folder.toAbsolutePath();
      while (!Files.exists(there)) {
        there = there.getParent() == null ? Path.of("/") : there.getParent();
      }
      return there.toFile().getUsableSpace() >> 30;
    }
  }
}
