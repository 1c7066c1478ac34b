package io.caisson.service.workload.fabric8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caisson.contract.kubernetes.Kubeconfig;
import io.caisson.service.bootstrap.pki.TlsCredential;
import io.caisson.service.meters.Meters;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which versions of the API are spoken with which release. */
@Timeout(60)
class DialectTest {
  @ParameterizedTest
  @CsvSource({
    "v1.15.12, v1beta1, v1beta1, v1beta1, false",
    "v1.18.20, v1beta1, v1beta1, v1beta1, true",
    "v1.20.15, v1beta1, v1beta1, v1, true",
    "v1.21.14, v1, v1beta1, v1, true",
    "v1.22.17, v1, v1, v1, true",
    "v1.34.4, v1, v1, v1, true"
  })
  void aReleaseIsSpokenToAsItServes(
      String release, String budgets, String evictions, String certificates, boolean apply) {
    try (SimulatedCluster cluster = new SimulatedCluster(release);
        KubernetesClient client = client(cluster.kubeconfig())) {
      assertThat(Dialect.of(client))
          .isEqualTo(new Dialect(budgets, evictions, certificates, apply));
    }
  }

  @Test
  void aClusterIsAskedOnceAndAgainWhenAListIsNotFound() throws IOException {
    AtomicBoolean upgraded = new AtomicBoolean();
    try (ScriptedApiServer server =
            new ScriptedApiServer(
                exchange -> {
                  String path = exchange.getRequestURI().getPath();
                  boolean old = path.contains("v1beta1");
                  int status = old == upgraded.get() && path.contains("policy") ? 404 : 200;
                  ScriptedApiServer.send(exchange, status, answer(path, upgraded.get()));
                });
        Fabric8Kubernetes kubernetes =
            new Fabric8Kubernetes(Duration.ofSeconds(10), Meters.unread())) {
      KubernetesApi api = server.dialedBy(kubernetes);
      api.budgets().in("a");
      api.budgets().in("a");
      assertThat(asked(server)).isEqualTo(1);

      upgraded.set(true);
      assertThatExceptionOfType(KubernetesException.class)
          .isThrownBy(() -> api.budgets().in("a"))
          .matches(e -> e.kind() == Kind.NOT_FOUND);
      assertThat(api.budgets().in("a")).isEmpty();
      assertThat(asked(server)).isEqualTo(2);
    }
  }

  private static long asked(ScriptedApiServer server) {
    return server.requests().stream().filter("GET /apis"::equals).count();
  }

  private static String answer(String path, boolean modern) {
    return switch (path) {
      case "/apis" ->
          "{\"kind\":\"APIGroupList\",\"groups\":[{\"name\":\"policy\",\"versions\":[{\"groupVersion\":\"policy/%s\"}]}]}"
              .formatted(modern ? "v1" : "v1beta1");
      case "/api/v1" -> "{\"kind\":\"APIResourceList\",\"resources\":[]}";
      default ->
          "{\"kind\":\"PodDisruptionBudgetList\",\"apiVersion\":\"policy/%s\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]}"
              .formatted(modern ? "v1" : "v1beta1");
    };
  }

  private static KubernetesClient client(Kubeconfig who) {
    TlsCredential admin = new TlsCredential(who.certificate(), who.pkcs8Key());
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(who.server().toString())
            .withCaCertData(encoded(who.authority()))
            .withClientCertData(encoded(admin.certificate()))
            .withClientKeyData(encoded(admin.privateKey()))
            .withClientKeyAlgo("EC")
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static String encoded(String pem) {
    return java.util.Base64.getEncoder()
        .encodeToString(pem.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }
}
