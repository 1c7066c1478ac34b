package io.caisson.service.workload.fabric8;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.service.meters.Meters;
import io.caisson.service.traces.KeptSpans;
import io.caisson.service.traces.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client calls on threads of its own. */
@Timeout(60)
class KubernetesTracesTest {
  private static final Optional<String> PARENT =
      Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

  private final KeptSpans spans = new KeptSpans();
  private final Meters meters = new Meters(new SimpleMeterRegistry(), spans.traces());

  @Test
  void aCallIsPartOfTheWorkThatMakesIt() throws Exception {
    try (Fabric8Kubernetes kubernetes = new Fabric8Kubernetes(Duration.ofSeconds(20), meters);
        ScriptedApiServer server =
            new ScriptedApiServer(exchange -> ScriptedApiServer.send(exchange, 200, "{}"))) {
      var api = server.dialedBy(kubernetes);
      meters
          .traces()
          .work(
              PARENT,
              new Traces.Said("effect", Map.of()),
              () -> {
                api.deleteNode("worker-1");
                return true;
              },
              _ -> "ok");
      api.deleteNode("worker-2");
    }
    assertThat(spans.one("kubernetes DELETE").getParentSpanId())
        .as("the other one is part of no work")
        .isEqualTo(spans.one("effect").getSpanId());
  }
}
