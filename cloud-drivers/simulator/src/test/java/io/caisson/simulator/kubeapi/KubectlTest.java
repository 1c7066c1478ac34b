package io.caisson.simulator.kubeapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real kubectl, as a user types it. */
class KubectlTest {
  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: default}
      spec:
        replicas: 2
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            terminationGracePeriodSeconds: 1
            containers: [{name: c, image: "app:1"}]
      """;

  @TempDir Path folder;
  private final TestCluster cluster = new TestCluster();
  private Path kubeconfig = Path.of("");

  @BeforeEach
  void aKubectl() throws IOException {
    boolean found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .anyMatch(dir -> Files.isExecutable(Path.of(dir, "kubectl")));
    assumeTrue(found, "no kubectl on the PATH of this machine");
    kubeconfig = cluster.kubeconfig(folder, "kubernetes-admin", "system:masters");
    cluster.client().create(Samples.node("n1"));
    cluster.client().create(Samples.pod("default", "p1", "n1"));
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void listsNodesAndPodsAsTables() throws Exception {
    assertThat(kubectl("get", "nodes"))
        .containsPattern("NAME +STATUS +ROLES +AGE +VERSION")
        .containsPattern("n1 +Ready +<none> +\\d+s +v1.34.4");
    assertThat(kubectl("get", "nodes,pods", "-A", "-o", "wide"))
        .containsPattern("node/n1 +Ready .* 127\\.1\\.2\\.3 ")
        .containsPattern("default +pod/p1 +1/1 +Running");
    assertThat(kubectl("get", "node", "n1", "-o", "yaml")).contains("kind: Node", "name: n1");
    assertThat(kubectl("get", "nodes", "-o", "json")).contains("\"kind\": \"List\"");
    assertThat(kubectl("get", "nodes", "-o", "name")).isEqualTo("node/n1\n");
  }

  @Test
  void readsVersionsAndKinds() throws Exception {
    assertThat(kubectl("version")).contains("Server Version: v1.34.4");
    assertThat(kubectl("cluster-info")).contains("Kubernetes control plane", cluster.url());
    assertThat(kubectl("api-resources"))
        .containsPattern("nodes +no +v1 +false +Node")
        .containsPattern("leases +coordination.k8s.io/v1 +true +Lease");
    assertThat(kubectl("api-versions")).contains("certificates.k8s.io/v1");
    assertThat(kubectl("get", "--raw", "/readyz")).isEqualTo("ok");
  }

  @Test
  void watchesNodes() throws Exception {
    Process watching = start("get", "nodes", "-w", "--request-timeout=4s");
    org.awaitility.Awaitility.await().until(() -> watching.inputReader().readLine() != null);
    cluster.client().create(Samples.node("n2"));
    String rest = new String(watching.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(rest).containsPattern("n2 +Ready");
  }

  @Test
  void createsChangesAndDeletes() throws Exception {
    Path first = folder.resolve("first.yaml");
    Files.writeString(first, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n");
    assertThat(kubectl("create", "-f", first.toString())).contains("created");
    assertThat(kubectl("label", "configmap", "c", "x=y")).contains("labeled");
    assertThat(kubectl("annotate", "node", "n1", "x=y")).contains("annotated");
    assertThat(kubectl("cordon", "n1")).contains("cordoned");
    assertThat(kubectl("get", "nodes")).contains("Ready,SchedulingDisabled");
    assertThat(kubectl("taint", "node", "n1", "k=v:NoSchedule")).contains("tainted");
    assertThat(kubectl("patch", "configmap", "c", "-p", "{\"data\":{\"a\":\"z\"}}"))
        .contains("patched");
    Path file = folder.resolve("c.yaml");
    Files.writeString(file, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: d}\ndata: {k: v}\n");
    assertThat(kubectl("apply", "-f", file.toString())).contains("created");
    Files.writeString(file, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: d}\ndata: {k: w}\n");
    assertThat(kubectl("apply", "-f", file.toString())).contains("configured");
    assertThat(kubectl("get", "cm", "d", "-o", "jsonpath={.data.k}")).isEqualTo("w");
    assertThat(kubectl("delete", "configmap", "c")).contains("deleted");
    assertThat(kubectl("delete", "node", "n1")).contains("deleted");
    assertThat(kubectl("get", "nodes")).contains("No resources found");
  }

  @Test
  void rollsOutWaitsAndDrains() throws Exception {
    for (String name : List.of("n2", "n3")) {
      cluster.client().create(Samples.node(name));
      cluster.cluster().kubelets().started(name);
    }
    Path file = folder.resolve("web.yaml");
    Files.writeString(file, WEB);
    assertThat(kubectl("apply", "--server-side", "-f", file.toString()))
        .contains("deployment.apps/web serverside-applied");
    assertThat(kubectl("apply", "--server-side", "--field-manager=other", "-f", change(file)))
        .contains("Apply failed with 1 conflict", ".spec.replicas");
    assertThat(kubectl("rollout", "status", "deploy/web", "--timeout=20s"))
        .contains("successfully rolled out");
    assertThat(kubectl("wait", "--for=condition=Available", "deploy/web", "--timeout=10s"))
        .contains("condition met");
    assertThat(kubectl("describe", "deploy", "web")).contains("NewReplicaSetAvailable");
    assertThat(kubectl("drain", "n2", "--force", "--timeout=20s")).contains("node/n2 drained");
    assertThat(kubectl("get", "pods", "-l", "app=web", "-o", "wide")).doesNotContain(" n2 ");
    assertThat(kubectl("describe", "node", "n2")).contains("node.kubernetes.io/unschedulable");
    assertThat(kubectl("top", "nodes")).contains("Metrics API not available");
    assertThat(kubectl("logs", "p1")).contains("InternalError");
  }

  private static String change(Path file) throws IOException {
    String other = Files.readString(file).replace("replicas: 2", "replicas: 3");
    return Files.writeString(file.resolveSibling("other.yaml"), other).toString();
  }

  private String kubectl(String... arguments) throws Exception {
    Process process = start(arguments);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  private Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("kubectl", "--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", folder.toString());
    return builder.start();
  }
}
