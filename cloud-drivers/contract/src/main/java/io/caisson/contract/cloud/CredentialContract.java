package io.caisson.contract.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caisson.contract.proxy.Answers;
import io.caisson.contract.proxy.Exchange;
import io.caisson.contract.proxy.Fault;
import io.caisson.contract.proxy.Request;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.PortOrder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The adapter's own credential: tokens are renewed once, by one caller for all. */
public interface CredentialContract extends UnderTest {
  @Test
  default void aTokenThatEndedInTheMiddleIsRenewedOnce(Bench bench) {
    warm(bench);
    bench.proxy().expireTokens();
    assertThat(bench.network().port(Missing.ID)).isEmpty();
    assertThat(bench.proxy().signIns()).hasSize(1);
  }

  @Test
  default void manyCallersWithAnEndedTokenRenewItTogetherOnce(Bench bench) {
    warm(bench);
    bench.proxy().expireTokens();
    Together<Boolean> all = Together.call(12, _ -> bench.network().port(Missing.ID).isEmpty());
    assertThat(all.faults()).isEmpty();
    assertThat(bench.proxy().signIns()).hasSize(1);
  }

  @Test
  @Essential
  default void anOrderWithAnEndedTokenIsDoneOnce(Bench bench) {
    warm(bench);
    bench.proxy().expireTokens();
    PortOrder order = bench.portOrder();
    String id = bench.network().createPort(order);
    assertThat(bench.network().port(id)).isPresent();
    assertThat(bench.proxy().changes()).hasSize(2).filteredOn(Exchange::done).hasSize(1);
    assertThat(bench.proxy().signIns()).hasSize(1);
  }

  @Test
  default void aCloudThatRefusesEveryTokenIsAskedForOneNewTokenPerCall(Bench bench) {
    warm(bench);
    bench.proxy().always(Request::looks, Answers.unauthorized());
    assertThat(bench.faultOf(() -> bench.network().port(Missing.ID)))
        .isInstanceOf(CloudFault.Unauthenticated.class);
    assertThat(bench.proxy().signIns()).hasSize(1);
    assertThat(bench.proxy().exchanges()).hasSize(3);
  }

  @Test
  default void oneRefusedTokenIsNoReasonToFail(Bench bench) {
    warm(bench);
    bench.proxy().once(Request::looks, Answers.unauthorized());
    assertThat(bench.network().port(Missing.ID)).isEmpty();
  }

  @Test
  default void aWrongPasswordIsUnauthenticatedAndNotTriedAgain(Bench bench) {
    CloudFault fault =
        bench.faultOf(
            () ->
                bench
                    .connect(bench.access().as(password(bench).withPassword("wrong")), Tuning.USUAL)
                    .compute()
                    .servers());
    assertThat(fault).isInstanceOf(CloudFault.Unauthenticated.class);
    assertThat(fault.toString()).doesNotContain("wrong\"");
    assertThat(bench.proxy().signIns()).hasSize(1);
  }

  @Test
  default void aProjectThatIsNotTheUsersIsUnauthenticated(Bench bench) {
    CloudFault fault =
        bench.faultOf(
            () ->
                bench
                    .connect(
                        bench.access().as(password(bench).withProject("no-such-project")),
                        Tuning.USUAL)
                    .compute()
                    .servers());
    assertThat(fault).isInstanceOf(CloudFault.Unauthenticated.class);
  }

  @Test
  default void aKeystoneThatIsDownDoesNotRefuseTheCredential(Bench bench) {
    warm(bench);
    for (Fault down :
        new Fault[] {
          Answers.error(503, "Keystone rests."), Answers.html(502), new Fault.CutAfter()
        }) {
      bench.proxy().expireTokens();
      bench.proxy().once(Request::signsIn, down);
      assertThat(bench.faultOf(() -> bench.network().ports()))
          .isInstanceOfAny(CloudFault.Broken.class, CloudFault.Unreachable.class);
      bench.network().ports();
    }
  }

  @Test
  @Essential
  default void anOrderThatFailedForWantOfATokenIsNotInDoubt(Bench bench) {
    warm(bench);
    bench.proxy().expireTokens();
    bench.proxy().once(Request::signsIn, Answers.html(502));
    CloudFault fault = bench.faultOf(() -> bench.network().createPort(bench.portOrder()));
    assertThat(fault.inDoubt()).as("nothing was done: %s", fault).isFalse();
    assertThat(bench.proxy().changes()).noneMatch(Exchange::done);
  }

  @Test
  default void theCallLimitHoldsForTheRenewalAndTheCallTogether(Bench bench) {
    Cloud cloud = bench.connect(Tuning.USUAL.withCallLimit(Duration.ofSeconds(4)));
    cloud.network().ports();
    bench.proxy().expireTokens();
    bench.proxy().once(Request::signsIn, new Fault.SlowFirstByte(Duration.ofSeconds(3)));
    bench
        .proxy()
        .once(
            request -> request.looks() && !bench.proxy().signIns().isEmpty(),
            new Fault.SlowFirstByte(Duration.ofSeconds(3)));
    bench.proxy().forget();
    assertThat(bench.faultOf(() -> cloud.network().port(Missing.ID)))
        .isInstanceOf(CloudFault.Unreachable.class);
  }

  private static void warm(Bench bench) {
    bench.network().ports();
    bench.proxy().forget();
  }

  private static Access.Password password(Bench bench) {
    Access.Credential credential = bench.access().credential();
    assumeTrue(credential instanceof Access.Password, "the suite has no password here");
    return (Access.Password) credential;
  }
}
