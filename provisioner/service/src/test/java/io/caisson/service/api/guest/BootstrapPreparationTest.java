package io.caisson.service.api.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.service.bootstrap.Samples;
import io.caisson.service.bootstrap.guest.Bundle;
import io.caisson.service.bootstrap.guest.BundleContent;
import io.caisson.service.bootstrap.guest.MachineSecret;
import io.caisson.service.bootstrap.node.Mount;
import io.caisson.service.bootstrap.node.NodeSamples;
import io.caisson.service.bootstrap.node.OsProfiles;
import io.caisson.service.bootstrap.node.Surroundings;
import io.caisson.service.bootstrap.node.VirtualAddress;
import io.caisson.service.bootstrap.node.VirtualAddress.Keeper;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the script does on a machine that needs more than kubeadm. */
@Timeout(120)
class BootstrapPreparationTest {
  private static final String MIRROR = "https://mirror.example/kubernetes";
  private static final String DATA_VOLUME = "0a1b2c3d-0000-4000-8000-000000000001";
  private static final String ETCD_VOLUME = "0a1b2c3d-0000-4000-9000-000000000002";
  private static final String ETCD_PATH = "/var/lib/etcd";
  private static final GuestListenerSettings SETTINGS =
      GuestListenerSettings.at(new InetSocketAddress("127.0.0.1", 0));

  @TempDir private Path root;

  private final MachineSecret secret = MachineSecret.generate(new SecureRandom());
  private final RecordingDesk desk = new RecordingDesk(secret);
  private final TestListener listener = new TestListener(desk, SETTINGS, Clock.systemUTC());
  private ScriptedMachine machine;

  @BeforeEach
  void bootAMachine() throws Exception {
    machine = new ScriptedMachine(root, secret);
    machine.program(
        "curl", "case \"$*\" in *mirror.example*) ;; *) exec /usr/bin/curl \"$@\";; esac");
    machine.cloudInit(listener.url(), listener.authority());
  }

  @AfterEach
  void close() {
    listener.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "debian-12 | apt-get | kubeadm=1.34.4-* kubelet=1.34.4-* kubectl=1.34.4-* cri-tools",
        "rocky-9 | dnf | install kubeadm-1.34.4 kubelet-1.34.4 kubectl-1.34.4 cri-tools",
        "kylin-v10 | yum | install kubeadm-1.34.4 kubelet-1.34.4 kubectl-1.34.4 cri-tools"
      })
  void whatTheImageLacksIsInstalledInTheOrderedVersion(
      String profile, String manager, String packages) throws Exception {
    imageHolds("1.33.1");
    machine.program(manager, ScriptedMachine.noted(manager) + "\n" + installs("1.34.4"));
    desk.mint(bundle(profile, NodeSamples.with(NodeSamples.packagesFrom(MIRROR))));

    assertThat(machine.boot()).as(machine::log).isZero();

    assertThat(machine.calls())
        .anyMatch(call -> call.startsWith(manager + " ") && call.contains(packages));
    assertThat(machine.text("etc/containerd/config.toml")).startsWith("version = 2\n");
    assertThat(machine.calls()).contains("systemctl restart containerd");
  }

  @Test
  void whatTheImageHoldsInTheOrderedVersionIsNotFetched() throws Exception {
    machine.program("apt-get", ScriptedMachine.noted("apt-get"));
    desk.mint(bundle("debian-12", NodeSamples.with(NodeSamples.packagesFrom(MIRROR))));

    assertThat(machine.boot()).as(machine::log).isZero();

    assertThat(machine.calls()).noneMatch(call -> call.startsWith("apt-get"));
    assertThat(machine.log()).contains("this image holds Kubernetes v1.34.4 already");
    assertThat(root.resolve("etc/containerd/config.toml")).doesNotExist();
  }

  @Test
  void aManagersOwnWordsAreToldWhenItFails() throws Exception {
    imageHolds("1.33.1");
    machine.program("apt-get", "echo 'E: The repository is not signed.' >&2; exit 100");
    desk.mint(bundle("debian-12", NodeSamples.with(NodeSamples.packagesFrom(MIRROR))));

    assertThat(machine.boot()).isEqualTo(1);

    assertThat(desk.pings().getLast().text())
        .contains("FAILED: apt-get update failed: E: The repository is not signed.");
  }

  @Test
  void keepalivedIsGivenTheInterfaceOfTheMachinesAddress() throws Exception {
    machine.program("keepalived", "exit 0");
    machine.program(
        "ip",
        "echo '1: lo    inet 127.0.0.1/8 scope host lo'\n"
            + "echo '2: eth9    inet 10.0.0.110/24 brd 10.0.0.255 scope global eth9'\n"
            + "echo '3: ens3    inet 10.0.0.11/24 brd 10.0.0.255 scope global dynamic ens3'");
    desk.mint(bundle("debian-12", keptByKeepalived()));

    assertThat(machine.boot()).as(machine::log).isZero();

    assertThat(machine.text("etc/keepalived/caisson-interface.conf"))
        .isEqualTo("$INTERFACE=ens3\n");
    assertThat(machine.calls())
        .containsSubsequence(
            "systemctl restart keepalived",
            "kubeadm init --config " + root + "/run/caisson/kubeadm.yaml --skip-token-print");
  }

  @Test
  void anImageWithoutKeepalivedIsNamed() throws Exception {
    desk.mint(bundle("debian-12", keptByKeepalived()));
    assertThat(machine.boot()).isEqualTo(1);
    assertThat(machine.text("console"))
        .contains("needs keepalived, which this image does not have");
  }

  @Test
  void volumesAreFoundByTheirIdsFormattedOnceAndMountedBeforeAnythingRuns() throws Exception {
    volumes("exit 2");
    desk.mint(withVolumes());

    assertThat(machine.boot()).as(machine::log).isZero();

    String byId = root + "/dev/disk/by-id/";
    assertThat(machine.calls())
        .containsSubsequence(
            "mkfs.ext4 -q -F " + byId + "virtio-0a1b2c3d-0000-4000-8",
            "mount " + byId + "virtio-0a1b2c3d-0000-4000-8 " + root + "/var/lib/containerd",
            "mkfs.ext4 -q -F " + byId + "scsi-0QEMU_QEMU_HARDDISK_" + ETCD_VOLUME,
            "mount " + byId + "scsi-0QEMU_QEMU_HARDDISK_" + ETCD_VOLUME + " " + root + ETCD_PATH,
            "systemctl enable --now containerd");
    assertThat(machine.text("etc/fstab"))
        .contains("UUID=1 / ext4 rw 0 1\n")
        .endsWith(
            "UUID=uuid-1 /var/lib/containerd ext4 defaults 0 2\n"
                + "UUID=uuid-1 /var/lib/etcd ext4 defaults 0 2\n");
  }

  @Test
  void aVolumeThatHoldsSomethingIsNeverFormatted() throws Exception {
    volumes("echo xfs");
    desk.mint(withVolumes());
    assertThat(machine.boot()).isEqualTo(1);
    assertThat(machine.text("console")).contains("holds xfs already, and is not formatted");
    assertThat(machine.calls()).noneMatch(call -> call.startsWith("mkfs"));
  }

  @Test
  void aVolumeOfAnEarlierBootIsMountedAsItIs() throws Exception {
    volumes("echo ext4");
    desk.mint(withVolumes());
    assertThat(machine.boot()).as(machine::log).isZero();
    assertThat(machine.calls())
        .noneMatch(call -> call.startsWith("mkfs"))
        .anyMatch(call -> call.endsWith("/var/lib/etcd"));
  }

  @Test
  void aVolumeThatIsNotPluggedInIsNamed() throws Exception {
    desk.mint(withVolumes());
    assertThat(machine.boot()).isEqualTo(1);
    assertThat(machine.text("console")).contains(DATA_VOLUME + " for /var/lib/containerd is not");
  }

  /** Two disks as hypervisors show them, and programs that say what is on them. */
  private void volumes(String found) throws Exception {
    machine.write("dev/disk/by-id/virtio-0a1b2c3d-0000-4000-8", "");
    machine.write("dev/disk/by-id/virtio-ffffffff-0000-4000-8", "");
    machine.write("dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_" + ETCD_VOLUME, "");
    machine.write("dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_" + ETCD_VOLUME + "-part1", "");
    machine.program("blkid", "case \"$*\" in *UUID*) echo uuid-1;; *) " + found + ";; esac");
    for (String noted : List.of("mkfs.ext4", "mount", "umount", "rmdir")) {
      machine.program(noted, ScriptedMachine.noted(noted));
    }
  }

  private static byte[] withVolumes() {
    return Bundle.tar(
        new BundleContent(Samples.init("1.34.4"), Samples.pki(), OsProfiles.named("debian-12"))
            .with(
                List.of(
                    new Mount(DATA_VOLUME, Mount.Folder.CONTAINERS),
                    new Mount(ETCD_VOLUME, Mount.Folder.ETCD))));
  }

  private void imageHolds(String version) throws Exception {
    machine.kubeadm(version, "exit 0");
    machine.program("kubelet", "echo Kubernetes v" + version);
  }

  /** Replaces the programs of the image, as a package manager would. */
  private String installs(String version) {
    Path bin = root.resolve("bin");
    return "printf '#!/bin/sh\\necho v%1$s\\n' >%2$s/kubeadm\nprintf '#!/bin/sh\\necho Kubernetes v%1$s\\n' >%2$s/kubelet"
        .formatted(version, bin);
  }

  private static Surroundings keptByKeepalived() {
    return Surroundings.PLAIN.with(
        new VirtualAddress(
            "10.0.0.5",
            new TreeMap<>(Map.of(1, "10.0.0.11", 2, "10.0.0.12", 3, "10.0.0.13")),
            Keeper.KEEPALIVED));
  }

  private static byte[] bundle(String profile, Surroundings around) {
    return Bundle.tar(
        new BundleContent(
            Samples.init("1.34.4"), Samples.pki(), OsProfiles.named(profile), around));
  }
}
