package io.caisson.service.api.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caisson.service.bootstrap.ForeignTool;
import io.caisson.service.bootstrap.Samples;
import io.caisson.service.bootstrap.guest.Bundle;
import io.caisson.service.bootstrap.guest.BundleAccess.Verdict.Reason;
import io.caisson.service.bootstrap.guest.BundleContent;
import io.caisson.service.bootstrap.guest.GuestAccess;
import io.caisson.service.bootstrap.guest.GuestUserData;
import io.caisson.service.bootstrap.guest.MachineSecret;
import io.caisson.service.bootstrap.guest.OsProfile;
import io.caisson.service.bootstrap.guest.Stage;
import io.caisson.service.bootstrap.kubeadm.NodeOrder;
import io.caisson.service.bootstrap.pki.CertificateAuthority;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/**
 * The script that guests run, unchanged, in a file system of its own with a kubeadm that only notes
 * how it was called, against the real listener.
 */
@Timeout(120)
class BootstrapJourneyTest {
  private static final List<String> TOOLS =
      List.of("cat", "date", "grep", "mkdir", "rm", "sed", "tail", "tar", "printf");

  @TempDir private Path root;

  private final MachineSecret secret = MachineSecret.generate(new SecureRandom());
  private final RecordingDesk desk = new RecordingDesk(secret);
  private final TestListener listener = new TestListener(desk);

  @BeforeEach
  void bootAMachine() throws Exception {
    for (String tool : TOOLS) {
      link(tool);
    }
    program("sleep", "exec /bin/sleep 0.05");
    for (String noted : List.of("swapoff", "modprobe", "sysctl", "systemctl", "kubeadm")) {
      program(noted, "echo \"%s $*\" >>\"$CAISSON_ROOT/calls\"".formatted(noted));
    }
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(
        root.resolve("etc/fstab"), "# swap swap\nUUID=1 / ext4 rw 0 1\n/sw none swap sw 0 0\n");
    cloudInit(listener.url(), listener.authority());
  }

  @AfterEach
  void close() {
    listener.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "wget", "python3"})
  void aMachineFetchesItsBundleAndBecomesANode(String client) throws Exception {
    assumeTrue(ForeignTool.present(client), client + " is not installed");
    link(client);
    desk.mintAfter(1, bundle(Samples.init("1.34.4")));

    assertThat(boot()).as(this::log).isZero();

    assertThat(desk.stages())
        .containsExactly(
            Stage.BOOTED,
            Stage.BUNDLE_RECEIVED,
            Stage.PREPARED,
            Stage.KUBEADM_STARTED,
            Stage.KUBEADM_DONE);
    assertThat(calls())
        .containsExactly(
            "swapoff -a",
            "modprobe overlay",
            "modprobe br_netfilter",
            "modprobe nf_conntrack",
            "sysctl -p " + root + "/etc/sysctl.d/90-caisson.conf",
            "systemctl enable --now containerd",
            "systemctl enable kubelet",
            "kubeadm init --config " + root + "/run/caisson/kubeadm.yaml");
    assertThat(desk.alarms()).isEmpty();
  }

  @Test
  void theFilesLieWhereKubeadmLooksAndAreRootsOnly() throws Exception {
    link("curl");
    desk.mint(bundle(Samples.init("1.34.4")));
    boot();
    assertThat(text("etc/kubernetes/pki/ca.crt"))
        .isEqualTo(Samples.pki().kubernetes().certificate());
    assertThat(text("etc/kubernetes/pki/etcd/ca.key")).isEqualTo(Samples.pki().etcd().privateKey());
    assertThat(mode("etc/kubernetes/pki/ca.key")).isEqualTo("rw-------");
    assertThat(mode("etc/kubernetes/pki")).isEqualTo("rwx------");
    assertThat(mode("etc/kubernetes")).isEqualTo("rwxr-xr-x");
    assertThat(mode("var/log/caisson-bootstrap.log")).isEqualTo("rw-------");
    assertThat(text("etc/fstab"))
        .isEqualTo("# swap swap\nUUID=1 / ext4 rw 0 1\n# /sw none swap sw 0 0\n");
  }

  @Test
  void noSecretStaysInTheRuntimeFilesOrTheLog() throws Exception {
    link("curl");
    desk.mint(bundle(Samples.worker("1.34.4")));
    boot();
    assertThat(root.resolve("run/caisson/kubeadm.yaml")).doesNotExist();
    assertThat(root.resolve("run/caisson/work")).doesNotExist();
    assertThat(log()).doesNotContain(secret.text()).doesNotContain("dddddddddddddddd");
    assertThat(desk.pings()).noneMatch(ping -> ping.text().contains(secret.text()));
  }

  @Test
  void aWorkerJoins() throws Exception {
    link("curl");
    desk.mint(bundle(Samples.worker("1.34.4")));
    program(
        "kubeadm",
        "cat \"$3\" >\"$CAISSON_ROOT/seen\"; echo \"kubeadm $1\" >\"$CAISSON_ROOT/calls\"");
    assertThat(boot()).as(this::log).isZero();
    assertThat(calls()).containsExactly("kubeadm join");
    assertThat(text("seen"))
        .startsWith("apiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration");
    assertThat(root.resolve("etc/kubernetes/pki")).doesNotExist();
  }

  @Test
  void anotherBootLeavesANodeAlone() throws Exception {
    link("curl");
    desk.mint(bundle(Samples.init("1.34.4")));
    boot();
    List<String> calls = calls();
    assertThat(boot()).isZero();
    assertThat(calls()).isEqualTo(calls);
    assertThat(desk.pings()).hasSize(5);
    assertThat(desk.alarms()).isEmpty();
  }

  @Test
  void kubeadmsOwnWordsReachTheDeskWhenItFails() throws Exception {
    link("curl");
    desk.mint(bundle(Samples.init("1.34.4")));
    program("kubeadm", "echo '[ERROR Mem]: the system RAM is too small' >&2; exit 3");

    assertThat(boot()).isEqualTo(1);

    RecordingDesk.Ping last = desk.pings().getLast();
    assertThat(last.stage()).isEqualTo(Stage.FAILED);
    assertThat(last.text())
        .contains("[ERROR Mem]: the system RAM is too small")
        .contains("kubeadm init ended with exit status 3");
    assertThat(text("console")).contains("FAILED").contains("[ERROR Mem]");
    assertThat(root.resolve("var/lib/caisson/bootstrap-done")).doesNotExist();
  }

  @Test
  void aMachineWithoutModulesLeavesTheVerdictToKubeadm() throws Exception {
    link("curl");
    desk.mint(bundle(Samples.init("1.34.4")));
    program("modprobe", "echo 'module not found' >&2; exit 1");
    assertThat(boot()).isZero();
    assertThat(log()).contains("did not work: modprobe overlay").contains("module not found");
  }

  @Test
  void aMachineThatIsRefusedSaysSoOnItsConsole() throws Exception {
    link("curl");
    desk.mint(bundle(Samples.init("1.34.4")));
    String conf = text("etc/caisson/bootstrap.conf");
    Files.writeString(
        root.resolve("etc/caisson/bootstrap.conf"), conf.replace(secret.text(), "B".repeat(43)));
    assertThat(boot()).isEqualTo(1);
    assertThat(text("console")).contains("refuses this machine's bundle (HTTP 401)");
    assertThat(desk.pings()).isEmpty();
    assertThat(calls()).isEmpty();
  }

  @Test
  void aSecondMachineWithTheSameUserDataRaisesAnAlarmAndGetsNoKey(@TempDir Path thief)
      throws Exception {
    link("curl");
    desk.mint(bundle(Samples.init("1.34.4")));
    boot();
    Files.createDirectories(thief.resolve("etc"));
    ForeignTool.run(
        "cp", "-r", root.resolve("etc/caisson").toString(), thief.resolve("etc").toString());
    assertThat(boot(thief)).isEqualTo(1);
    assertThat(desk.alarms()).containsExactly(Reason.AFTER_ACKNOWLEDGEMENT);
    assertThat(thief.resolve("etc/kubernetes")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "wget", "python3"})
  void aListenerOfAnotherAuthorityIsToldNothing(String client) throws Exception {
    assumeTrue(ForeignTool.present(client), client + " is not installed");
    link(client);
    desk.mint(bundle(Samples.init("1.34.4")));
    cloudInit(listener.url(), TestListener.MINT.authority("somebody else"));
    assertThat(boot()).isEqualTo(1);
    assertThat(desk.pings()).isEmpty();
    assertThat(log())
        .contains("no bundle within 1 s (HTTP 000)")
        .containsIgnoringCase("certificate");
  }

  @Test
  void anImageWithoutAnyClientSaysWhatItLacks() throws Exception {
    assertThat(boot()).isEqualTo(1);
    assertThat(text("console")).contains("neither curl nor GNU wget nor python3");
  }

  @Test
  void busyboxIsNoGnuWget() throws Exception {
    program("wget", "echo 'BusyBox v1.35.0' >&2; exit 1");
    assertThat(boot()).isEqualTo(1);
    assertThat(text("console")).contains("neither curl nor GNU wget nor python3");
  }

  private static byte[] bundle(NodeOrder order) {
    return Bundle.tar(new BundleContent(order, Samples.pki(), OsProfile.UBUNTU_24_04));
  }

  /** Writes the user-data's files as cloud-init would. */
  private void cloudInit(URI url, CertificateAuthority authority) throws IOException {
    GuestAccess access =
        new GuestAccess(url, authority.certificate(), RecordingDesk.MACHINE, secret);
    Map<String, List<Map<String, String>>> document =
        new Yaml().load(GuestUserData.of("blue-control-1", access));
    for (Map<String, String> file : document.getOrDefault("write_files", List.of())) {
      Path path = root.resolve(required(file, "path").substring(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, required(file, "content"));
    }
  }

  private static String required(Map<String, String> file, String key) {
    return Objects.requireNonNull(file.get(key), key);
  }

  private int boot() throws Exception {
    return boot(root);
  }

  private int boot(Path machine) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", root.resolve("usr/local/sbin/caisson-bootstrap").toString());
    builder.environment().clear();
    builder.environment().put("PATH", root.resolve("bin").toString());
    builder.environment().put("CAISSON_ROOT", machine.toString());
    builder.environment().put("CAISSON_CONSOLE", machine.resolve("console").toString());
    builder.environment().put("CAISSON_PATIENCE", "1");
    builder.redirectErrorStream(true).redirectOutput(root.resolve("output").toFile());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroy();
    }
    assertThat(text("output")).isEmpty();
    return process.exitValue();
  }

  private void link(String tool) throws IOException, InterruptedException {
    String found =
        tool.equals("python3")
            ? ForeignTool.run("python3", "-c", "import sys; print(sys.executable)").text().strip()
            : ForeignTool.run("sh", "-c", "command -v " + tool).text().strip();
    if (found.startsWith("/")) {
      program(tool, "exec %s \"$@\"".formatted(found));
    }
  }

  private void program(String name, String body) throws IOException {
    Path file = root.resolve("bin").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> calls() throws IOException {
    Path file = root.resolve("calls");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private String log() {
    try {
      return text("var/log/caisson-bootstrap.log");
    } catch (IOException e) {
      return e.toString();
    }
  }

  private String text(String path) throws IOException {
    return new String(Files.readAllBytes(root.resolve(path)), UTF_8);
  }

  private String mode(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(path)));
  }
}
