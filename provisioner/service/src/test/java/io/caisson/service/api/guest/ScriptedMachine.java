package io.caisson.service.api.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.service.bootstrap.ForeignTool;
import io.caisson.service.bootstrap.guest.GuestAccess;
import io.caisson.service.bootstrap.guest.GuestUserData;
import io.caisson.service.bootstrap.guest.MachineSecret;
import io.caisson.service.bootstrap.node.OsProfiles;
import io.caisson.service.bootstrap.pki.CertificateAuthority;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.yaml.snakeyaml.Yaml;

/**
 * A file system of its own that the script which guests run takes for a machine: with the tools
 * that every image has, and programs that only note how they were called.
 */
final class ScriptedMachine {
  private static final List<String> TOOLS =
      List.of(
          "cat",
          "chmod",
          "cp",
          "date",
          "df",
          "grep",
          "gzip",
          "head",
          "mkdir",
          "printf",
          "rm",
          "sed",
          "sha256sum",
          "tail",
          "tar",
          "timeout");

  private final Path root;
  private final MachineSecret secret;

  ScriptedMachine(Path root, MachineSecret secret) throws IOException, InterruptedException {
    this.root = root;
    this.secret = secret;
    for (String tool : TOOLS) {
      link(tool);
    }
    program("sleep", "exec /bin/sleep 0.05");
    for (String noted : List.of("swapoff", "modprobe", "sysctl", "systemctl")) {
      program(noted, "[ \"$1\" != cat ] || exit 1\n" + noted(noted));
    }
    kubeadm("1.34.4", noted("kubeadm"));
    program("kubelet", "echo Kubernetes v1.34.4");
    program("containerd", "echo containerd github.com/containerd/containerd 1.7.28 abc");
    write("etc/fstab", "# swap swap\nUUID=1 / ext4 rw 0 1\n/sw none swap sw 0 0\n");
  }

  /** Writes the user-data's files as cloud-init would. */
  void cloudInit(URI url, CertificateAuthority authority) throws IOException {
    GuestAccess access =
        new GuestAccess(url, authority.certificate(), RecordingDesk.MACHINE, secret);
    Map<String, List<Map<String, String>>> document =
        new Yaml().load(GuestUserData.of(OsProfiles.named("debian-12"), "blue-control-1", access));
    for (Map<String, String> file : document.getOrDefault("write_files", List.of())) {
      write(required(file, "path").substring(1), required(file, "content"));
    }
  }

  private static String required(Map<String, String> file, String key) {
    return Objects.requireNonNull(file.get(key), key);
  }

  int boot() throws IOException, InterruptedException {
    return boot(root);
  }

  /** Runs this machine's script and programs on another's files. */
  int boot(Path machine) throws IOException, InterruptedException {
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

  void link(String tool) throws IOException, InterruptedException {
    String found =
        tool.equals("python3")
            ? ForeignTool.run("python3", "-c", "import sys; print(sys.executable)").text().strip()
            : ForeignTool.run("sh", "-c", "command -v " + tool).text().strip();
    if (found.startsWith("/")) {
      program(tool, "exec %s \"$@\"".formatted(found));
    }
  }

  void kubeadm(String version, String body) throws IOException {
    program(
        "kubeadm", "[ \"$1\" != version ] || { echo v%s; exit 0; }\n%s".formatted(version, body));
  }

  static String noted(String program) {
    return "echo \"%s $*\" >>\"$CAISSON_ROOT/calls\"".formatted(program);
  }

  void program(String name, String body) throws IOException {
    write("bin/" + name, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(
        root.resolve("bin").resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  void remove(String program) throws IOException {
    Files.delete(root.resolve("bin").resolve(program));
  }

  void write(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  List<String> calls() throws IOException {
    Path file = root.resolve("calls");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  String log() {
    try {
      return text("var/log/caisson-bootstrap.log");
    } catch (IOException e) {
      return e.toString();
    }
  }

  String text(String path) throws IOException {
    return new String(Files.readAllBytes(root.resolve(path)), UTF_8);
  }

  String mode(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(path)));
  }
}
