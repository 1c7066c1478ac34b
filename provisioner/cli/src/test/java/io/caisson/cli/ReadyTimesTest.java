package io.caisson.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadyTimesTest {
  private static final String SERVER = "9f6e9bd8-0000-4000-8000-000000000000";

  private final ArrayNode runs = Http.JSON.createArrayNode();
  private final ObjectNode nodes = Http.JSON.createObjectNode();

  ReadyTimesTest() {
    runs.addObject().put("server", SERVER).put("from", "2026-11-20T10:00:00.5Z");
    runs.addObject().put("server", SERVER).put("from", "2026-11-20T11:00:00Z");
    ObjectNode node = nodes.putArray("items").addObject();
    node.putObject("metadata").put("name", "demo-worker-1");
    node.putObject("status")
        .putArray("conditions")
        .addObject()
        .put("type", "Ready")
        .put("status", "True")
        .put("lastTransitionTime", "2026-11-20T10:00:12Z");
  }

  @Test
  void eachMachineCountsFromItsFirstPowerOn() {
    ReadyTimes times =
        new ReadyTimes(
            runs, nodes, List.of("demo-worker-1-9f6e9bd8 running 10.77.0.9 1.34.4 memory=112MiB"));

    assertThat(times.table(List.of(machine("Its guest has booted."))).toString())
        .containsPattern("worker-1 +2\\.2 s +11\\.5 s +112MiB");
  }

  @Test
  void whatIsNotKnownIsSaid() {
    ReadyTimes times = new ReadyTimes(Http.JSON.createArrayNode(), nodes, List.of());

    assertThat(times.table(List.of(machine("Being created."))).toString())
        .containsPattern("worker-1 +unknown +unknown +unknown");
  }

  private static JsonNode machine(String told) {
    ObjectNode machine = Http.JSON.createObjectNode();
    machine.put("id", "worker-1").put("name", "demo-worker-1").put("server", SERVER);
    machine.putArray("timeline").addObject().put("at", "2026-11-20T10:00:02.7Z").put("text", told);
    return machine;
  }
}
