package io.caisson.contract.proxy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Bad answers that clouds and the things in front of them give. */
public final class Answers {
  private Answers() {}

  /** As keystonemiddleware refuses a token. */
  public static Fault unauthorized() {
    return early(
        Reply.json(
                401,
                """
                {"error": {"code": 401, "title": "Unauthorized", \
                "message": "The request you have made requires authentication."}}\
                """)
            .with("www-authenticate", "Keystone uri=\"http://127.0.0.1/v3\""));
  }

  /** Too many calls; come back after this time. */
  public static Fault throttled(Duration after) {
    return early(tooMany().with("retry-after", Long.toString(after.toSeconds())));
  }

  /** Too many calls; come back at this time, told as an HTTP date. */
  public static Fault throttledUntil(Instant moment) {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(moment.atOffset(ZoneOffset.UTC));
    return early(tooMany().with("retry-after", date));
  }

  /** Too many calls, without a word about when to come back. */
  public static Fault throttled() {
    return early(tooMany());
  }

  private static Reply tooMany() {
    return Reply.json(
        429, "{\"overLimit\": {\"code\": 429, \"message\": \"This request was rate-limited.\"}}");
  }

  /** An error of the API itself, with its JSON body. */
  public static Fault error(int status, String message) {
    return early(errorReply(status, message));
  }

  /** The same, but the cloud has done what it was asked for. */
  public static Fault errorThoughDone(int status, String message) {
    return new Fault.Answer(errorReply(status, message), true);
  }

  private static Reply errorReply(int status, String message) {
    return Reply.json(
        status,
        "{\"error\": {\"code\": %d, \"title\": \"Error\", \"message\": \"%s\"}}"
            .formatted(status, message));
  }

  /** A page of something that stands between. */
  public static Fault html(int status) {
    return early(page(status));
  }

  private static Reply page(int status) {
    return Reply.html(status, "<html><head><title>Gateway</title></head><body>sorry</body></html>");
  }

  /** A status without any body, as load balancers give. */
  public static Fault empty(int status) {
    return early(Reply.html(status, ""));
  }

  /** The same, but the cloud has done what it was asked for. */
  public static Fault htmlThoughDone(int status) {
    return new Fault.Answer(page(status), true);
  }

  /** Any JSON. */
  public static Fault json(int status, String body) {
    return early(Reply.json(status, body));
  }

  private static Fault early(Reply reply) {
    return new Fault.Answer(reply, false);
  }
}
