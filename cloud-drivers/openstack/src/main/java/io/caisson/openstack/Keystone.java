package io.caisson.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.openstack.wire.Answer;
import io.caisson.openstack.wire.Deadline;
import io.caisson.openstack.wire.Exchange;
import io.caisson.openstack.wire.Json;
import io.caisson.openstack.wire.Secrets;
import io.caisson.openstack.wire.Sending;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Map;
import okhttp3.HttpUrl;

/** Keystone v3, as far as a token is not needed to find it. */
final class Keystone {
  private static final String SUBJECT = "X-Subject-Token";
  private static final String AUTH = "X-Auth-Token";

  private final Exchange exchange;
  private final HttpUrl base;
  private final InstantSource clock;

  Keystone(Exchange exchange, URI authUrl, InstantSource clock) {
    this.exchange = exchange;
    this.base = v3(authUrl);
    this.clock = clock;
  }

  private static HttpUrl v3(URI authUrl) {
    String bare = authUrl.toString().replaceAll("/+$", "");
    return HttpUrl.get(bare.endsWith("/v3") ? bare : bare + "/v3");
  }

  /** {@code POST /auth/tokens}. */
  Token issue(Credential credential, Deadline deadline) {
    Sending ask = Sending.post(url("auth/tokens"), Json.write(credential.tokenRequest()));
    return token(proved(ask, deadline, credential.secrets()));
  }

  private Token token(Answer answer) {
    String id =
        answer
            .header(SUBJECT)
            .orElseThrow(() -> Json.broken(answer.status(), "no " + SUBJECT + " in the answer"));
    return token(id, described(answer));
  }

  /** A token that was issued to somebody else, with its own catalogue. */
  Token taken(String subject, Deadline deadline) {
    Sending ask = Sending.get(url("auth/tokens")).with(SUBJECT, subject).with(AUTH, subject);
    return token(subject, described(proved(ask, deadline, Secrets.of(subject))));
  }

  /**
   * The answer to a proof of who we are. A deleted application credential is 404 here; that is
   * {@code Unauthenticated}, or it would read as the absence of what the token was wanted for.
   */
  private Answer proved(Sending proof, Deadline deadline, Secrets secrets) {
    try {
      return exchange.send(proof, deadline, secrets);
    } catch (CloudException e) {
      if (e.fault() instanceof CloudFault.NotFound(var text)) {
        throw new CloudException(new CloudFault.Unauthenticated(text), e);
      }
      throw e;
    }
  }

  private Token token(String id, JsonNode token) {
    return new Token(
        id,
        new Token.Holder(
            Json.required(token.path("user"), "id"), Json.required(token.path("project"), "id")),
        Catalogue.of(token.path("catalog")),
        Token.renewFrom(clock.instant(), life(token)));
  }

  /** {@code GET /auth/tokens}, asked with the subject itself. */
  JsonNode describe(String subject, Deadline deadline) {
    Sending ask = description(subject).with(AUTH, subject);
    return described(exchange.send(ask, deadline, Secrets.of(subject)));
  }

  /** The request to describe a token, without a token to ask with. */
  Sending description(String subject) {
    HttpUrl url = url("auth/tokens").newBuilder().addQueryParameter("nocatalog", "").build();
    return Sending.get(url).with(SUBJECT, subject);
  }

  JsonNode described(Answer answer) {
    return Json.tree(answer).path("token");
  }

  /** {@code POST /users/{user}/application_credentials}: the made credential. */
  JsonNode createApplicationCredential(
      String token, String user, Map<String, Object> order, Deadline deadline) {
    HttpUrl url = credentials(user);
    Sending ask =
        Sending.post(url, Json.write(Map.of("application_credential", order))).with(AUTH, token);
    return Json.tree(exchange.send(ask, deadline, Secrets.of(token)))
        .path("application_credential");
  }

  /** The request to remove an application credential, without a token. */
  Sending removal(String user, String credential) {
    return Sending.delete(credentials(user).newBuilder().addPathSegment(credential).build());
  }

  private HttpUrl credentials(String user) {
    return base.newBuilder()
        .addPathSegment("users")
        .addPathSegment(user)
        .addPathSegment("application_credentials")
        .build();
  }

  private HttpUrl url(String path) {
    return base.newBuilder().addPathSegments(path).build();
  }

  private static Duration life(JsonNode token) {
    return Duration.between(instant(token, "issued_at"), instant(token, "expires_at"));
  }

  static Instant instant(JsonNode token, String field) {
    String text = Json.required(token, field);
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new CloudException(new CloudFault.Broken(200, "not a time: " + text), e);
    }
  }
}
