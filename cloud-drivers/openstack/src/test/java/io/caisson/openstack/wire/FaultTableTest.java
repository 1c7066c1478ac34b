package io.caisson.openstack.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.spi.cloud.CloudFault;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table against answers that services gave; most were recorded from a real OpenStack Zed. */
class FaultTableTest {
  private static final Instant NOW = Instant.parse("2026-11-20T18:00:00Z");
  private final FaultTable table = new FaultTable(InstantSource.fixed(NOW));

  private record Recorded(String name, JsonNode exchange) {
    Answer answer() {
      Map<String, String> headers = new LinkedHashMap<>();
      exchange
          .path("headers")
          .properties()
          .forEach(h -> headers.put(h.getKey().toLowerCase(Locale.ROOT), h.getValue().asText()));
      return new Answer(exchange.path("status").asInt(), headers, exchange.path("body").asText());
    }

    String text(String field) {
      return exchange.path(field).asText();
    }

    Optional<Long> figure(String field) {
      return exchange.has(field) ? Optional.of(exchange.path(field).asLong()) : Optional.empty();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Recorded> recorded() throws IOException, URISyntaxException {
    Path folder =
        Path.of(Objects.requireNonNull(FaultTableTest.class.getResource("exchanges")).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().map(FaultTableTest::read).toList().stream();
    }
  }

  private static Recorded read(Path file) {
    try {
      return new Recorded(String.valueOf(file.getFileName()), Json.lenient(Files.readString(file)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void aRecordedAnswerMeansItsFault(Recorded recorded) {
    CloudFault fault = table.of(recorded.answer());
    assertThat(fault.getClass().getSimpleName()).isEqualTo(recorded.text("fault"));
    assertThat(fault.text()).isNotBlank();
    switch (fault) {
      case CloudFault.Quota quota -> {
        assertThat(quota.resource()).isEqualTo(recorded.text("resource"));
        assertThat(quota.needed()).isEqualTo(recorded.figure("needed"));
        assertThat(quota.used()).isEqualTo(recorded.figure("used"));
        assertThat(quota.limit()).isEqualTo(recorded.figure("limit"));
      }
      case CloudFault.AddressTaken taken ->
          assertThat(taken.address()).isEqualTo(recorded.text("address"));
      case CloudFault.Throttled throttled ->
          assertThat(throttled.retryAfter()).hasSeconds(recorded.exchange.path("seconds").asLong());
      default -> {}
    }
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void theCloudsOwnWordsAreKept(Recorded recorded) {
    JsonNode body = Json.lenient(recorded.text("body"));
    JsonNode message = body.findPath("message");
    if (message.isTextual()) {
      String words = message.asText().split("<br />", 2)[0].strip();
      assertThat(table.of(recorded.answer()).text()).contains(words);
    }
  }

  @Test
  void theRecordedAnswersCoverEveryFaultThatAnAnswerCanBe() throws Exception {
    assertThat(recorded().map(r -> r.text("fault")).distinct())
        .containsExactlyInAnyOrder(
            "NotFound",
            "Conflict",
            "AddressTaken",
            "Quota",
            "NoCapacity",
            "Invalid",
            "Denied",
            "Unauthenticated",
            "Throttled",
            "Broken");
  }

  @Test
  void aRetryAfterThatNobodyCanReadIsASecond() {
    Answer answer = new Answer(429, Map.of("retry-after", "soon"), "");
    assertThat(table.of(answer))
        .isInstanceOfSatisfying(
            CloudFault.Throttled.class, t -> assertThat(t.retryAfter()).hasSeconds(1));
  }

  @Test
  void aRetryAfterInThePastIsNow() {
    Answer answer = new Answer(429, Map.of("retry-after", "Fri, 20 Nov 2026 17:00:00 GMT"), "");
    assertThat(table.of(answer))
        .isInstanceOfSatisfying(
            CloudFault.Throttled.class, t -> assertThat(t.retryAfter()).isZero());
  }
}
