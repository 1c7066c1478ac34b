package io.caisson.service.api.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caisson.service.bootstrap.ForeignTool;
import io.caisson.service.bootstrap.Samples;
import io.caisson.service.bootstrap.guest.Bundle;
import io.caisson.service.bootstrap.guest.BundleAccess.Verdict.Reason;
import io.caisson.service.bootstrap.guest.BundleContent;
import io.caisson.service.bootstrap.guest.MachineSecret;
import io.caisson.service.bootstrap.guest.Stage;
import io.caisson.service.bootstrap.kubeadm.NodeOrder;
import io.caisson.service.bootstrap.node.OsProfiles;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script that guests run, unchanged, in a file system of its own with a kubeadm that only notes
 * how it was called, against the real listener.
 */
@Timeout(120)
@Order(2)
class BootstrapJourneyTest {
  private static final GuestListenerSettings SETTINGS =
      GuestListenerSettings.at(new InetSocketAddress("127.0.0.1", 0));

  @TempDir private Path root;

  private final MachineSecret secret = MachineSecret.generate(new SecureRandom());
  private final RecordingDesk desk = new RecordingDesk(secret);
  private final TestListener listener = new TestListener(desk, SETTINGS, Clock.systemUTC());

  private ScriptedMachine machine() throws Exception {
    ScriptedMachine machine = new ScriptedMachine(root, secret);
    machine.cloudInit(listener.url(), listener.authority());
    return machine;
  }

  @AfterEach
  void close() {
    listener.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "wget", "python3"})
  void aMachineFetchesItsBundleAndBecomesANode(String client) throws Exception {
    ScriptedMachine machine = machine();
    assumeTrue(ForeignTool.present(client), client + " is not installed");
    machine.link(client);
    desk.mintAfter(1, bundle(Samples.init("1.34.4")));

    assertThat(machine.boot()).as(machine::log).isZero();

    assertThat(desk.stages())
        .containsExactly(
            Stage.BOOTED, Stage.BUNDLE_RECEIVED, Stage.KUBEADM_STARTED, Stage.KUBEADM_DONE);
    assertThat(machine.calls())
        .containsExactly(
            "swapoff -a",
            "modprobe overlay",
            "modprobe br_netfilter",
            "modprobe nf_conntrack",
            "sysctl -p " + root + "/etc/sysctl.d/90-caisson.conf",
            "systemctl daemon-reload",
            "systemctl enable --now containerd",
            "systemctl enable kubelet",
            "kubeadm init --config " + root + "/run/caisson/kubeadm.yaml --skip-token-print");
    assertThat(desk.alarms()).isEmpty();
  }

  @Test
  void theFilesLieWhereKubeadmLooksAndAreRootsOnly() throws Exception {
    ScriptedMachine machine = machine();
    machine.link("curl");
    desk.mint(bundle(Samples.init("1.34.4")));
    machine.boot();
    assertThat(machine.text("etc/kubernetes/pki/ca.crt"))
        .isEqualTo(Samples.pki().kubernetes().certificate());
    assertThat(machine.text("etc/kubernetes/pki/etcd/ca.key"))
        .isEqualTo(Samples.pki().etcd().privateKey());
    assertThat(machine.mode("etc/kubernetes/pki/ca.key")).isEqualTo("rw-------");
    assertThat(machine.mode("etc/kubernetes/pki")).isEqualTo("rwx------");
    assertThat(machine.mode("etc/kubernetes")).isEqualTo("rwxr-xr-x");
    assertThat(machine.mode("var/log/caisson-bootstrap.log")).isEqualTo("rw-------");
    assertThat(machine.text("etc/fstab"))
        .isEqualTo("# swap swap\nUUID=1 / ext4 rw 0 1\n# /sw none swap sw 0 0\n");
  }

  @Test
  void noSecretStaysInTheRuntimeFilesOrTheLog() throws Exception {
    ScriptedMachine machine = machine();
    machine.link("curl");
    desk.mint(bundle(Samples.worker("1.34.4")));
    machine.boot();
    assertThat(root.resolve("run/caisson/kubeadm.yaml")).doesNotExist();
    assertThat(root.resolve("run/caisson/work")).doesNotExist();
    assertThat(machine.log()).doesNotContain(secret.text()).doesNotContain("dddddddddddddddd");
    assertThat(desk.pings()).noneMatch(ping -> ping.text().contains(secret.text()));
  }

  @Test
  void aWorkerJoins() throws Exception {
    ScriptedMachine machine = machine();
    machine.link("curl");
    desk.mint(bundle(Samples.worker("1.34.4")));
    machine.kubeadm(
        "1.34.4",
        "cat \"$3\" >\"$CAISSON_ROOT/seen\"; echo \"kubeadm $1\" >\"$CAISSON_ROOT/calls\"");
    assertThat(machine.boot()).as(machine::log).isZero();
    assertThat(machine.calls()).containsExactly("kubeadm join");
    assertThat(machine.text("seen"))
        .startsWith("apiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration");
    assertThat(root.resolve("etc/kubernetes/pki")).doesNotExist();
  }

  @Test
  void anotherBootLeavesANodeAlone() throws Exception {
    ScriptedMachine machine = machine();
    machine.link("curl");
    desk.mint(bundle(Samples.init("1.34.4")));
    machine.boot();
    List<String> calls = machine.calls();
    assertThat(machine.boot()).isZero();
    assertThat(machine.calls()).isEqualTo(calls);
    assertThat(desk.pings()).hasSize(4);
    assertThat(desk.alarms()).isEmpty();
  }

  @Test
  void kubeadmsOwnWordsReachTheDeskWhenItFails() throws Exception {
    ScriptedMachine machine = machine();
    machine.link("curl");
    desk.mint(bundle(Samples.init("1.34.4")));
    machine.kubeadm("1.34.4", "echo '[ERROR Mem]: the system RAM is too small' >&2; exit 3");

    assertThat(machine.boot()).isEqualTo(1);

    RecordingDesk.Ping last = desk.pings().getLast();
    assertThat(last.stage()).isEqualTo(Stage.FAILED);
    assertThat(last.text())
        .contains("why: [ERROR Mem]: the system RAM is too small")
        .contains("kubeadm init ended with exit status 3");
    assertThat(machine.text("console")).contains("FAILED").contains("[ERROR Mem]");
    assertThat(root.resolve("var/lib/caisson/bootstrap-done")).doesNotExist();
  }

  @Test
  void aMachineWithoutModulesLeavesTheVerdictToKubeadm() throws Exception {
    ScriptedMachine machine = machine();
    machine.link("curl");
    desk.mint(bundle(Samples.init("1.34.4")));
    machine.program("modprobe", "echo 'module not found' >&2; exit 1");
    assertThat(machine.boot()).isZero();
    assertThat(machine.log())
        .contains("did not work: modprobe overlay")
        .contains("module not found");
  }

  @Test
  void aMachineThatIsRefusedSaysSoOnItsConsole() throws Exception {
    ScriptedMachine machine = machine();
    machine.link("curl");
    desk.mint(bundle(Samples.init("1.34.4")));
    String conf = machine.text("etc/caisson/bootstrap.conf");
    Files.writeString(
        root.resolve("etc/caisson/bootstrap.conf"), conf.replace(secret.text(), "B".repeat(43)));
    assertThat(machine.boot()).isEqualTo(1);
    assertThat(machine.text("console")).contains("refuses this machine's bundle (HTTP 401)");
    assertThat(desk.pings()).isEmpty();
    assertThat(machine.calls()).isEmpty();
  }

  @Test
  void aSecondMachineWithTheSameUserDataRaisesAnAlarmAndGetsNoKey(@TempDir Path thief)
      throws Exception {
    ScriptedMachine machine = machine();
    machine.link("curl");
    desk.mint(bundle(Samples.init("1.34.4")));
    machine.boot();
    Files.createDirectories(thief.resolve("etc"));
    ForeignTool.run(
        "cp", "-r", root.resolve("etc/caisson").toString(), thief.resolve("etc").toString());
    assertThat(machine.boot(thief)).isEqualTo(1);
    assertThat(desk.alarms()).containsExactly(Reason.AFTER_ACKNOWLEDGEMENT);
    assertThat(thief.resolve("etc/kubernetes")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "wget", "python3"})
  void aListenerOfAnotherAuthorityIsToldNothing(String client) throws Exception {
    ScriptedMachine machine = machine();
    assumeTrue(ForeignTool.present(client), client + " is not installed");
    machine.link(client);
    desk.mint(bundle(Samples.init("1.34.4")));
    machine.cloudInit(listener.url(), TestListener.MINT.authority("somebody else"));
    assertThat(machine.boot()).isEqualTo(1);
    assertThat(desk.pings()).isEmpty();
    assertThat(machine.log())
        .contains("no bundle within 1 s (HTTP 000)")
        .containsIgnoringCase("certificate");
  }

  @Test
  void anImageWithoutAnyClientSaysWhatItLacks() throws Exception {
    ScriptedMachine machine = machine();
    assertThat(machine.boot()).isEqualTo(1);
    assertThat(machine.text("console")).contains("neither curl nor GNU wget nor python3");
  }

  @Test
  void busyboxIsNoGnuWget() throws Exception {
    ScriptedMachine machine = machine();
    machine.program("wget", "echo 'BusyBox v1.35.0' >&2; exit 1");
    assertThat(machine.boot()).isEqualTo(1);
    assertThat(machine.text("console")).contains("neither curl nor GNU wget nor python3");
  }

  private static byte[] bundle(NodeOrder order) {
    return Bundle.tar(new BundleContent(order, Samples.pki(), OsProfiles.named("ubuntu-24.04")));
  }
}
