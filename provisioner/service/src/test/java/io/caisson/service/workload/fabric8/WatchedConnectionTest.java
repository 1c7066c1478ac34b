package io.caisson.service.workload.fabric8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caisson.service.bootstrap.pki.CertificateAuthority;
import io.caisson.service.bootstrap.pki.ServiceIdentity;
import io.caisson.service.bootstrap.pki.TlsCredential;
import io.caisson.service.meters.Meters;
import io.caisson.simulator.kubeapi.ApiListeners;
import io.caisson.spi.kubernetes.ApiWatch;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An API server that speaks HTTP/2, as real ones do: all calls of a cluster share a connection. */
@Timeout(60)
class WatchedConnectionTest {
  private static final String GROUPS =
      """
      {"kind":"APIGroupList","groups":[{"name":"certificates.k8s.io",
       "versions":[{"groupVersion":"certificates.k8s.io/v1","version":"v1"}]}]}
      """;
  private static final String RESOURCES =
      """
      {"kind":"APIResourceList","groupVersion":"v1","resources":[]}
      """;

  private final CertificateAuthority authority = ScriptedApiServer.MINT.authority("kubernetes");
  private final ApiListeners listeners = new ApiListeners();
  private final Fabric8Kubernetes kubernetes =
      new Fabric8Kubernetes(Duration.ofSeconds(20), Duration.ofMillis(500), Meters.unread());
  private final Map<String, Integer> callers = new ConcurrentHashMap<>();
  private final AtomicInteger watches = new AtomicInteger();
  private volatile int health = 200;

  @AfterEach
  void close() {
    kubernetes.close();
    listeners.close();
  }

  @Test
  void watchesUseTheConnectionThatIsThere() {
    KubernetesApi api = dial();
    assertThat(api.ready()).isTrue();

    api.watch(() -> {});
    await().until(() -> watches.get() == 2);

    assertThat(api.ready()).isTrue();
    assertThat(callers.values()).as("ports that calls came from").containsOnly(port("/readyz"));
  }

  @Test
  void noWatchKeepsAConnectionThatWentBad() {
    AtomicInteger rings = new AtomicInteger();
    KubernetesApi api = dial();
    assertThat(api.ready()).isTrue();
    ApiWatch watch = api.watch(rings::incrementAndGet);
    await().until(() -> watches.get() == 2);
    int before = port("/readyz");

    health = 500;
    assertThat(api.ready()).isFalse();
    health = 200;

    await().until(() -> !watch.listens());
    await().until(() -> api.ready() && port("/readyz") != before);
    await().until(() -> rings.get() == 1);
  }

  @Test
  void aWatchOnAConnectionThatFellSilentEnds() throws IOException {
    AtomicInteger rings = new AtomicInteger();
    try (Relay relay = new Relay(listen())) {
      KubernetesApi api = dial(relay.port());
      assertThat(api.ready()).isTrue();
      ApiWatch watch = api.watch(rings::incrementAndGet);
      await().until(() -> watches.get() == 2);
      await().during(Duration.ofSeconds(2)).until(watch::listens);

      relay.fallSilent();

      await().until(() -> !watch.listens());
      await().until(() -> rings.get() == 1);
    }
  }

  @Test
  void theEndOfOneWatchIsNotThatOfTheNext() {
    KubernetesApi api = dial();
    ApiWatch first = api.watch(() -> {});
    await().until(() -> watches.get() == 2);

    first.close();
    ApiWatch second = api.watch(() -> {});
    await().until(() -> watches.get() == 4);

    assertThat(api.ready()).isTrue();
    assertThat(second.listens()).isTrue();
  }

  private int port(String path) {
    return callers.getOrDefault(path, 0);
  }

  private void answer(HttpServerRequest request) {
    assertThat(request.version()).isEqualTo(HttpVersion.HTTP_2);
    callers.put(request.path(), request.remoteAddress().port());
    if (request.getParam("watch") != null) {
      request.response().writeHead();
      watches.incrementAndGet();
      return;
    }
    request
        .response()
        .setStatusCode(health)
        .putHeader("Content-Type", "application/json")
        .end(
            switch (request.path()) {
              case "/apis" -> GROUPS;
              case "/api/v1" -> RESOURCES;
              default -> "ok";
            });
  }

  private KubernetesApi dial() {
    return dial(listen());
  }

  private int listen() {
    TlsCredential own = ScriptedApiServer.MINT.server(authority, List.of("127.0.0.1"));
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(0)
            .setSsl(true)
            .setUseAlpn(true)
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .setCertValue(Buffer.buffer(own.certificate()))
                    .setKeyValue(Buffer.buffer(own.privateKey())));
    return listeners.listen(options, this::answer).port();
  }

  private KubernetesApi dial(int port) {
    return kubernetes.dial(
        URI.create("https://127.0.0.1:" + port),
        authority.certificate(),
        ScriptedApiServer.MINT.client(authority, ServiceIdentity.BOUND));
  }
}
