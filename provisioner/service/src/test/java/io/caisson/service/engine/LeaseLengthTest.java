package io.caisson.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.plan.Policy;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseLengthTest {
  /** A lease is renewed when a quarter of it is over. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 30, 60})
  void aLeaseThatIsAboutToBeRenewedStillCoversACall(int callLimit) {
    Policy usual = Policy.DEFAULT;
    Policy policy =
        new Policy(
            Duration.ofSeconds(callLimit),
            usual.listLag(),
            usual.cleanLooks(),
            usual.openEffects(),
            usual.stages(),
            usual.poll(),
            usual.rest());
    Duration lease = Engine.Settings.shortestLease(policy);
    Engine.Settings settings = new Engine.Settings("replica", policy, lease, Clock.systemUTC());

    assertThat(lease.minus(settings.renewal())).isGreaterThan(settings.call());
  }
}
