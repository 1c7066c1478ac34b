package io.caisson.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostWaitTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Instant now = Instant.EPOCH;

  @Test
  void itEndsWhenAllHasLeftAndSaysEachReasonOnce() {
    assertThat(
            until(
                there("worker-1", "marked", "2 must stay so"),
                there("worker-1", "marked", "2 must stay so"),
                there("worker-1", "leaves", "its pods to leave"),
                "{}"))
        .isZero();
    assertThat(text()).containsOnlyOnce("2 must stay so").contains("its pods to leave");
  }

  @Test
  void whatHasComeThereMeanwhileIsNamedAndIsAFailure() {
    assertThat(until(there("worker-1", "marked", ""), there("worker-7", "stays", ""))).isEqualTo(1);
    assertThat(text()).contains("worker-7 of cluster prod has come to the host meanwhile");
  }

  @Test
  void whatRefusesIsNotWaitedForAndIsAFailure() {
    assertThat(until(there("worker-1", "refuses", "it has the mark PROTECT"))).isEqualTo(1);
    assertThat(text()).contains("worker-1 of cluster prod stays: it has the mark PROTECT");
  }

  @Test
  void whatIsNotKnownIsWaitedForUntilTheTimeIsOver() {
    String unknown = "{\"unknown\": [{\"project\": \"p1\"}]}";
    assertThat(until(unknown, unknown, "{}")).isZero();
    assertThatThrownBy(() -> until(unknown, unknown, unknown, unknown))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("after 20 s");
  }

  private int until(String... looks) {
    Deque<String> left = new ArrayDeque<>(List.of(looks));
    return new HostWait(
            () -> json(left.removeFirst()),
            () -> now = now.plusSeconds(8),
            new PrintStream(said, true, StandardCharsets.UTF_8),
            () -> now)
        .until(Duration.ofSeconds(20));
  }

  private static String there(String machine, String standing, String reason) {
    return """
    {"clusters": [{"name": "prod", "project": "p1", "machines":
      [{"id": "%s", "standing": "%s", "reason": "%s"}]}]}
    """
        .formatted(machine, standing, reason);
  }

  private static JsonNode json(String text) {
    try {
      return Http.JSON.readTree(text);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private String text() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
