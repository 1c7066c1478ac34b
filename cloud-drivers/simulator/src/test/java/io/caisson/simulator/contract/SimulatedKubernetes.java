package io.caisson.simulator.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.contract.kubernetes.ClusterUnderTest;
import io.caisson.contract.kubernetes.Kubeconfig;
import io.caisson.simulator.kubeapi.Cluster;
import io.caisson.simulator.kubeapi.ClusterClient;
import io.caisson.simulator.kubeapi.ControllerSettings;
import io.caisson.simulator.kubeapi.Json;
import io.caisson.simulator.kubeapi.TestCluster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** A cluster of the simulator, with what {@code kubeadm init} leaves in each. */
final class SimulatedKubernetes implements ClusterUnderTest {
  private static final String OBJECTS = "/io/caisson/simulator/guest/kubeadm/cluster-objects.yaml";

  /** Less than the usual 50 s, more than played nodes take between two signs of life. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final TestCluster cluster =
      new TestCluster(new ControllerSettings("10.244.0.0/16", GRACE));
  private final Kubeconfig kubeconfig;

  SimulatedKubernetes() {
    try {
      Path folder = Files.createTempDirectory("caisson-contract");
      Path file = cluster.kubeconfig(folder, "kubernetes-admin", "system:masters");
      kubeconfig = Kubeconfig.read(file);
      furnish(Files.readString(file));
      Files.delete(file);
      Files.delete(folder);
      cluster.compact();
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  @Override
  public String name() {
    return "the simulator";
  }

  @Override
  public Kubeconfig kubeconfig() {
    return kubeconfig;
  }

  @Override
  public void close() {
    cluster.close();
  }

  private void furnish(String admin) throws IOException {
    ClusterClient client = cluster.client();
    try (InputStream in = Cluster.class.getResourceAsStream(OBJECTS)) {
      byte[] objects = Objects.requireNonNull(in, OBJECTS).readAllBytes();
      Json.yamlDocuments(new String(objects, StandardCharsets.UTF_8)).forEach(client::apply);
    }
    for (String name : List.of("kubeadm-config", "kubelet-config", "kube-proxy")) {
      ObjectNode map = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
      map.putObject("metadata").put("name", name).put("namespace", "kube-system");
      map.putObject("data").put("configuration", "of kubeadm");
      client.apply(map);
    }
    ObjectNode info = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
    info.putObject("metadata").put("name", "cluster-info").put("namespace", "kube-public");
    ObjectNode known = (ObjectNode) Json.yaml(admin);
    known.putArray("users");
    known.putArray("contexts");
    info.putObject("data").put("kubeconfig", known.put("current-context", "").toString());
    client.apply(info);
  }
}
