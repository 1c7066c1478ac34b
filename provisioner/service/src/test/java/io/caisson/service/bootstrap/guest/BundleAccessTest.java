package io.caisson.service.bootstrap.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.caisson.service.bootstrap.guest.BundleAccess.Verdict;
import io.caisson.service.bootstrap.guest.BundleAccess.Verdict.HandOut;
import io.caisson.service.bootstrap.guest.BundleAccess.Verdict.Reason;
import io.caisson.service.bootstrap.guest.BundleAccess.Verdict.Refused;
import io.caisson.service.bootstrap.guest.BundleAccess.Verdict.Spent;
import io.caisson.service.bootstrap.guest.BundleAccess.Verdict.Wait;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleAccessTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final MachineSecret secret = MachineSecret.generate(new SecureRandom());
  private final BundleAccess fresh = BundleAccess.to(secret);

  @Test
  void whoAsksBeforeThereIsABundleIsToldToAskAgain() {
    assertThat(fetch(fresh, false, NOW)).isEqualTo(new Wait(BundleAccess.ASK_AGAIN));
  }

  @Test
  void waitingForHoursForASlowControlPlaneCostsNothing() {
    fetch(fresh, false, NOW);
    assertThat(fetch(fresh, true, NOW.plus(Duration.ofHours(3)))).isInstanceOf(HandOut.class);
  }

  @Test
  void theBundleIsGivenAgainUntilTenMinutesAfterTheFirstTime() {
    BundleAccess given = handedOut(fresh, NOW);
    Instant last = NOW.plus(BundleAccess.WINDOW).minusMillis(1);
    assertThat(fetch(given, true, last)).isEqualTo(new HandOut(given));
    assertThat(fetch(given, true, last.plusMillis(1))).isEqualTo(new Spent(Reason.AFTER_WINDOW));
  }

  @Test
  void theWindowIsOverEvenIfTheBundleWasTakenBack() {
    BundleAccess given = handedOut(fresh, NOW);
    assertThat(fetch(given, false, NOW.plus(BundleAccess.WINDOW)))
        .isEqualTo(new Spent(Reason.AFTER_WINDOW));
  }

  @Test
  void whoeverComesAfterTheAcknowledgementRaisesAnAlarm() {
    BundleAccess acknowledged = handedOut(fresh, NOW).acknowledge(NOW);
    assertThat(fetch(acknowledged, true, NOW)).isEqualTo(new Spent(Reason.AFTER_ACKNOWLEDGEMENT));
  }

  @Test
  void aSecondAcknowledgementChangesNothing() {
    BundleAccess once = fresh.acknowledge(NOW);
    assertThat(once.acknowledge(NOW.plusSeconds(60))).isEqualTo(once);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void withoutTheSecretNothingIsLearnt(String presented) {
    BundleAccess spent = handedOut(fresh, NOW).acknowledge(NOW);
    assertThat(fresh.fetch(presented, true, NOW)).isEqualTo(new Refused());
    assertThat(fresh.fetch(presented, false, NOW)).isEqualTo(new Refused());
    assertThat(spent.fetch(presented, true, NOW)).isEqualTo(new Refused());
    assertThat(fresh.admits(presented)).isFalse();
  }

  @Test
  void theDigestIsNotTheSecret() {
    assertThat(fresh.fetch(secret.digest().hex(), true, NOW)).isEqualTo(new Refused());
    assertThat(fresh.toString()).doesNotContain(secret.text());
    assertThat(secret.toString()).doesNotContain(secret.text());
  }

  @Test
  void aRebuiltMachineIsNotOpenedByItsOldSecret() {
    BundleAccess rebuilt = BundleAccess.to(MachineSecret.generate(new SecureRandom()));
    assertThat(rebuilt.fetch(secret.text(), true, NOW)).isEqualTo(new Refused());
  }

  @Test
  void nobodysDigestIsOpenedByNoSecret() {
    assertThat(SecretDigest.NOBODY.matches(secret.text())).isFalse();
    assertThat(SecretDigest.NOBODY.matches("")).isFalse();
  }

  @Test
  void aSecretHasTheFormOfItsKind() {
    assertThat(secret.text()).matches("[A-Za-z0-9_-]{43}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MachineSecret("short"))
        .withMessageNotContaining("short");
  }

  @Test
  void stagesAreSpelledAsTheScriptSpellsThem() {
    assertThat(Stage.of("bundle-received")).contains(Stage.BUNDLE_RECEIVED);
    assertThat(Stage.of("BOOTED")).isEmpty();
    assertThat(Stage.of("")).isEmpty();
  }

  private Verdict fetch(BundleAccess access, boolean minted, Instant now) {
    return access.fetch(secret.text(), minted, now);
  }

  private BundleAccess handedOut(BundleAccess access, Instant now) {
    return ((HandOut) fetch(access, true, now)).after();
  }
}
