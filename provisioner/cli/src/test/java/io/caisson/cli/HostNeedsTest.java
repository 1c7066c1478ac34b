package io.caisson.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostNeedsTest {
  private static final List<String> CONTROLLERS =
      List.of("cpu", "cpuset", "memory", "pids", "devices", "freezer");

  private final SomeHost host = new SomeHost();

  @Test
  void aHostWithEverythingLacksNothing() {
    assertThat(missing()).isEmpty();
  }

  @Test
  void withoutRootOnlyThatIsSaidOfTheKernel() {
    host.root = false;
    host.refused.add("unshare");
    assertThat(missing()).containsExactly("root: run this as root");
  }

  @Test
  void everyMissingThingIsNamedWithItsCure() {
    host.refused.add("unshare");
    host.lacking.addAll(Set.of("debootstrap", "go", "nsenter"));
    host.absent.add("/proc/sys/net/bridge/bridge-nf-call-iptables");
    host.absent.add("/sys/fs/cgroup/freezer");
    host.filesystems = "nodev\tproc\n";
    host.free = 3;
    assertThat(String.join("\n", missing()))
        .contains("debootstrap: apt-get install debootstrap")
        .contains("go: install Go")
        .contains("nsenter: apt-get install")
        .contains("namespaces: ")
        .contains("overlay file system: modprobe overlay")
        .contains("veth: modprobe veth", "bridge: modprobe bridge")
        .contains("br_netfilter: modprobe br_netfilter")
        .contains("controller freezer of control groups")
        .contains("3 GiB free for /nowhere/kept: 25 GiB are needed");
  }

  @Test
  void controlGroupsOfVersionTwoNeedNoFreezer() {
    host.second = "cpuset cpu io memory pids\n";
    host.absent.addAll(CONTROLLERS.stream().map(c -> "/sys/fs/cgroup/" + c).toList());
    assertThat(missing()).isEmpty();
    host.second = "cpu memory pids\n";
    assertThat(missing()).singleElement().asString().startsWith("controller cpuset");
  }

  @Test
  void theScriptsAreRunByTheNamesThatTheHostKnows() {
    MachineBed bed = bed();
    assertThat(MachineBed.build(List.of(bed, bed.of("v1.35.4"))))
        .containsExactly("/here/image.sh", "1.34.4", "1.35.4");
    assertThat(bed.centre("down")).containsExactly("/here/centre.sh", "down");
    assertThat(bed.inside(List.of("true")))
        .containsExactly("nsenter", "--net=/run/netns/caisson-test", "--", "true");
    assertThat(bed.image()).isEqualTo("debian-12-kubernetes-v1.34.4");
    assertThat(bed.isBuilt()).isFalse();
    assertThat(Playground.Settings.real(List.of(bed, bed.of("1.35.4")), "none").simulator())
        .containsSubsequence(
            "--machines",
            "caisson-test",
            "--images",
            "debian-12-kubernetes-v1.34.4,debian-12-kubernetes-v1.35.4",
            "--pod-network",
            "none");
  }

  @Test
  void theEnvironmentSaysWhereThingsAre() {
    Map<String, String> environment = Map.of("HOME", "/home/me", "KBED_CENTRE", "caisson-two");
    MachineBed bed = MachineBed.here(environment, "v1.35.4");
    assertThat(bed.home()).isEqualTo(Path.of("/home/me/.cache/caisson/kubernetes-bed"));
    assertThat(bed.centre()).isEqualTo("caisson-two");
    assertThat(bed.kubernetes()).isEqualTo("1.35.4");
    assertThat(MachineBed.here(Map.of("KBED_HOME", "/big"), "1.34.4").home())
        .isEqualTo(Path.of("/big"));
  }

  private List<String> missing() {
    return new HostNeeds(host, bed())
        .all().stream()
            .filter(need -> !need.met())
            .map(need -> need.what() + ": " + need.cure())
            .toList();
  }

  private static MachineBed bed() {
    return new MachineBed(Path.of("/here"), Path.of("/nowhere/kept"), "caisson-test", "1.34.4");
  }

  private static final class SomeHost implements HostNeeds.Host {
    private final Set<String> refused = new HashSet<>();
    private final Set<String> lacking = new HashSet<>();
    private final Set<String> absent = new HashSet<>();
    private boolean root = true;
    private String second = "";
    private String filesystems = "nodev\toverlay\n";
    private long free = 100;

    @Override
    public boolean isRoot() {
      return root;
    }

    @Override
    public boolean isThere(Path file) {
      return file.endsWith("cgroup.controllers")
          ? !second.isEmpty()
          : !absent.contains(file.toString());
    }

    @Override
    public String text(Path file) {
      return file.endsWith("filesystems") ? filesystems : second;
    }

    @Override
    public boolean has(String tool) {
      return !lacking.contains(tool);
    }

    @Override
    public boolean can(String... command) {
      return !refused.contains(command[0]);
    }

    @Override
    public long freeGib(Path folder) {
      return free;
    }
  }
}
