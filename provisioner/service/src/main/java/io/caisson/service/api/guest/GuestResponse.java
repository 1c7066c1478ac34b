package io.caisson.service.api.guest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One response, whole. Bodies that are no bundle are a line of plain text. */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
record GuestResponse(int status, Map<String, String> headers, byte[] body) {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  static GuestResponse text(int status, String text) {
    return text(status, text, Map.of());
  }

  static GuestResponse askAgain(Duration after) {
    String seconds = Long.toString(Math.max(1, after.toSeconds()));
    return text(503, "not yet", Map.of("Retry-After", seconds));
  }

  static GuestResponse onlyBy(String method) {
    return text(405, "only " + method, Map.of("Allow", method));
  }

  static GuestResponse of(GuestAnswer answer) {
    return switch (answer) {
      case GuestAnswer.HandedOut(byte[] tar) ->
          new GuestResponse(200, Map.of("Content-Type", "application/x-tar"), tar);
      case GuestAnswer.AskAgain(Duration after) -> askAgain(after);
      case GuestAnswer.Taken() -> new GuestResponse(204, Map.of(), new byte[0]);
      case GuestAnswer.Refused() -> refused();
      case GuestAnswer.Spent() -> text(410, "the bundle was handed out already");
    };
  }

  static GuestResponse refused() {
    return text(401, "wrong machine or secret", Map.of("WWW-Authenticate", "Bearer"));
  }

  /** With the header {@code Date} (RFC 9110, 5.6.7). */
  GuestResponse at(Instant now) {
    Map<String, String> dated = new TreeMap<>(headers);
    dated.put("Date", HTTP_DATE.format(now));
    return new GuestResponse(status, dated, body);
  }

  private static GuestResponse text(int status, String text, Map<String, String> headers) {
    Map<String, String> all = new TreeMap<>(headers);
    all.put("Content-Type", "text/plain; charset=utf-8");
    return new GuestResponse(status, all, (text + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
