package io.caisson.service.api.guest;

import io.caisson.service.bootstrap.guest.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a request to a response: the guest protocol without its transport. */
final class GuestRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(GuestRoutes.class);
  private static final Pattern BEARER =
      Pattern.compile("Bearer ([A-Za-z0-9][A-Za-z0-9_-]{0,99})\\.([A-Za-z0-9_-]{1,200})");
  private static final Pattern STAGE = Pattern.compile("stage=([a-z-]{1,40})");
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");
  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(5);

  private final GuestDesk desk;
  private final Clock clock;

  GuestRoutes(GuestDesk desk, Clock clock) {
    this.desk = desk;
    this.clock = clock;
  }

  /** Every response says what time it is here: a guest whose clock is wrong cannot join. */
  GuestResponse respond(GuestRequest request) {
    return answer(request).at(clock.instant());
  }

  private GuestResponse answer(GuestRequest request) {
    return switch (request.path()) {
      case "/guest/v1/bundle" ->
          request.method().equals("GET") ? bundle(request) : GuestResponse.onlyBy("GET");
      case "/guest/v1/pings" ->
          request.method().equals("POST") ? ping(request) : GuestResponse.onlyBy("POST");
      default -> GuestResponse.text(404, "no such route");
    };
  }

  private GuestResponse bundle(GuestRequest request) {
    return withCaller(request, caller -> desk.bundle(caller.machine(), caller.secret()));
  }

  private GuestResponse ping(GuestRequest request) {
    Matcher query = STAGE.matcher(request.query());
    Optional<Stage> stage = query.matches() ? Stage.of(query.group(1)) : Optional.empty();
    if (stage.isEmpty()) {
      return GuestResponse.text(400, "a ping needs ?stage= with one of the known stages");
    }
    String text = printable(request.body());
    return withCaller(
        request, caller -> desk.ping(caller.machine(), caller.secret(), stage.get(), text));
  }

  private static GuestResponse withCaller(GuestRequest request, Question question) {
    Matcher bearer = BEARER.matcher(request.authorization().orElse(""));
    if (!bearer.matches()) {
      return GuestResponse.refused();
    }
    Caller caller = new Caller(bearer.group(1), bearer.group(2));
    try {
      return GuestResponse.of(question.ask(caller));
    } catch (RuntimeException e) {
      // whatever it is, the guest can only come again
      LOG.error("machine {} could not be answered: {}", caller.machine(), request, e);
      return GuestResponse.askAgain(AFTER_A_FAULT);
    }
  }

  private static String printable(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    return UNPRINTABLE.matcher(text).replaceAll("\uFFFD");
  }

  private record Caller(String machine, String secret) {
    @Override
    public String toString() {
      return "Caller[" + machine + "]";
    }
  }

  private interface Question {
    GuestAnswer ask(Caller caller);
  }
}
