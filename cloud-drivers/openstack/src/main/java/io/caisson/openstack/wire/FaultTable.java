package io.caisson.openstack.wire;

import io.caisson.spi.cloud.CloudFault;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one place that says what an unsuccessful answer of OpenStack means. In this order:
 *
 * <ol>
 *   <li>401 and 429 mean the same whoever says them, in whatever form.
 *   <li>501 in a service's own words means that it cannot do such a thing at all (a provider of
 *       Octavia's that lacks an option): it is not to be asked again.
 *   <li>Other 5xx, a redirect, and a body that is none of the services' error forms are {@code
 *       Broken}: a load balancer's 404 page says nothing about a server.
 *   <li>A 404 about the route is {@code Broken} too: it tells of a wrong endpoint, not of a thing.
 *   <li>A 400 about a volume's present state is {@code Conflict}: later it may be another one.
 *   <li>Words about a quota, then the services' own error types, then the status decide.
 * </ol>
 */
public final class FaultTable {
  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final int EXCERPT = 500;

  /** WebOb's words for a route that the service does not have. */
  private static final String NO_ROUTE = "The resource could not be found.";

  private static final Pattern ADDRESS = Pattern.compile("(?i)IP address ([0-9a-f.:]*[0-9a-f])");

  private interface Meaning {
    CloudFault of(String text);
  }

  /** Neutron's error types that say more, or something else, than their status. */
  private static final Map<String, Meaning> TYPES =
      Map.of(
          "IpAddressAlreadyAllocated", FaultTable::addressTaken,
          "IpAddressInUse", FaultTable::addressTaken,
          "IpAddressGenerationFailure", CloudFault.NoCapacity::new,
          "ExternalIpAddressExhausted", CloudFault.NoCapacity::new,
          "NoNetworkAvailable", CloudFault.NoCapacity::new,
          "ExternalGatewayForFloatingIPNotFound", CloudFault.Conflict::new);

  private final InstantSource clock;

  /**
   * @param clock to count the time until a {@code Retry-After} date
   */
  public FaultTable(InstantSource clock) {
    this.clock = clock;
  }

  /** The fault that an answer without success is. */
  public CloudFault of(Answer answer) {
    Optional<ErrorBody> error = ErrorBody.of(answer.body());
    int status = answer.status();
    String words =
        error
            .map(ErrorBody::message)
            .orElseGet(() -> "HTTP %d: %s".formatted(status, excerpt(answer.body())));
    if (status == 401) {
      return new CloudFault.Unauthenticated(words);
    }
    if (status == 429) {
      return new CloudFault.Throttled(retryAfter(answer).orElse(A_SECOND), words);
    }
    if (status == 413) {
      return tooMuch(answer, words);
    }
    if (status == 501 && error.isPresent()) {
      return new CloudFault.Invalid(words);
    }
    boolean notTheService = error.isEmpty() || status < 400 || status >= 500;
    return notTheService ? new CloudFault.Broken(status, words) : byError(status, error.get());
  }

  private static CloudFault byError(int status, ErrorBody error) {
    Optional<CloudFault> quota = QuotaWords.read(status, error);
    if (quota.isPresent()) {
      return quota.get();
    }
    Meaning known = TYPES.get(error.type());
    return known == null ? byStatus(status, error) : known.of(error.message());
  }

  private static CloudFault byStatus(int status, ErrorBody error) {
    String text = error.message();
    return switch (status) {
      case 403 -> new CloudFault.Denied(text);
      case 404 ->
          text.equals(NO_ROUTE) ? new CloudFault.Broken(404, text) : new CloudFault.NotFound(text);
      case 409, 412, 423 -> new CloudFault.Conflict(text);
      default ->
          text.startsWith("Invalid volume: ") && text.contains("status must be")
              ? new CloudFault.Conflict(text)
              : new CloudFault.Invalid(text);
    };
  }

  /** Old Nova says 413 for a quota and for a rate; anybody says it for a body that is too big. */
  private CloudFault tooMuch(Answer answer, String words) {
    Optional<CloudFault> quota = QuotaWords.read(413, new ErrorBody("", words));
    return quota.orElseGet(
        () ->
            retryAfter(answer)
                .<CloudFault>map(wait -> new CloudFault.Throttled(wait, words))
                .orElseGet(() -> new CloudFault.Invalid(words)));
  }

  /** RFC 9110 §10.2.3: seconds, or a date. */
  private Optional<Duration> retryAfter(Answer answer) {
    return answer.header("retry-after").map(String::strip).map(this::wait);
  }

  private Duration wait(String value) {
    if (value.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      ZonedDateTime then = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration until = Duration.between(clock.instant(), then.toInstant());
      return until.isNegative() ? Duration.ZERO : until;
    } catch (DateTimeParseException unreadable) {
      return A_SECOND;
    }
  }

  private static CloudFault addressTaken(String text) {
    Matcher found = ADDRESS.matcher(text);
    return new CloudFault.AddressTaken(found.find() ? found.group(1) : "", text);
  }

  static String excerpt(String body) {
    String text = body.strip();
    if (text.isEmpty()) {
      return "an empty body";
    }
    return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
  }
}
