package io.caisson.service.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caisson.service.traces.KeptSpans;
import io.caisson.simulator.app.Simulator;
import io.caisson.simulator.app.SimulatorOptions;
import io.caisson.simulator.guest.GuestFleet;
import io.caisson.simulator.model.Cidr;
import io.caisson.simulator.model.Timing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole service on a simulated data centre, from the request to the Node that is Ready last.
 */
class TraceToReadyTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SENDER = "00f067aa0ba902b7";
  private static final Timing QUICK =
      new Timing(Duration.ofMillis(100), Duration.ofMillis(50), Duration.ofMillis(50), 0);
  private static final JsonMapper JSON = new JsonMapper();

  private final KeptSpans spans = new KeptSpans();
  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = freePort();
  private final Simulator simulator =
      Simulator.start(
          SimulatorOptions.usual().with(QUICK).with(addresses(port)),
          (dataCentre, timing) -> new GuestFleet(dataCentre, timing, new SecureRandom()));

  @TempDir private Path data;
  private Service service;

  @BeforeEach
  void start() {
    service =
        Service.start(
            new SettingsReader(settings()).read(), new Telemetry(spans.traces(), () -> {}));
  }

  @AfterEach
  void stop() {
    service.close();
    simulator.close();
    http.close();
  }

  @Test
  void oneTraceGoesFromTheRequestToTheNodeThatIsReadyLast() throws Exception {
    String token = token();
    String id = create(token);
    untilCreated(token, id);

    SpanData request = spans.one("POST /api/v1/clusters");
    assertThat(request.getParentSpanId()).isEqualTo(SENDER);
    List<SpanData> ready = spans.named("machine Ready");
    assertThat(ready)
        .extracting(one -> one.getAttributes().get(AttributeKey.stringKey("caisson.machine")))
        .hasSize(2)
        .anyMatch(name -> name.contains("control-plane-1"))
        .anyMatch(name -> name.contains("worker-1"));
    assertThat(ready).allMatch(one -> one.getParentSpanId().equals(request.getSpanId()));
    for (String name : List.of("look", "turn", "effect CreateServer", "cloud compute change")) {
      assertThat(spans.named(name)).as(name).isNotEmpty();
    }
    assertThat(spans.all().stream().filter(one -> isOf(id, one)))
        .as("all that is told of this cluster")
        .isNotEmpty()
        .allMatch(one -> one.getTraceId().equals(TRACE));
  }

  private static boolean isOf(String cluster, SpanData span) {
    return cluster.equals(span.getAttributes().get(AttributeKey.stringKey("caisson.cluster")));
  }

  private String create(String token) throws IOException, InterruptedException {
    String made = "\"flavor\": \"%s\", \"image\": \"%s\"".formatted(of("FLAVOR"), of("IMAGE"));
    String spec =
        """
        {"name": "traced", "kubernetes_version": "1.34.4", "node_groups": [
           {"name": "control-plane", "role": "control-plane", %s}, {"name": "worker", "count": 1, %s}],
         "networking": {"network": "%s"},
         "endpoint": {"type": "floating_address", "external_network": "%s"}}
        """
            .formatted(made, made, of("NETWORK"), of("EXTERNAL_NETWORK"));
    HttpRequest request =
        HttpRequest.newBuilder(url("/api/v1/clusters"))
            .header("X-Auth-Token", token)
            .header("Content-Type", "application/json")
            .header("traceparent", "00-%s-%s-01".formatted(TRACE, SENDER))
            .POST(BodyPublishers.ofString(spec))
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return JSON.readTree(answer.body()).get("id").asText();
  }

  /** Reads the cluster's events up to the one that says so. */
  private void untilCreated(String token, String id) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url("/api/v1/clusters/%s/events".formatted(id)))
            .header("X-Auth-Token", token)
            .build();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                http.send(request, BodyHandlers.ofInputStream()).body(), UTF_8))) {
      assertThat(lines.lines().anyMatch(line -> line.contains("Created: all its machines")))
          .isTrue();
    }
  }

  private String token() throws IOException, InterruptedException {
    String login =
        """
        {"auth": {"identity": {"methods": ["password"], "password": {"user":
           {"name": "%s", "password": "%s", "domain": {"name": "Default"}}}},
         "scope": {"project": {"name": "%s", "domain": {"name": "Default"}}}}}
        """
            .formatted(
                simulator.variable("OS_USERNAME"),
                simulator.variable("OS_PASSWORD"),
                simulator.variable("OS_PROJECT_NAME"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(simulator.variable("OS_AUTH_URL") + "/auth/tokens"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(login))
            .build();
    return http.send(request, BodyHandlers.ofString())
        .headers()
        .firstValue("X-Subject-Token")
        .orElseThrow();
  }

  private Map<String, String> settings() {
    int guests = freePort();
    Map<String, String> settings = new HashMap<>();
    settings.put("CAISSON_DATA", data.toString());
    settings.put("CAISSON_LIST_LAG", "200ms");
    settings.put("CAISSON_API_BIND", "127.0.0.1:" + port);
    settings.put("CAISSON_GUEST_BIND", "127.0.0.1:" + guests);
    settings.put("CAISSON_GUEST_URL", "https://127.0.0.1:" + guests);
    settings.put("CAISSON_KEYSTONE_URL", simulator.variable("OS_AUTH_URL"));
    settings.put("CAISSON_SERVICE_USERNAME", simulator.variable("ADMIN_OS_USERNAME"));
    settings.put("CAISSON_SERVICE_PASSWORD", simulator.variable("ADMIN_OS_PASSWORD"));
    settings.put("CAISSON_SERVICE_PROJECT_NAME", simulator.variable("ADMIN_OS_PROJECT_NAME"));
    return settings;
  }

  private String of(String name) {
    return simulator.variable("CAISSON_" + name);
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Beside those of playgrounds on this machine, and of other runs. */
  private static SimulatorOptions.Addresses addresses(int port) {
    String floating = "127.%d.%d.0/20".formatted(41 + port % 7, port / 7 % 16 * 16);
    return new SimulatorOptions.Addresses(Cidr.parse("127.48.0.0/12"), Cidr.parse(floating));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new IllegalStateException(none);
    }
  }
}
