package io.caisson.service.api.rest;

import io.caisson.service.api.http.ApiClock;
import io.caisson.service.api.http.Call;
import io.caisson.service.store.RequestStore;
import io.caisson.service.store.RequestStore.Answer;
import io.caisson.service.store.RequestStore.Claim;
import io.caisson.service.store.RequestStore.Key;
import io.caisson.service.tenancy.Principal;
import io.caisson.service.tenancy.Refused;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Carries a request with an {@code Idempotency-Key} out once (draft-ietf-httpapi-idempotency-key):
 *
 * <ol>
 *   <li>The same request is given the same answer. Another one under the key is refused.
 *   <li>A request that was refused has changed nothing; its key can be used again.
 *   <li>A request whose service was killed may have been carried out: what was set aside for it
 *       tells. If it was not, another try may begin when nobody can be at it any more.
 * </ol>
 */
@Singleton
final class Once {
  private static final Duration AT_WORK = Duration.ofMinutes(2);
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private final RequestStore store;
  private final ApiClock clock;

  Once(RequestStore store, ApiClock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What a request does. */
  interface Work {
    /**
     * @param id UUID for what is made
     */
    MutableHttpResponse<String> carryOut(String id);

    /** The answer, if it was carried out under this id. */
    default Optional<MutableHttpResponse<String>> carriedOut(String id) {
      return Optional.empty();
    }
  }

  HttpResponse<String> answer(HttpRequest<?> request, String body, Work work) {
    String text = request.getHeaders().get("Idempotency-Key");
    if (text == null) {
      return work.carryOut(UUID.randomUUID().toString());
    }
    if (!KEY.matcher(text).matches()) {
      throw Refused.invalid("Idempotency-Key: has 1 to 255 printable ASCII characters, no blanks");
    }
    Principal who = Call.caller(request);
    Key key = new Key(who.project(), who.caller().userId(), text);
    Claim mine =
        Claim.of(fingerprint(request, body), UUID.randomUUID().toString(), clock.instant());
    Claim holds = store.claim(key, mine);
    if (!holds.fingerprint().equals(mine.fingerprint())) {
      throw new Refused(
          Refused.Kind.UNPROCESSABLE,
          "Idempotency-Key '%s' was given to another request: take a new one".formatted(text));
    }
    return holds.same(mine) ? first(key, mine, work) : again(key, holds, mine, work);
  }

  private HttpResponse<String> first(Key key, Claim mine, Work work) {
    try {
      return kept(key, mine, work.carryOut(mine.subject()));
    } catch (Refused refused) {
      store.withdraw(key, mine);
      throw refused;
    }
  }

  private HttpResponse<String> again(Key key, Claim holds, Claim mine, Work work) {
    if (holds.answer().isPresent()) {
      return repeated(holds.answer().get());
    }
    Optional<MutableHttpResponse<String>> done = work.carriedOut(holds.subject());
    if (done.isPresent()) {
      return kept(key, holds, done.get());
    }
    boolean atWork = clock.instant().isBefore(holds.at().plus(AT_WORK));
    if (atWork || !store.takeOver(key, holds, mine)) {
      throw new Refused(
          Refused.Kind.CONFLICT,
          "the first request with Idempotency-Key '%s' is being carried out: try again in a while"
              .formatted(key.text()));
    }
    return first(key, mine, work);
  }

  private HttpResponse<String> kept(Key key, Claim claim, MutableHttpResponse<String> response) {
    String location = Optional.ofNullable(response.getHeaders().get("Location")).orElse("");
    store.answer(key, claim, new Answer(response.code(), response.body(), location));
    return response;
  }

  private static HttpResponse<String> repeated(Answer answer) {
    MutableHttpResponse<String> response =
        HttpResponse.<String>status(HttpStatus.valueOf(answer.status())).body(answer.body());
    return answer.location().isEmpty() ? response : response.header("Location", answer.location());
  }

  private static String fingerprint(HttpRequest<?> request, String body) {
    String all = request.getMethod() + " " + request.getUri() + "\n" + body;
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
