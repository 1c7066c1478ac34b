package io.caisson.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.identity.Identity;
import io.caisson.spi.identity.Identity.Caller;
import io.caisson.spi.identity.Identity.ClusterCredential;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import mockwebserver3.MockResponse;
import okio.ByteString;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeystoneIdentityTest {
  private static final String TOKENS = "GET /identity/v3/auth/tokens";
  private static final String CREDENTIALS = "/identity/v3/users/u2/application_credentials";
  private static final MockResponse NOBODY =
      ScriptedCloud.json(
          404, "{\"error\": {\"code\": 404, \"message\": \"Could not recognize Fernet token\"}}");
  private static final MockResponse REFUSED =
      ScriptedCloud.json(401, "{\"error\": {\"code\": 401, \"message\": \"Who are you?\"}}");
  private static final Caller CALLER =
      new Caller(
          "u2",
          "anna",
          "p2",
          "work",
          Set.of("member", "reader"),
          Instant.parse("2026-11-20T19:00:00Z"));

  private final ScriptedCloud script = new ScriptedCloud();
  private final Identity identity =
      script.site().identity(Optional.of(ScriptedCloud.MEMBER), Duration.ofSeconds(30));
  private final Identity alone = script.site().identity(Optional.empty(), Duration.ZERO);

  @AfterEach
  void stop() {
    script.close();
  }

  private static MockResponse described(String fields) {
    return ScriptedCloud.json(
        200,
        """
        {"token": {"issued_at": "2026-11-20T18:00:00.000000Z",
          "expires_at": "2026-11-20T19:00:00.000000Z",
          "user": {"id": "u2", "name": "anna"},
          "roles": [{"id": "1", "name": "member"}, {"id": "2", "name": "reader"}]%s}}
        """
            .formatted(fields));
  }

  private static MockResponse described() {
    return described(", \"project\": {\"id\": \"p2\", \"name\": \"work\"}");
  }

  @Test
  void aTokenTellsWhoHoldsItAndTheServiceAsks() {
    script.on(TOKENS, described());
    assertThat(identity.authenticate("anna-token")).contains(CALLER);
    assertThat(script.last().getHeaders().get("X-Auth-Token")).isEqualTo("token-1");
    assertThat(script.last().getHeaders().get("X-Subject-Token")).isEqualTo("anna-token");
  }

  @Test
  void aCallerIsRememberedForAWhileFromTheFirstLook() {
    script.on(TOKENS, described(), NOBODY);
    assertThat(identity.authenticate("t")).isPresent();
    script.clock.pass(Duration.ofSeconds(20));
    assertThat(identity.authenticate("t")).isPresent();
    script.clock.pass(Duration.ofSeconds(11));
    assertThat(identity.authenticate("t")).isEmpty();
  }

  @Test
  void aRememberedCallerIsForgottenWhenTheTokenEnds() {
    Identity longMemory =
        script.site().identity(Optional.of(ScriptedCloud.MEMBER), Duration.ofDays(1));
    script.on(TOKENS, described());
    assertThat(longMemory.authenticate("t")).isPresent();
    script.clock.pass(Duration.ofMinutes(60));
    assertThat(longMemory.authenticate("t")).isEmpty();
  }

  @Test
  void aTokenThatKeystoneDoesNotKnowIsNobodys() {
    script.on(TOKENS, NOBODY);
    assertThat(identity.authenticate("t")).isEmpty();
  }

  @Test
  void aServiceCredentialThatIsRefusedDoesNotMakeTheCallerNobody() {
    script.on(TOKENS, REFUSED);
    assertThat(faultOf(() -> identity.authenticate("t")))
        .isInstanceOf(CloudFault.Unauthenticated.class);
  }

  @Test
  void withoutAServiceCredentialATokenDescribesItself() {
    script.on(TOKENS, described(), REFUSED);
    assertThat(alone.authenticate("t")).contains(CALLER);
    assertThat(script.last().getHeaders().get("X-Auth-Token")).isEqualTo("t");
    assertThat(alone.authenticate("t")).isEmpty();
  }

  @Test
  void aTokenWithoutAProjectIsDenied() {
    script.on(TOKENS, described(""));
    assertThat(faultOf(() -> identity.authenticate("t"))).isInstanceOf(CloudFault.Denied.class);
  }

  @Test
  void aFaultDoesNotRepeatTheToken() {
    script.on(
        TOKENS,
        ScriptedCloud.json(
            403, "{\"error\": {\"code\": 403, \"message\": \"Not for anna-token here\"}}"));
    assertThat(faultOf(() -> identity.authenticate("anna-token")))
        .isEqualTo(new CloudFault.Denied("Not for *** here"));
  }

  @Test
  void aCredentialIsMadeWithTheCallersTokenAndCanMakeNoOther() {
    script.on(
        "POST " + CREDENTIALS,
        ScriptedCloud.json(
            201,
            "{\"application_credential\": {\"id\": \"ac1\", \"secret\": \"x\", \"project_id\":"
                + " \"p2\"}}"));
    assertThat(identity.createCredential("anna-token", CALLER, "cluster-1"))
        .isEqualTo(new ClusterCredential("ac1", "x", "u2", "p2"));
    assertThat(script.last().getHeaders().get("X-Auth-Token")).isEqualTo("anna-token");
    ByteString body = script.last().getBody();
    assertThat(body).isNotNull();
    assertThat(body.utf8()).contains("\"unrestricted\":false").doesNotContain("roles");
  }

  @Test
  void aCallersTokenIsNotRenewed() {
    script.on("POST " + CREDENTIALS, REFUSED);
    assertThat(faultOf(() -> identity.createCredential("t", CALLER, "cluster-1")))
        .isInstanceOf(CloudFault.Unauthenticated.class);
    assertThat(script.asked()).hasSize(1);
  }

  @Test
  void onlyTheServiceRemovesCredentialsAndOneThatIsGoneIsRemoved() {
    script.on(
        "DELETE " + CREDENTIALS + "/ac1",
        new MockResponse.Builder().code(204).build(),
        ScriptedCloud.json(
            404, "{\"error\": {\"code\": 404, \"message\": \"Could not find it\"}}"));
    identity.deleteCredential("u2", "ac1");
    identity.deleteCredential("u2", "ac1");
    assertThat(identity.serviceUser()).contains("user demo");
    assertThat(alone.serviceUser()).isEmpty();
    assertThat(faultOf(() -> alone.deleteCredential("u2", "ac1")))
        .isInstanceOf(CloudFault.Denied.class);
  }

  private static CloudFault faultOf(ThrowingCallable call) {
    CloudException thrown = catchThrowableOfType(CloudException.class, call);
    assertThat(thrown).as("the call succeeded").isNotNull();
    return thrown.fault();
  }
}
