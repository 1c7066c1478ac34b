package io.caisson.service.workload.fabric8;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import io.caisson.service.meters.Meters;
import io.caisson.spi.kubernetes.ApiWatch;
import io.caisson.spi.kubernetes.KubernetesApi;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StreamedWatchTest {
  private static final String GONE =
      event(
          "ERROR",
          "{\"kind\":\"Status\",\"code\":410,\"message\":\"too old resource version: 1 (2)\"}");

  private final Fabric8Kubernetes kubernetes =
      new Fabric8Kubernetes(Duration.ofSeconds(20), Meters.unread());
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger rings = new AtomicInteger();

  @AfterEach
  void close() {
    end.countDown();
    kubernetes.close();
  }

  @Test
  void onlyWhatALookWouldSeeIsToldOf() throws Exception {
    List<String> events =
        List.of(
            event("ADDED", node("n1", "True", "10:00:00")),
            event("MODIFIED", node("n1", "True", "10:05:00")),
            event("BOOKMARK", "{\"kind\":\"Node\",\"metadata\":{\"resourceVersion\":\"7\"}}"),
            event("MODIFIED", node("n1", "Unknown", "10:05:00")),
            event("MODIFIED", node("n1", "Unknown", "10:10:00")),
            event("DELETED", node("n1", "Unknown", "10:10:00")),
            event("DELETED", node("n2", "True", "10:10:00")));

    watchUntilItsEnd(events);

    assertThat(rings).as("come, silent, gone, and the end").hasValue(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>It works</html>", "{}", "[]", "{\"type\":\"ADDED\"}"})
  void whatIsNoEventEndsIt(String line) throws Exception {
    watchUntilItsEnd(List.of(line, event("ADDED", node("n1", "True", "10:00:00"))));

    assertThat(rings).as("the end").hasValue(1);
  }

  @Test
  void aVersionThatIsTooOldEndsIt() throws Exception {
    watchUntilItsEnd(List.of(GONE, event("ADDED", node("n1", "True", "10:00:00"))));

    assertThat(rings).as("the end").hasValue(1);
  }

  @Test
  void aRefusedOneHasEnded() throws Exception {
    try (ScriptedApiServer server =
        new ScriptedApiServer(
            exchange -> {
              if (watches(exchange)) {
                ScriptedApiServer.send(exchange, 403, "{}");
              } else {
                discover(exchange);
              }
            })) {
      ApiWatch watch = server.dialedBy(kubernetes).watch(rings::incrementAndGet);

      await().until(() -> rings.get() == 1);
      assertThat(watch.listens()).isFalse();
    }
  }

  @Test
  void aClosedOneTellsNothing() throws Exception {
    try (ScriptedApiServer server = new ScriptedApiServer(exchange -> hold(exchange))) {
      ApiWatch watch = server.dialedBy(kubernetes).watch(rings::incrementAndGet);
      await()
          .until(
              () -> server.requests().stream().filter(one -> one.contains("watch=")).count() == 2);

      watch.close();

      assertThat(watch.listens()).isFalse();
      assertThat(rings).hasValue(0);
    }
  }

  @Test
  void whoClosesTheApiEndsItsWatch() throws Exception {
    try (ScriptedApiServer server = new ScriptedApiServer(exchange -> hold(exchange))) {
      KubernetesApi api = server.dialedBy(kubernetes);
      ApiWatch watch = api.watch(rings::incrementAndGet);

      api.close();

      await().until(() -> !watch.listens());
    }
  }

  /** The events of Nodes, and then the answer's end; what it tells of requests does not end. */
  private void watchUntilItsEnd(List<String> events) throws Exception {
    try (ScriptedApiServer server =
        new ScriptedApiServer(
            exchange -> {
              if (exchange.getRequestURI().getPath().endsWith("/nodes")) {
                send(exchange, events);
              } else {
                hold(exchange);
              }
            })) {
      ApiWatch watch = server.dialedBy(kubernetes).watch(rings::incrementAndGet);
      await().until(() -> !watch.listens());
      end.countDown();
    }
  }

  private void hold(HttpExchange exchange) throws IOException {
    if (!watches(exchange)) {
      discover(exchange);
      return;
    }
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().flush();
    try {
      end.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, List<String> events) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    for (String event : events) {
      exchange.getResponseBody().write((event + "\n").getBytes(UTF_8));
    }
  }

  private static boolean watches(HttpExchange exchange) {
    return String.valueOf(exchange.getRequestURI().getQuery()).contains("watch=");
  }

  /** What is served where, as far as it is asked for. */
  private static void discover(HttpExchange exchange) throws IOException {
    String body =
        exchange.getRequestURI().getPath().equals("/apis")
            ? "{\"kind\":\"APIGroupList\",\"groups\":[{\"name\":\"certificates.k8s.io\",\"versions\":[{\"groupVersion\":\"certificates.k8s.io/v1\",\"version\":\"v1\"}]}]}"
            : "{\"kind\":\"APIResourceList\",\"groupVersion\":\"v1\",\"resources\":[]}";
    ScriptedApiServer.send(exchange, 200, body);
  }

  private static String event(String type, String object) {
    return "{\"type\":\"%s\",\"object\":%s}".formatted(type, object);
  }

  private static String node(String name, String ready, String heard) {
    return """
    {"kind":"Node","apiVersion":"v1","metadata":{"name":"%s","uid":"u"},"status":{"conditions":[\
    {"type":"Ready","status":"%s","lastHeartbeatTime":"2026-03-01T%sZ"}]}}\
    """
        .formatted(name, ready, heard);
  }
}
