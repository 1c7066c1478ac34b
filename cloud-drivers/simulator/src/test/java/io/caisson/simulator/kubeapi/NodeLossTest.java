package io.caisson.simulator.kubeapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.VirtualTimeline;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes whose kubelets fall silent, in virtual time. */
class NodeLossTest {
  private final VirtualTimeline time = new VirtualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
  private final Cluster cluster = cluster();
  private final ClusterClient client = cluster.client("test");

  @BeforeEach
  void twoNodesAndAPodOnEach() {
    for (String node : List.of("n1", "n2")) {
      client.create(Samples.node(node));
      cluster.kubelets().started(node);
      ObjectNode pod = Samples.pod("default", "on-" + node, node).deepCopy();
      Json.child(pod, "spec")
          .withArray("tolerations")
          .addObject()
          .put("key", "node.kubernetes.io/unreachable")
          .put("operator", "Exists")
          .put("effect", "NoExecute")
          .put("tolerationSeconds", 20);
      client.create(pod);
    }
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void aSilentNodeIsUnknownAfterItsGraceAndLosesItsPodsAfterTheirs() {
    cluster.kubelets().stopped("n2");
    live(Duration.ofSeconds(45), "n1");
    assertThat(ready("n2")).isEqualTo("True");
    live(Duration.ofSeconds(15), "n1");
    assertThat(ready("n2")).isEqualTo("Unknown");
    assertThat(taints("n2")).contains("unreachable", "NoExecute");
    assertThat(isDying("on-n2")).isFalse();
    live(Duration.ofSeconds(25), "n1");
    assertThat(isDying("on-n2")).isTrue();
    assertThat(ready("n1")).isEqualTo("True");
    assertThat(isDying("on-n1")).isFalse();
  }

  @Test
  void aNodeThatSpeaksAgainIsReadyWithoutTaints() {
    live(Duration.ofSeconds(70), "n1");
    assertThat(ready("n2")).isEqualTo("Unknown");
    client.changeThrough(
        "status",
        new ClusterClient.Named("nodes", "", "n2"),
        before -> {
          ObjectNode after = before.deepCopy();
          after.set("status", Samples.node("n2").path("status"));
          return after;
        });
    live(Duration.ofSeconds(10), "n1", "n2");
    assertThat(ready("n2")).isEqualTo("True");
    assertThat(taints("n2")).isEqualTo("");
  }

  @Test
  void ifAllAreSilentNobodyIsEvicted() {
    live(Duration.ofMinutes(5));
    assertThat(ready("n1")).isEqualTo("Unknown");
    assertThat(taints("n1") + taints("n2")).contains("NoSchedule").doesNotContain("NoExecute");
    assertThat(isDying("on-n1") || isDying("on-n2")).isFalse();
  }

  /** Lets time pass in which these kubelets renew their leases. */
  private void live(Duration span, String... nodes) {
    for (long s = 0; s < span.toSeconds(); s += 5) {
      for (String node : nodes) {
        ObjectNode lease =
            Json.object().put("kind", "Lease").put("apiVersion", "coordination.k8s.io/v1");
        lease.putObject("metadata").put("name", node).put("namespace", "kube-node-lease");
        lease.putObject("spec").put("renewTime", time.now().toString());
        client.apply(lease);
      }
      time.advance(Duration.ofSeconds(5));
    }
  }

  private String ready(String node) {
    return Json.each(client.get("nodes", "", node).path("status").path("conditions"))
        .filter(c -> c.path("type").asText().equals("Ready"))
        .map(c -> c.path("status").asText())
        .findFirst()
        .orElse("");
  }

  private String taints(String node) {
    JsonNode taints = client.get("nodes", "", node).path("spec").path("taints");
    return taints.isMissingNode() ? "" : taints.toString();
  }

  private boolean isDying(String pod) {
    return client
        .find("pods", "default", pod)
        .map(p -> p.path("metadata").has("deletionTimestamp"))
        .orElse(true);
  }

  private Cluster cluster() {
    KeyPair key = ClusterPki.newKey();
    ClusterPki pki = new ClusterPki(TestCluster.authority(key, "kubernetes"), key.getPrivate());
    return new Cluster(pki, new KubernetesVersion(1, 34, 4), time, new Random(3));
  }
}
