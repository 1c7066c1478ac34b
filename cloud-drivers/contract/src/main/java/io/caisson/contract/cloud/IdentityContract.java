package io.caisson.contract.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caisson.contract.proxy.Answers;
import io.caisson.contract.proxy.Fault;
import io.caisson.contract.proxy.Request;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.identity.Identity;
import io.caisson.spi.identity.Identity.Caller;
import io.caisson.spi.identity.Identity.ClusterCredential;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a caller is, and the credentials of clusters. */
public interface IdentityContract extends UnderTest {
  @Test
  default void aTokenTellsWhoHoldsIt(Bench bench) {
    Caller caller = bench.identity().authenticate(bench.neighbour().token()).orElseThrow();
    if (bench.access().credential() instanceof Access.Password member) {
      assertThat(caller.userName()).isEqualTo(member.user());
      assertThat(caller.projectName()).isEqualTo(member.project());
    }
    assertThat(caller.userId()).isNotBlank();
    assertThat(caller.projectId()).isNotBlank();
    assertThat(caller.roles()).isNotEmpty();
    assertThat(caller.isAdministrator()).isFalse();
    assertThat(caller.expires()).isAfter(bench.now());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "garbage", "../../users", "a\r\nX-Other: b", "密钥🔑"})
  default void whatIsNoTokenIsNobodys(String token, Bench bench) {
    assertThat(bench.identity().authenticate(token)).isEmpty();
  }

  /** A port that has seen the token may still know its holder for a while; a fresh one may not. */
  @Test
  default void aRevokedTokenIsNobodys(Bench bench) {
    Identity identity = bench.identity();
    String token = bench.neighbour().token();
    assertThat(identity.authenticate(token)).isPresent();
    bench.neighbour().revoke(token);
    assertThat(bench.identity().authenticate(token)).isEmpty();
  }

  @Test
  default void aKeystoneThatIsDownTellsNothingAboutATokenAndIsNotNobody(Bench bench) {
    Identity identity = bench.identity();
    identity.authenticate(bench.neighbour().token());
    String token = bench.neighbour().token();
    for (Fault down :
        List.of(
            Answers.error(500, "Keystone is confused."),
            Answers.html(200),
            Answers.html(404),
            Answers.html(502),
            Answers.json(200, "{}"),
            new Fault.CutAfter(),
            new Fault.HalfBody())) {
      bench.proxy().once(Request::looks, down);
      assertThat(bench.faultOf(() -> identity.authenticate(token)))
          .isInstanceOfAny(CloudFault.Broken.class, CloudFault.Unreachable.class);
    }
    assertThat(identity.authenticate(token)).isPresent();
  }

  @Test
  @Essential
  default void aCredentialMadeWithACallersTokenWorksAsThatMember(Bench bench) {
    ClusterCredential credential = credential(bench);
    Cloud cloud = bench.connect(bench.access().as(as(credential)), Tuning.USUAL);
    String port = cloud.network().createPort(bench.portOrder());
    assertThat(bench.network().port(port)).isPresent();
    assertThat(credential.toString()).doesNotContain(credential.secret());
  }

  @Test
  default void aCredentialMayNotMakeAnother(Bench bench) {
    ClusterCredential credential = credential(bench);
    Identity identity = bench.identity();
    String token = bench.neighbour().token(credential);
    Caller caller = identity.authenticate(token).orElseThrow();
    bench.proxy().forget();
    CloudFault fault =
        bench.faultOf(() -> identity.createCredential(token, caller, bench.credentialName()));
    assertThat(fault).isInstanceOf(CloudFault.Denied.class);
    bench.assertVerbatim(fault);
  }

  @Test
  default void aNameThatACredentialHasIsAConflict(Bench bench) {
    Identity identity = bench.identity();
    String token = bench.neighbour().token();
    Caller caller = identity.authenticate(token).orElseThrow();
    String name = bench.credentialName();
    identity.createCredential(token, caller, name);
    assertThat(bench.faultOf(() -> identity.createCredential(token, caller, name)))
        .isInstanceOf(CloudFault.Conflict.class);
  }

  @Test
  default void aTokenThatEndedMakesNoCredential(Bench bench) {
    Identity identity = bench.identity();
    String token = bench.neighbour().token();
    Caller caller = identity.authenticate(token).orElseThrow();
    bench.neighbour().revoke(token);
    bench.proxy().forget();
    assertThat(
            bench.faultOf(() -> identity.createCredential(token, caller, bench.credentialName())))
        .isInstanceOf(CloudFault.Unauthenticated.class);
    assertThat(bench.proxy().changes()).hasSize(1);
  }

  @Test
  @Essential
  default void anUnansweredCredentialIsInDoubtAndWasAskedForOnce(Bench bench) {
    Identity identity = bench.identity();
    String token = bench.neighbour().token();
    Caller caller = identity.authenticate(token).orElseThrow();
    bench.proxy().forget();
    bench.proxy().once(Request::changes, new Fault.CutAfter());
    CloudFault fault =
        bench.faultOf(() -> identity.createCredential(token, caller, bench.credentialName()));
    assertThat(fault.inDoubt()).isTrue();
    assertThat(bench.proxy().changes()).hasSize(1);
  }

  @Test
  default void aRemovedCredentialWorksNoMoreAndCanBeRemovedAgain(Bench bench) {
    Identity identity = bench.identity();
    assumeTrue(
        bench.environment().administrator().isPresent() && identity.serviceUser().isPresent(),
        "needs a service credential that may remove other users' credentials");
    ClusterCredential credential = credential(bench);
    identity.deleteCredential(credential.userId(), credential.id());
    identity.deleteCredential(credential.userId(), credential.id());
    assertThat(
            bench.faultOf(
                () ->
                    bench
                        .connect(bench.access().as(as(credential)), Tuning.USUAL)
                        .network()
                        .ports()))
        .isInstanceOf(CloudFault.Unauthenticated.class);
  }

  private static ClusterCredential credential(Bench bench) {
    Identity identity = bench.identity();
    String token = bench.neighbour().token();
    Caller caller = identity.authenticate(token).orElseThrow();
    ClusterCredential made = identity.createCredential(token, caller, bench.credentialName());
    assertThat(made.userId()).isEqualTo(caller.userId());
    assertThat(made.projectId()).isEqualTo(caller.projectId());
    return made;
  }

  private static Access.Credential as(ClusterCredential credential) {
    return new Access.ApplicationCredential(credential.id(), credential.secret());
  }
}
