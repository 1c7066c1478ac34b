package io.caisson.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.plan.Accessories;
import io.caisson.domain.plan.ApiSight;
import io.caisson.domain.plan.Look;
import io.caisson.domain.plan.LookOrder;
import io.caisson.domain.plan.Plan;
import io.caisson.domain.plan.Sight;
import io.caisson.service.store.SampleClusters;
import io.caisson.spi.cloud.Server;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final LookOrder LEAST = order(Optional.empty());
  private static final Rest REST = new Rest(Optional.of(List.of(server("1"))), NOW);

  private final Cluster cluster = SampleClusters.cluster("project-1");

  @Test
  void theSameServersNeedNoDecision() {
    assertThat(REST.covers(LEAST, sight("1"), NOW.plusSeconds(30))).isTrue();
  }

  @Test
  void otherServersNeedOne() {
    assertThat(REST.covers(LEAST, sight("2"), NOW)).isFalse();
    assertThat(REST.covers(LEAST, Sight.none(NOW), NOW)).isFalse();
  }

  @Test
  void aLookThatAskedForMoreNeedsOne() {
    assertThat(REST.covers(order(Optional.of("203.0.113.7")), sight("1"), NOW)).isFalse();
  }

  @Test
  void afterAWhileTheSameServersNeedOneToo() {
    assertThat(REST.covers(LEAST, sight("1"), NOW.plus(Rest.LONGEST).minusNanos(1))).isTrue();
    assertThat(REST.covers(LEAST, sight("1"), NOW.plus(Rest.LONGEST))).isFalse();
  }

  @Test
  void noRestIsCoveredByNothing() {
    assertThat(Rest.none().covers(LEAST, sight("1"), NOW)).isFalse();
    assertThat(Rest.none().covers(LEAST, Sight.none(NOW), NOW)).isFalse();
  }

  @Test
  void aClusterInTheMakingDoesNotRest() {
    Rest rest = Rest.after(LEAST, sight("1"), new Plan(List.of(), NOW), cluster, NOW);
    assertThat(rest.nothingToDo()).isEmpty();
  }

  @Test
  void aClusterAtRestAboutWhichNothingWasDecidedRests() {
    Cluster resting = resting();
    Plan nothing = new Plan(List.of(), NOW);
    assertThat(Rest.after(LEAST, sight("1"), nothing, resting, NOW))
        .isEqualTo(new Rest(Optional.of(List.of(server("1"))), NOW));
    assertThat(Rest.after(LEAST, Sight.none(NOW), nothing, resting, NOW).nothingToDo()).isEmpty();
    assertThat(Rest.after(order(Optional.of("a")), sight("1"), nothing, resting, NOW).nothingToDo())
        .isEmpty();
  }

  @Test
  void aClusterAboutWhichSomethingWasDecidedDoesNot() {
    Plan something = new Plan(List.of(new ClusterRecord.CreationCompleted(NOW)), NOW);
    assertThat(Rest.after(LEAST, sight("1"), something, resting(), NOW).nothingToDo()).isEmpty();
  }

  /** It wants no machine that it could miss: of such a cluster everything is there. */
  private Cluster resting() {
    return cluster.apply(
        List.of(
            new ClusterRecord.CreationCompleted(SampleClusters.NOW),
            new ClusterRecord.RevisionReached(1, SampleClusters.NOW)));
  }

  private static LookOrder order(Optional<String> api) {
    return new LookOrder(false, false, Set.of(), List.of(), api, false, List.of());
  }

  private static Sight sight(String id) {
    Sight none = Sight.none(NOW);
    return new Sight(
        Look.seen(1, NOW, List.of(server(id))),
        none.ports(),
        none.securityGroups(),
        none.floatingIps(),
        Accessories.none(1, NOW),
        Map.of(),
        Optional.empty(),
        ApiSight.unknown(0, NOW, "not asked"),
        Map.of());
  }

  private static Server server(String id) {
    return new Server(
        id,
        "worker-1",
        Server.Status.ACTIVE,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        NOW,
        Optional.empty());
  }
}
