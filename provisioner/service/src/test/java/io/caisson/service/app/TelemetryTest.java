package io.caisson.service.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.caisson.service.traces.Traces;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TelemetryTest {
  private static final Optional<String> PARENT =
      Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

  @Test
  void spansGoToWhomTheEnvironmentNames() throws IOException {
    List<String> told = new CopyOnWriteArrayList<>();
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/",
        call -> {
          told.add(
              call.getRequestURI()
                  + " "
                  + new String(call.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
          call.sendResponseHeaders(200, -1);
          call.close();
        });
    collector.start();
    String url = "http://127.0.0.1:" + collector.getAddress().getPort();
    try {
      work(Telemetry.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", url), InstantSource.system()));
    } finally {
      collector.stop(0);
    }
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith("/v1/traces")
        .contains("look", "caisson");
  }

  @Test
  void withoutOneNothingIsRecorded() {
    Telemetry none = Telemetry.of(Map.of("OTEL_SERVICE_NAME", "x"), InstantSource.system());
    assertThat(none.traces().getClass()).isEqualTo(Traces.class);
    assertThat(work(none)).as("only the sender's place").isEqualTo(PARENT);
  }

  private static Optional<String> work(Telemetry telemetry) {
    Optional<String> inside =
        telemetry
            .traces()
            .work(PARENT, new Traces.Said("look", Map.of()), Traces::current, _ -> "ok");
    telemetry.end().run();
    return inside;
  }
}
