package io.caisson.service.workload.fabric8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import io.caisson.service.meters.Meters;
import io.caisson.spi.kubernetes.ClusterRelease;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** kubeadm's settings while somebody else writes them too. */
@Timeout(60)
class KubeadmSettingsTest {
  private static final String CONFLICT =
      "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"Conflict\",\"message\":\"the"
          + " object has been modified\",\"code\":409}";
  private static final String MAP =
      """
      {"kind": "ConfigMap", "apiVersion": "v1",
       "metadata": {"name": "%s", "namespace": "kube-system", "resourceVersion": "7"},
       "data": {"kubelet": "kind: KubeletConfiguration\\n", "ClusterConfiguration":
       "apiVersion: kubeadm.k8s.io/v1beta4\\nkubernetesVersion: v1.34.4\\n"}}
      """;

  private final Fabric8Kubernetes kubernetes =
      new Fabric8Kubernetes(Duration.ofSeconds(20), Meters.unread());
  private int faster;

  @AfterEach
  void close() {
    kubernetes.close();
  }

  @Test
  void whoeverWasFasterIsReadAndTheWriteIsDoneAgain() throws Exception {
    faster = 2;
    try (ScriptedApiServer server = new ScriptedApiServer(this::answer)) {
      release(server).announce("1.35.4");

      assertThat(writes(server)).isEqualTo(3);
      assertThat(server.requests().subList(2, server.requests().size()))
          .as("each write comes after a read of its own")
          .allMatch(line -> line.endsWith("/kubeadm-config"))
          .extracting(line -> line.substring(0, 3))
          .containsSubsequence("GET", "PAT", "GET", "PAT", "GET", "PAT");
    }
  }

  @Test
  void whoeverIsAlwaysFasterIsToldOf() throws Exception {
    faster = Integer.MAX_VALUE;
    try (ScriptedApiServer server = new ScriptedApiServer(this::answer)) {
      ClusterRelease release = release(server);
      assertThatExceptionOfType(KubernetesException.class)
          .isThrownBy(() -> release.announce("1.35.4"))
          .withMessage("the object has been modified")
          .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
      assertThat(writes(server)).isEqualTo(5);
    }
  }

  private ClusterRelease release(ScriptedApiServer server) {
    return server.dialedBy(kubernetes).release();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    boolean refused = exchange.getRequestMethod().equals("PATCH") && faster-- > 0;
    ScriptedApiServer.send(
        exchange,
        refused ? 409 : 200,
        refused ? CONFLICT : MAP.formatted(path.substring(path.lastIndexOf('/') + 1)));
  }

  private static long writes(ScriptedApiServer server) {
    return server.requests().stream().filter(line -> line.startsWith("PATCH")).count();
  }
}
