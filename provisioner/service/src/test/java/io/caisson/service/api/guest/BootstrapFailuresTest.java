package io.caisson.service.api.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.service.bootstrap.Samples;
import io.caisson.service.bootstrap.guest.Bundle;
import io.caisson.service.bootstrap.guest.BundleContent;
import io.caisson.service.bootstrap.guest.MachineSecret;
import io.caisson.service.bootstrap.guest.Stage;
import io.caisson.service.bootstrap.node.NodeSamples;
import io.caisson.service.bootstrap.node.OsProfiles;
import io.caisson.service.bootstrap.node.Software;
import io.caisson.service.bootstrap.node.Surroundings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keeps a machine from becoming a node is named, in the last message and on the console. */
@Timeout(120)
class BootstrapFailuresTest {
  private static final GuestListenerSettings SETTINGS =
      GuestListenerSettings.at(new InetSocketAddress("127.0.0.1", 0));

  @TempDir private Path root;

  private final MachineSecret secret = MachineSecret.generate(new SecureRandom());
  private final RecordingDesk desk = new RecordingDesk(secret);
  private TestListener listener = new TestListener(desk, SETTINGS, Clock.systemUTC());
  private ScriptedMachine machine;

  @BeforeEach
  void bootAMachine() throws Exception {
    machine = new ScriptedMachine(root, secret);
    machine.link("curl");
    machine.cloudInit(listener.url(), listener.authority());
  }

  @AfterEach
  void close() {
    listener.close();
  }

  @Test
  void aFullDiskIsNamedBeforeKubeadmRuns() throws Exception {
    machine.program("df", "echo Filesystem; echo '/dev/vda1 20000 19000 1000 95% /'");
    assertThat(failure(Surroundings.PLAIN)).contains("the disk is full: /var/lib has 0 MiB left");
    assertThat(machine.calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"kubeadm", "kubelet", "containerd"})
  void whatTheImageLacksIsNamed(String program) throws Exception {
    machine.remove(program);
    assertThat(failure(Surroundings.PLAIN)).contains("this image has no " + program);
  }

  @Test
  void anotherMinorThanTheOrderedOneIsNamed() throws Exception {
    machine.kubeadm("1.33.13", "exit 1");
    assertThat(failure(Surroundings.PLAIN))
        .contains("kubeadm is v1.33.13, but Kubernetes v1.34.4 was ordered");
  }

  @Test
  void anotherPatchIsAsGood() throws Exception {
    machine.kubeadm("1.34.11", "exit 0");
    desk.mint(bundle(Surroundings.PLAIN));
    assertThat(machine.boot()).isZero();
    assertThat(machine.log()).contains("kubeadm is v1.34.11");
  }

  @Test
  void aMirrorThatCannotBeReachedIsNamed() throws Exception {
    machine.remove("kubeadm");
    assertThat(failure(around(NodeSamples.packagesFrom("https://127.0.0.1:1/kubernetes"))))
        .contains("the package mirror https://127.0.0.1:1/kubernetes/v1.34/deb/ cannot be reached:")
        .containsIgnoringCase("connect");
  }

  @Test
  void aWrongClockIsNamed() throws Exception {
    listener.close();
    Clock slow = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10));
    listener = new TestListener(desk, SETTINGS, slow);
    machine.cloudInit(listener.url(), listener.authority());
    assertThat(failure(Surroundings.PLAIN))
        .containsPattern("this machine's clock is (599|6\\d\\d) s ahead of the service's");
  }

  @Test
  void aRightClockIsNot() throws Exception {
    desk.mint(bundle(Surroundings.PLAIN));
    assertThat(machine.boot()).isZero();
    assertThat(machine.log()).doesNotContain("clock");
  }

  @Test
  void aDownloadThatWasChangedIsRefused() throws Exception {
    assertThat(failure(download("0".repeat(64)))).contains("has not the SHA-256 000000");
    assertThat(root.resolve("opt/bin/kubeadm")).doesNotExist();
  }

  @Test
  void aDownloadThatIsAsPinnedIsInstalledAndTheRuntimeIsConfigured() throws Exception {
    machine.kubeadm("1.34.4", "exit 0");
    machine.program("kubelet", "echo Kubernetes v1.33.1");
    machine.program("systemctl", "[ \"$1\" != daemon-reload ] || " + installed("kubelet"));
    desk.mint(bundle(download(sha256("a program"))));
    assertThat(machine.boot()).as(machine::log).isZero();
    assertThat(machine.text("opt/bin/kubeadm")).isEqualTo("a program");
    assertThat(machine.mode("opt/bin/kubeadm")).isEqualTo("rwxr-xr-x");
    assertThat(machine.text("etc/containerd/config.toml")).startsWith("version = 2\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "failed to pull image registry.k8s.io/etcd:3.6.5-0: not found | an image cannot be pulled:"
            + " registry.k8s.io/etcd:3.6.5-0",
        "x509: certificate has expired or is not yet valid: current time | this machine's clock",
        "write /etc/kubernetes/x: No space left on device | the disk is full",
        "dial tcp 203.0.113.10:6443: i/o timeout | dial tcp 203.0.113.10:6443: i/o timeout",
        "networking.podSubnet: Invalid value: 10.244.0.0/26: the size of pod subnet with mask 26 is"
            + " smaller | kubeadm refuses what it was given: networking.podSubnet: Invalid value"
      })
  void kubeadmsWordsAreToldInShort(String words, String why) throws Exception {
    machine.kubeadm("1.34.4", "echo \"%s\" >&2; exit 1".formatted(words));
    assertThat(failure(Surroundings.PLAIN))
        .contains("why: " + why)
        .contains(words)
        .endsWith("FAILED: kubeadm init ended with exit status 1\n");
  }

  @Test
  void aRuntimeThatDoesNotServeKubernetesIsNamed() throws Exception {
    machine.program("ctr", "echo 'io.containerd.grpc.v1 cri linux/amd64 error'");
    assertThat(failure(Surroundings.PLAIN))
        .contains("containerd does not offer its service for Kubernetes (CRI): io.containerd");
    assertThat(machine.calls()).contains("systemctl restart containerd");
  }

  @Test
  void aRuntimeThatIsLateIsWaitedFor() throws Exception {
    machine.program(
        "ctr",
        "echo x >>\"$CAISSON_ROOT/asked\"; [ \"$(grep -c x \"$CAISSON_ROOT/asked\")\" -lt 3 ] ||"
            + " echo 'io.containerd.grpc.v1    cri    linux/amd64    ok'");
    desk.mint(bundle(Surroundings.PLAIN));
    assertThat(machine.boot()).isZero();
    assertThat(machine.text("asked").lines()).hasSize(3);
  }

  /** Nothing of it reaches the service; so the console alone can say why. */
  @Test
  void aListenerThatCannotBeReachedIsNamedOnTheConsole() throws Exception {
    listener.close();
    assertThat(machine.boot()).isEqualTo(1);
    assertThat(desk.pings()).isEmpty();
    assertThat(machine.text("console"))
        .containsPattern("message 'booted' was not taken \\(HTTP 000\\): .*[Cc]onnect")
        .containsPattern("FAILED: no bundle within 1 s \\(HTTP 000\\): .*[Cc]onnect")
        .doesNotContain(secret.text());
  }

  @Test
  void registriesThatTheImagesRuntimeDoesNotReadAreNamed() throws Exception {
    machine.program("update-ca-certificates", "exit 0");
    assertThat(failure(NodeSamples.around(new Software.InImage())))
        .contains("does not read /etc/containerd/certs.d");
  }

  /** Boots, and gives what the last message says. */
  private String failure(Surroundings around) throws Exception {
    desk.mint(bundle(around));
    assertThat(machine.boot()).isEqualTo(1);
    RecordingDesk.Ping last = desk.pings().getLast();
    assertThat(last.stage()).isEqualTo(Stage.FAILED);
    assertThat(machine.text("console")).contains("FAILED");
    assertThat(last.text()).isNotEmpty();
    assertThat(machine.log()).endsWith(last.text());
    return last.text();
  }

  private Surroundings download(String sha256) throws Exception {
    Files.writeString(root.resolve("offered"), "a program");
    machine.program(
        "curl",
        "case \"$*\" in *mirror.example*) while [ \"$1\" != -o ]; do shift; done; cp %s \"$2\";; *) exec %s \"$@\";; esac"
            .formatted(root.resolve("offered"), "/usr/bin/curl"));
    machine.program("kubelet", "echo none");
    return around(
        new Software.Downloads(
            List.of(
                new Software.Download(
                    URI.create("https://mirror.example/kubeadm"), sha256, "/opt/bin/kubeadm"))));
  }

  private String installed(String program) {
    return "printf '#!/bin/sh\\necho Kubernetes v1.34.4\\n' >%s"
        .formatted(root.resolve("bin").resolve(program));
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }

  private static Surroundings around(Software software) {
    return NodeSamples.with(software);
  }

  private static byte[] bundle(Surroundings around) {
    return Bundle.tar(
        new BundleContent(
            Samples.init("1.34.4"), Samples.pki(), OsProfiles.named("debian-12"), around));
  }
}
