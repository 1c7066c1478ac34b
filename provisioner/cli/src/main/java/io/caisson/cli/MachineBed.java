package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The scripts that make real machines, and what they have built on this host.
 *
 * @param scripts the folder {@code cloud-drivers/kubernetes-bed}
 * @param home where they keep what they build
 * @param centre the name of the data centre: of its network namespace and all else
 * @param kubernetes the version that machines run
 */
record MachineBed(Path scripts, Path home, String centre, String kubernetes) {
  static final String USUAL_CENTRE = "caisson-dc";
  static final String USUAL_KUBERNETES = "1.34.4";

  /**
   * Of this checkout; the environment can say where things are kept and how the centre is named.
   */
  static MachineBed here(Map<String, String> environment, String kubernetes) {
    String checkout = System.getProperty("caisson.home", ".");
    String cache =
        Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
            .orElse(environment.getOrDefault("HOME", "/root") + "/.cache");
    return new MachineBed(
        Path.of(checkout, "cloud-drivers", "kubernetes-bed").toAbsolutePath(),
        Path.of(environment.getOrDefault("KBED_HOME", cache + "/caisson/kubernetes-bed")),
        environment.getOrDefault("KBED_CENTRE", USUAL_CENTRE),
        bare(kubernetes));
  }

  /** The same for machines of another version. */
  MachineBed of(String version) {
    return new MachineBed(scripts, home, centre, bare(version));
  }

  private static String bare(String version) {
    return version.startsWith("v") ? version.substring(1) : version;
  }

  boolean isBuilt() {
    return Files.exists(home.resolve("guest").resolve(kubernetes).resolve(".done"));
  }

  String rootFileSystem() {
    return home.resolve("guest").resolve("rootfs").toString();
  }

  String kubectl() {
    return home.resolve("bin").resolve("k8s-" + kubernetes).resolve("kubectl").toString();
  }

  /** What the image is called in the cloud; it says what is in it. */
  String image() {
    return "debian-12-kubernetes-v" + kubernetes;
  }

  /** What machines of these are made of, each with the images of its neighbours. */
  static List<String> build(List<MachineBed> beds) {
    List<String> command = new ArrayList<>(List.of(beds.getFirst().script("image.sh")));
    beds.forEach(bed -> command.add(bed.kubernetes));
    return command;
  }

  List<String> centre(String verb) {
    return List.of(script("centre.sh"), verb);
  }

  /** The members of the etcd of the only cluster in this centre. */
  EtcdMembers etcdMembers() {
    return EtcdMembers.of(etcdctl("member", "list"), etcdctl("endpoint", "status"));
  }

  private JsonNode etcdctl(String... words) {
    List<String> command = etcd("--write-out=json");
    command.addAll(List.of(words));
    return RealCluster.json(ask(command));
  }

  /** {@code etcdctl} in a machine of the control plane. */
  List<String> etcd(String... arguments) {
    List<String> command = new ArrayList<>(List.of(script("etcd.sh"), "ctl"));
    command.addAll(List.of(arguments));
    return command;
  }

  /** A command in a machine. */
  List<String> on(String machine, String... command) {
    List<String> whole = new ArrayList<>(List.of(script("machine.sh"), "exec", machine));
    whole.addAll(List.of(command));
    return whole;
  }

  /** The images that kubeadm of this version names. */
  Set<String> images() {
    String kubeadm = home.resolve("bin").resolve("k8s-" + kubernetes).resolve("kubeadm").toString();
    String[] command = {kubeadm, "config", "images", "list", "--kubernetes-version", kubernetes};
    return Set.copyOf(ask(List.of(command)).lines().toList());
  }

  List<String> machines() {
    return List.of(script("machine.sh"), "status");
  }

  /** The same command in the data centre's network. */
  List<String> inside(List<String> command) {
    List<String> all = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + centre, "--"));
    all.addAll(command);
    return all;
  }

  private String script(String name) {
    return scripts.resolve(name).toString();
  }

  /** Runs it with the reader's own screen; answers its exit code. */
  int show(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    return wait(start(builder), command);
  }

  /** Runs it and answers what it printed. */
  String ask(List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = start(builder);
    try {
      String printed = new String(process.getInputStream().readAllBytes());
      int code = wait(process, command);
      if (code != 0) {
        throw failed(command, "exit status " + code + "\n" + printed.strip());
      }
      return printed;
    } catch (IOException broken) {
      throw failed(command, String.valueOf(broken.getMessage()));
    }
  }

  private Process start(ProcessBuilder builder) {
    builder.environment().put("KBED_CENTRE", centre);
    builder.environment().put("KBED_HOME", home.toString());
    try {
      return builder.start();
    } catch (IOException missing) {
      throw failed(builder.command(), String.valueOf(missing.getMessage()));
    }
  }

  private static int wait(Process process, List<String> command) {
    try {
      return process.waitFor();
    } catch (InterruptedException interrupted) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw failed(command, "interrupted");
    }
  }

  private static CommandFailed failed(List<String> command, String why) {
    return new CommandFailed(
        CommandFailed.Exit.FAILED, "%s: %s".formatted(String.join(" ", command), why));
  }
}
