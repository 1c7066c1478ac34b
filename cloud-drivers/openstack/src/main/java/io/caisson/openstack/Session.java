package io.caisson.openstack;

import io.caisson.openstack.wire.Answer;
import io.caisson.openstack.wire.Deadline;
import io.caisson.openstack.wire.Exchange;
import io.caisson.openstack.wire.Json;
import io.caisson.openstack.wire.Secrets;
import io.caisson.openstack.wire.Sending;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.openstack4j.api.OSClient.OSClientV3;

/**
 * One credential on one cloud. All work on it happens inside {@link #call}, which sets the
 * deadline; requests of ours and of openstack4j leave by {@link #send}, with the current token.
 *
 * <p>A request that was answered 401 changed nothing: the token is renewed and the request sent
 * once more. A second 401 is {@code Unauthenticated}.
 */
final class Session {
  private static final ScopedValue<Work> WORK = ScopedValue.newInstance();
  private static final String AUTH = "X-Auth-Token";

  private final Exchange exchange;
  private final OpenStackEndpoint endpoint;
  private final Duration limit;
  private final TokenHolder tokens;
  private final Map<HttpUrl, Microversion> microversions;

  /** What a call of a port has with it on its way through openstack4j. */
  private record Work(Session session, Deadline deadline, Secrets secrets) {}

  /**
   * @param microversions to be used with services, by their version documents; all sessions of a
   *     cloud share them
   */
  Session(
      Exchange exchange,
      OpenStackEndpoint endpoint,
      Duration limit,
      TokenHolder tokens,
      Map<HttpUrl, Microversion> microversions) {
    this.exchange = exchange;
    this.endpoint = endpoint;
    this.limit = limit;
    this.tokens = tokens;
    this.microversions = microversions;
  }

  /** The session whose call is running. */
  static Session current() {
    return WORK.get().session;
  }

  /** Runs a call of a port, which ends within the call limit. */
  <T> T call(Supplier<T> work) {
    return call(Secrets.NONE, work);
  }

  /**
   * @param secrets words of the request that its faults must not repeat
   */
  <T> T call(Secrets secrets, Supplier<T> work) {
    return ScopedValue.where(WORK, new Work(this, Deadline.in(limit), secrets)).call(work::get);
  }

  /** Deletes something; that it is not there is as good. */
  void delete(Runnable deletion) {
    call(
        () -> {
          try {
            deletion.run();
          } catch (CloudException e) {
            if (!(e.fault() instanceof CloudFault.NotFound)) {
              throw e;
            }
          }
          return true;
        });
  }

  /** Looks at one thing; empty if the API says 404 for it. */
  <T> Optional<T> find(Supplier<T> look) {
    return find(Secrets.NONE, look);
  }

  <T> Optional<T> find(Secrets secrets, Supplier<T> look) {
    return call(
        secrets,
        () -> {
          try {
            return Optional.of(look.get());
          } catch (CloudException e) {
            if (e.fault() instanceof CloudFault.NotFound) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /** Calls openstack4j, whose requests come back to {@link #send}. */
  <T> T openstack4j(Service service, Function<OSClientV3, T> call) {
    return Openstack4jConnector.run(headers(service), call);
  }

  Answer ask(Ask ask) {
    Sending sending = ask.on(base(ask.service()));
    for (Map.Entry<String, String> header : headers(ask.service()).entrySet()) {
      sending = sending.with(header.getKey(), header.getValue());
    }
    return send(sending);
  }

  Answer send(Sending sending) {
    Work work = WORK.get();
    Token token = token();
    Answer answer = exchange.attempt(sending.with(AUTH, token.id()), work.deadline);
    if (answer.status() == 401) {
      Token refused = token;
      token = beforehand(() -> tokens.insteadOf(refused, work.deadline));
      answer = exchange.attempt(sending.with(AUTH, token.id()), work.deadline);
    }
    return exchange.judged(answer, work.secrets.and(token.id()));
  }

  /** Where the service answers, with its version and without a last slash. */
  String base(Service service) {
    return token().catalogue().url(service, endpoint);
  }

  /** Whether the cloud has this service at all. */
  boolean offers(Service service) {
    return token().catalogue().has(service, endpoint);
  }

  String project() {
    return token().holder().projectId();
  }

  private Token token() {
    return beforehand(() -> tokens.current(WORK.get().deadline));
  }

  /**
   * Something that is asked before the request itself, which that request's failure must not be
   * taken for: it was not sent, so it is not in doubt, and nothing is absent.
   */
  private static <T> T beforehand(Supplier<T> preparation) {
    try {
      return preparation.get();
    } catch (CloudException e) {
      throw new CloudException(
          switch (e.fault()) {
            case CloudFault.Unreachable(_, var text) -> new CloudFault.Unreachable(false, text);
            case CloudFault.Broken(_, var text) -> new CloudFault.Unreachable(false, text);
            case CloudFault.NotFound(var text) -> new CloudFault.Unreachable(false, text);
            default -> e.fault();
          },
          e);
    }
  }

  private Map<String, String> headers(Service service) {
    return service == Service.COMPUTE
        ? microversion()
            .map(version -> Map.of("OpenStack-API-Version", "compute " + version))
            .orElse(Map.of())
        : Map.of();
  }

  /** Whether our requests to Nova speak at least this version. */
  boolean speaks(Microversion least) {
    return microversion().filter(version -> version.compareTo(least) >= 0).isPresent();
  }

  private Optional<Microversion> microversion() {
    HttpUrl document = versionDocument(base(Service.COMPUTE));
    Optional<Microversion> known = Optional.ofNullable(microversions.get(document));
    if (known.isEmpty()) {
      known = beforehand(() -> Microversion.negotiate(Json.tree(send(Sending.get(document)))));
      known.ifPresent(found -> microversions.put(document, found));
    }
    return known;
  }

  /** Of {@code …/v2.1} or {@code …/v2.1/{project}}: {@code …/v2.1/}. */
  private static HttpUrl versionDocument(String base) {
    return HttpUrl.get(base.replaceFirst("(/v\\d+(\\.\\d+)?)(/.*)?$", "$1/"));
  }
}
