package io.caisson.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.PortOrder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A changing call is one request on the wire, whatever becomes of it, and tells if it may count.
 */
class OneRequestTest {
  private static final OwnerMark MARK = new OwnerMark("here", "c1", "port/w-1", 1);
  private static final PortOrder ORDER =
      new PortOrder(MARK, "w-1", "net", "sub", "10.0.0.5", List.of());
  private static final String PORTS = "POST /network/v2.0/ports";

  private final ScriptedCloud script = new ScriptedCloud();
  private final Cloud cloud = script.cloud();

  @AfterEach
  void stop() {
    script.close();
  }

  static Stream<Named<MockResponse>> invitationsToRepeat() {
    return Stream.of(
        Named.of("503, Retry-After: 0", with(503, "Retry-After", "0")),
        Named.of("408", with(408, "Connection", "close")),
        Named.of("307", with(307, "Location", "/elsewhere")),
        Named.of("302", with(302, "Location", "/elsewhere")),
        Named.of(
            "cut after the request",
            new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build()),
        Named.of(
            "cut in the body",
            ScriptedCloud.json(201, "{\"port\": {\"id\": \"p1\"}}")
                .newBuilder()
                .onResponseBody(new SocketEffect.CloseSocket())
                .build()));
  }

  private static MockResponse with(int status, String header, String value) {
    return ScriptedCloud.json(status, "").newBuilder().setHeader(header, value).build();
  }

  @ParameterizedTest
  @MethodSource("invitationsToRepeat")
  void anOrderIsNotRepeatedAndIsInDoubt(MockResponse answer) {
    script.on(PORTS, answer);
    CloudFault fault = faultOf(() -> cloud.network().createPort(ORDER));
    assertThat(fault.inDoubt()).as("%s", fault).isTrue();
    assertThat(script.asked()).filteredOn(PORTS::equals).hasSize(1);
  }

  @Test
  void anOrderOnAConnectionThatWasUsedBeforeIsNotRepeatedEither() {
    script.on("GET /network/v2.0/ports", ScriptedCloud.json(200, "{\"ports\": []}"));
    cloud.network().ports();
    anOrderIsNotRepeatedAndIsInDoubt(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
  }

  @Test
  void looksShareAConnectionAndAnOrderHasOneOfItsOwn() {
    script
        .on("GET /network/v2.0/ports", ScriptedCloud.json(200, "{\"ports\": []}"))
        .on(PORTS, ScriptedCloud.json(201, "{\"port\": {\"id\": \"p1\"}}"));
    cloud.network().ports();
    int first = script.last().getConnectionIndex();
    cloud.network().ports();
    assertThat(script.last().getConnectionIndex()).isEqualTo(first);
    cloud.network().createPort(ORDER);
    assertThat(script.last().getConnectionIndex()).isNotEqualTo(first);
  }

  @Test
  void aLookThatIsCutIsUnknownAndNotInDoubt() {
    script.on(
        "GET /network/v2.0/ports/p1",
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    CloudFault fault = faultOf(() -> cloud.network().port("p1"));
    assertThat(fault)
        .isInstanceOfSatisfying(
            CloudFault.Unreachable.class, unreachable -> assertThat(unreachable.sent()).isFalse());
  }

  @Test
  void anOrderThatFindsNobodyIsNotInDoubt() {
    script.on("GET /network/v2.0/ports", ScriptedCloud.json(200, "{\"ports\": []}"));
    cloud.network().ports();
    script.stop();
    CloudFault fault = faultOf(() -> cloud.network().createPort(ORDER));
    assertThat(fault)
        .isInstanceOfSatisfying(
            CloudFault.Unreachable.class, unreachable -> assertThat(unreachable.sent()).isFalse());
  }

  @Test
  void anAnswerWhoseBodyDripsEndsAtTheCallLimitInDoubt() {
    script.on(
        PORTS,
        ScriptedCloud.json(201, "{\"port\": {\"id\": \"p1\"}}")
            .newBuilder()
            .throttleBody(1, 1, TimeUnit.SECONDS)
            .build());
    Cloud impatient =
        OpenStackCloud.connect(
            script.endpoint(), ScriptedCloud.MEMBER, ScriptedCloud.limits(Duration.ofMillis(1500)));
    assertThat(faultOf(() -> impatient.network().createPort(ORDER)))
        .isInstanceOfSatisfying(
            CloudFault.Unreachable.class, unreachable -> assertThat(unreachable.sent()).isTrue());
  }

  @Test
  void anOrderWhoseTokenEndedIsSentOnceMoreWithANewOne() {
    script.on(
        PORTS,
        ScriptedCloud.json(401, ""),
        ScriptedCloud.json(201, "{\"port\": {\"id\": \"p1\"}}"));
    assertThat(cloud.network().createPort(ORDER)).isEqualTo("p1");
    assertThat(script.asked()).containsExactly(PORTS, PORTS);
    assertThat(script.signIns()).isEqualTo(2);
    assertThat(script.last().getHeaders().get("X-Auth-Token")).isEqualTo("token-2");
  }

  @Test
  void anOrderThatIsRefusedTwiceIsUnauthenticated() {
    script.on(PORTS, ScriptedCloud.json(401, ""));
    assertThat(faultOf(() -> cloud.network().createPort(ORDER)))
        .isInstanceOf(CloudFault.Unauthenticated.class);
    assertThat(script.asked()).containsExactly(PORTS, PORTS);
    assertThat(script.signIns()).isEqualTo(2);
  }

  @Test
  void anOrderForWhichThereWasNoTokenIsNotInDoubt() {
    script.on("POST /identity/v3/auth/tokens", ScriptedCloud.json(503, ""));
    assertThat(faultOf(() -> cloud.network().createPort(ORDER)).inDoubt()).isFalse();
    assertThat(script.asked()).isEmpty();
  }

  @Test
  void aDeletedApplicationCredentialDoesNotMakeThingsAbsent() {
    script.on(
        "POST /identity/v3/auth/tokens",
        ScriptedCloud.json(
            404,
            "{\"error\": {\"code\": 404, \"message\": \"Could not find Application Credential:"
                + " x.\"}}"));
    assertThat(faultOf(() -> cloud.network().port("p1")))
        .isInstanceOf(CloudFault.Unauthenticated.class);
    assertThat(faultOf(() -> cloud.network().deletePort("p1")))
        .isInstanceOf(CloudFault.Unauthenticated.class);
  }

  private static CloudFault faultOf(ThrowingCallable call) {
    CloudException thrown = catchThrowableOfType(CloudException.class, call);
    assertThat(thrown).as("the call succeeded").isNotNull();
    return thrown.fault();
  }
}
