package io.caisson.simulator.faults;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * Reads a rule: {@code kind} is one of {@code latency} ({@code millis}), {@code status} ({@code
 * code}, {@code retryAfter} in seconds), {@code html} ({@code code}), {@code cut}, {@code
 * lost-reply}, {@code list-lag} ({@code of}, {@code millis}), {@code no-capacity}, {@code
 * boot-failure} ({@code text}), {@code guest-hang}; and of each {@code service}, {@code method},
 * {@code path} (or {@code server}, its name), {@code times}, {@code probability}.
 */
final class FaultJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private FaultJson() {}

  static Optional<JsonNode> parse(byte[] bytes) {
    try {
      JsonNode node = MAPPER.readTree(bytes);
      return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JacksonException malformed) {
      return Optional.empty();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /**
   * @throws IllegalArgumentException saying what is wrong
   */
  static FaultRule read(JsonNode wish) {
    return new FaultRule(
        fault(wish),
        where(wish),
        wish.path("times").asInt(-1),
        wish.path("probability").asDouble(1));
  }

  private static Fault fault(JsonNode wish) {
    Duration delay = Duration.ofMillis(wish.path("millis").asLong(0));
    int code = wish.path("code").asInt(503);
    return switch (wish.path("kind").asText("")) {
      case "latency" -> new Fault.Latency(delay);
      case "status" -> new Fault.Status(code, retryAfter(wish));
      case "html" -> new Fault.Html(code);
      case "cut" -> new Fault.CutBefore();
      case "lost-reply" -> new Fault.LostReply();
      case "list-lag" -> new Fault.ListLag(wish.path("of").asText("server"), delay);
      case "no-capacity" -> new Fault.NoCapacity();
      case "boot-failure" -> new Fault.BootFailure(wish.path("text").asText("Boot failed."));
      case "guest-hang" -> new Fault.GuestHang();
      default -> throw new IllegalArgumentException("no such kind of fault: " + wish.path("kind"));
    };
  }

  private static Optional<Duration> retryAfter(JsonNode wish) {
    return wish.has("retryAfter")
        ? Optional.of(Duration.ofSeconds(wish.path("retryAfter").asLong()))
        : Optional.empty();
  }

  private static FaultRule.Where where(JsonNode wish) {
    try {
      return FaultRule.Where.of(
          wish.path("service").asText(".*"),
          wish.path("method").asText(".*"),
          wish.path("path").asText(wish.path("server").asText(".*")));
    } catch (PatternSyntaxException malformed) {
      throw new IllegalArgumentException(
          "not a regular expression: " + malformed.getPattern(), malformed);
    }
  }
}
