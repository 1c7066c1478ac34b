package io.caisson.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at a cluster of real machines with the real kubectl, and lets its pods work. */
final class RealCluster {
  private static final String ASKER_SAYS =
      "jsonpath={.status.containerStatuses[0].state.terminated.message}";

  /** A second apart. */
  private static final int PORT_TRIES = 30;

  private final MachineBed bed;
  private final Screen screen;
  private final Path kubeconfig;
  private final Path folder;

  RealCluster(MachineBed bed, Screen screen, Path folder, String kubeconfig) {
    this.bed = bed;
    this.screen = screen;
    this.folder = folder;
    this.kubeconfig = folder.resolve("kubeconfig");
    write(this.kubeconfig, kubeconfig);
  }

  /**
   * Shows all of it; fails if a pod does not come up or cannot reach a Service.
   *
   * @param accepted when the API took the order
   */
  void show(Instant accepted) {
    screen.say("kubectl get nodes:");
    print(kubectl("get", "nodes", "-o", "wide"));
    sinceAccepted(accepted);
    kubectl("-n", "kube-system", "wait", "--for=condition=Ready", "pod", "--all", "--timeout=120s");
    screen.say("every pod of kube-system is Ready:");
    print(kubectl("-n", "kube-system", "get", "pods", "-o", "wide"));
    askByName();
  }

  /** From each machine's power-on to its Node's being Ready, and the memory that it has in use. */
  void readyTimes(JsonNode runs, List<JsonNode> machines) {
    List<String> lines = bed.ask(bed.machines()).lines().toList();
    JsonNode nodes = json(kubectl("get", "nodes", "-o", "json"));
    screen.say("the machines:");
    print(new ReadyTimes(runs, nodes, lines).table(machines).toString());
  }

  /**
   * Checks what the labels promise.
   *
   * @return whether it is kept
   */
  boolean guards(Map<String, String> labels) {
    RealGuards guards = new RealGuards(labels, bed, bed::ask);
    if (guards.areWanted()) {
      guards.check(this::kubectl);
      guards.seen().forEach(screen::say);
      guards.wrong().forEach(one -> screen.say("not as the labels ask for: " + one));
    }
    return guards.wrong().isEmpty();
  }

  private void sinceAccepted(Instant accepted) {
    for (JsonNode node : json(kubectl("get", "nodes", "-o", "json")).path("items")) {
      for (JsonNode condition : node.at("/status/conditions")) {
        if (condition.path("type").asText().equals("Ready")) {
          Instant since = Instant.parse(condition.path("lastTransitionTime").asText());
          screen.print(
              "         %s: %s %d s after the API's 202"
                  .formatted(
                      node.at("/metadata/name").asText(),
                      condition.path("status").asText().equals("True") ? "Ready" : "NOT Ready",
                      Duration.between(accepted, since).toSeconds()));
        }
      }
    }
  }

  private void askByName() {
    Path manifest = apply("real-demo.yaml");
    kubectl("rollout", "status", "deployment/hello", "--timeout=120s");
    kubectl("wait", "--for=jsonpath={.status.phase}=Succeeded", "pod/asker", "--timeout=120s");
    screen.say(
        "a pod asked http://hello.default.svc.cluster.local, and was told: "
            + kubectl("get", "pod", "asker", "-o", ASKER_SAYS));
    askByForwardedPort();
    kubectl("delete", "-f", manifest.toString(), "--wait=false");
  }

  private void askByForwardedPort() {
    try (ForwardedPort port = forwardedPort()) {
      Http.Answer answer = Http.plain().ask("GET", "http://" + port.address(), Optional.empty());
      if (!answer.ok()) {
        throw new CommandFailed(
            CommandFailed.Exit.FAILED, "a forwarded port answers " + answer.status());
      }
      screen.say("kubectl port-forward leads to a pod, which says: " + answer.raw().body());
    }
  }

  /** A kubelet may still be about to ask for the certificate that it serves with. */
  private ForwardedPort forwardedPort() {
    List<String> command = command("port-forward", "deployment/hello", ":8080");
    for (int tries = 1; tries < PORT_TRIES; tries++) {
      try {
        return ForwardedPort.open(command);
      } catch (CommandFailed notYet) {
        screen.say("once more: " + notYet.getMessage());
        Pause.of(Duration.ofSeconds(1));
      }
    }
    return ForwardedPort.open(command);
  }

  /** Hands the cluster one of the manifests that are kept with this class. */
  Path apply(String name) {
    Path manifest = folder.resolve(name);
    try (InputStream text = RealCluster.class.getResourceAsStream(name)) {
      Files.write(manifest, text == null ? new byte[0] : text.readAllBytes());
    } catch (IOException unwritable) {
      throw new CommandFailed(CommandFailed.Exit.FAILED, "cannot write " + manifest);
    }
    kubectl("apply", "-f", manifest.toString());
    return manifest;
  }

  /** How it stands now, past the product. */
  RealStanding standing(ClusterApi cluster) {
    return RealStanding.of(bed.etcdMembers(), cluster.get("/api/v1/nodes"));
  }

  String kubectl(String... arguments) {
    return bed.ask(command(arguments));
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(bed.kubectl(), "--kubeconfig"));
    command.add(kubeconfig.toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private void print(String text) {
    screen.print(text.indent(7).stripTrailing());
  }

  static JsonNode json(String text) {
    try {
      return Http.JSON.readTree(text);
    } catch (JsonProcessingException wrong) {
      throw new CommandFailed(
          CommandFailed.Exit.FAILED, "what was printed is no JSON: " + wrong.getOriginalMessage());
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException unwritable) {
      throw new CommandFailed(CommandFailed.Exit.FAILED, "cannot write " + file);
    }
  }
}
