package io.caisson.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.plan.LookOrder;
import io.caisson.domain.plan.Plan;
import io.caisson.service.store.SampleClusters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NextLookTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final LookOrder WITHOUT_ETCD = order(false);
  private static final LookOrder WITH_ETCD = order(true);

  @Test
  void aNewOwnerLooksAtOnceAndBeforeItDecides() {
    NextLook next = NextLook.ofNewOwner();
    assertThat(next.isDue(NOW)).isTrue();
    assertThat(next.first()).isTrue();
    assertThat(next.begun(WITHOUT_ETCD, NOW).first()).isTrue();
    assertThat(next.begun(WITHOUT_ETCD, NOW).decided(wake(1), true, WITHOUT_ETCD).first())
        .isFalse();
  }

  @Test
  void whereOnlyALookIsDueNothingIsDecidedBeforeIt() {
    Instant then = NOW.plusSeconds(30);
    assertThat(NextLook.ofNewOwner().comesFirst(true, false, NOW)).isTrue();
    assertThat(looked(30).comesFirst(false, true, then)).isTrue();
    assertThat(looked(30).comesFirst(false, true, NOW)).as("none is due").isFalse();
    assertThat(looked(30).comesFirst(true, true, then)).as("there is news").isFalse();
    assertThat(looked(30).comesFirst(false, false, then)).as("one does not come back").isFalse();
  }

  @Test
  void whatIsDueIsWaitedForNoMore() {
    assertThat(NextLook.ofNewOwner().pause(NOW)).isEqualTo(Duration.ZERO);
    assertThat(looked(30).pause(NOW)).isEqualTo(Duration.ofSeconds(30));
    assertThat(looked(30).pause(NOW.plusSeconds(31))).isEqualTo(Duration.ZERO);
  }

  @Test
  void afterALookThePlanSaysWhenTheNextOneIsDue() {
    NextLook next = looked(30);
    assertThat(next.isDue(NOW.plusSeconds(29))).isFalse();
    assertThat(next.isDue(NOW.plusSeconds(30))).isTrue();
  }

  @Test
  void aDecisionWithoutOneBringsItForwardAndNeverPutsItOff() {
    assertThat(looked(30).decided(wake(1), false, WITHOUT_ETCD).due())
        .isEqualTo(NOW.plusSeconds(1));
    assertThat(looked(1).decided(wake(30), false, WITHOUT_ETCD).due())
        .isEqualTo(NOW.plusSeconds(1));
  }

  @Test
  void whatTheLastOneWasNotOrderedToAnswerMakesTheNextOneDueAtOnce() {
    assertThat(looked(30).decided(wake(30), false, WITH_ETCD).isDue(NOW)).isTrue();
    assertThat(
            NextLook.ofNewOwner()
                .begun(WITHOUT_ETCD, NOW)
                .decided(wake(30), true, WITH_ETCD)
                .isDue(NOW))
        .isTrue();
  }

  @Test
  void whatAsksForLessIsAnsweredAlready() {
    NextLook next =
        NextLook.ofNewOwner().begun(WITH_ETCD, NOW).decided(wake(30), true, WITHOUT_ETCD);
    assertThat(next.isDue(NOW)).isFalse();
  }

  @Test
  void aRingMakesALookDueAtOnce() {
    NextLook next = looked(30).rung();
    assertThat(next.isDue(NOW)).isTrue();
    assertThat(next.pause(NOW)).isZero();
    assertThat(next.decided(wake(30), false, WITHOUT_ETCD).isDue(NOW)).isTrue();
  }

  @Test
  void aLookThatBeginsAfterwardsAnswersIt() {
    NextLook next =
        looked(30).rung().begun(WITHOUT_ETCD, NOW).decided(wake(30), true, WITHOUT_ETCD);
    assertThat(next.isDue(NOW)).isFalse();
    assertThat(next.pause(NOW)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aLookThatHadBegunBeforeDoesNot() {
    NextLook next = looked(1).begun(WITHOUT_ETCD, NOW).rung().decided(wake(30), true, WITHOUT_ETCD);
    assertThat(next.isDue(NOW)).isTrue();
  }

  @Test
  void aRingThatHasToWaitPutsNoLookOff() {
    NextLook next = looked(1);
    for (int look = 0; look < Rings.MOST; look++) {
      next = next.rung().begun(WITHOUT_ETCD, NOW).decided(wake(5), true, WITHOUT_ETCD);
    }
    assertThat(next.rung().due()).isEqualTo(NOW.plusSeconds(5));
  }

  private static NextLook looked(int seconds) {
    return NextLook.ofNewOwner()
        .begun(WITHOUT_ETCD, NOW)
        .decided(wake(seconds), true, WITHOUT_ETCD);
  }

  @Test
  void aLookThatDidNotAskTheApiIsNotEnoughOnceItIsToBeAsked() {
    LookOrder least =
        new LookOrder(false, false, Set.of(), List.of(), Optional.empty(), false, List.of());
    NextLook asked = NextLook.ofNewOwner().begun(least, NOW);

    Cluster created = SampleClusters.cluster("project-1");
    Cluster complete = created.apply(List.of(new ClusterRecord.CreationCompleted(NOW)));
    assertThat(asked.lacksApi(complete, order(false))).isTrue();
    assertThat(asked.lacksApi(complete, least)).isFalse();
    assertThat(asked.lacksApi(created, order(false))).as("nobody could answer").isFalse();
    assertThat(NextLook.ofNewOwner().begun(order(false), NOW).lacksApi(complete, order(true)))
        .isFalse();
    assertThat(NextLook.ofNewOwner().lacksApi(complete, order(false))).isFalse();
  }

  private static Plan wake(int seconds) {
    return new Plan(List.of(), NOW.plusSeconds(seconds));
  }

  private static LookOrder order(boolean etcd) {
    return new LookOrder(
        false, false, Set.of(), List.of(), Optional.of("203.0.113.7"), etcd, List.of());
  }
}
