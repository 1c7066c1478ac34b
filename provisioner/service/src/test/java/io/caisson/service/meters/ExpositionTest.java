package io.caisson.service.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.MachineState;
import io.caisson.service.store.SampleClusters;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpositionTest {
  private static final Cluster CLUSTER = SampleClusters.cluster("project-1");

  private static String told(Cluster... owned) {
    try (Exposition exposition = new Exposition(() -> SampleClusters.NOW.plusSeconds(90))) {
      exposition.of(
          new Exposition.Work() {
            @Override
            public List<Cluster> owned() {
              return List.of(owned);
            }

            @Override
            public int underWay() {
              return 7;
            }
          });
      return exposition.text();
    }
  }

  @Test
  void clustersAreCountedByWhatTheyAreAndWait() {
    Cluster held =
        CLUSTER.apply(
            List.of(
                SampleClusters.planned(1),
                SampleClusters.planned(2),
                SampleClusters.moved(2, MachineState.READY, ""),
                new ClusterRecord.HoldPlaced(
                    new Hold("machine/worker-1", "it is broken", true, SampleClusters.NOW))));
    assertThat(told(CLUSTER, CLUSTER, held))
        .contains("caisson_clusters{status=\"create_in_progress\"} 2")
        .contains("caisson_clusters{status=\"create_failed\"} 1")
        .contains("caisson_machines{state=\"planned\"} 1")
        .contains("caisson_machines{state=\"ready\"} 1")
        .contains("caisson_holds{name=\"machine\"} 1")
        .contains("caisson_operations{state=\"in_progress\"} 2")
        .contains("caisson_operation_oldest_seconds{state=\"in_progress\"} 90")
        .contains("caisson_effects_under_way 7");
  }

  @Test
  void whatIsThereNoMoreIsNotTold() {
    try (Exposition exposition = new Exposition(() -> SampleClusters.NOW)) {
      exposition.of(
          new Exposition.Work() {
            private boolean asked;

            @Override
            public List<Cluster> owned() {
              List<Cluster> now = asked ? List.of() : List.of(CLUSTER);
              asked = true;
              return now;
            }
          });
      assertThat(exposition.text()).contains("caisson_clusters{status=");
      assertThat(exposition.text()).doesNotContain("caisson_clusters{status=");
    }
  }

  @Test
  void namesAndIdsAreNoLabels() {
    Meters meters = Meters.unread();
    meters.effect("SECURITY_GROUP", "InDoubt", Duration.ZERO);
    assertThat(Meters.word("SECURITY_GROUP")).isEqualTo("security_group");
    assertThat(Meters.word("InDoubt")).isEqualTo("in_doubt");
    assertThat(told(CLUSTER.apply(SampleClusters.planned(1, 3))))
        .doesNotContain(CLUSTER.id().value())
        .doesNotContain("project-1")
        .doesNotContain("worker-1");
  }
}
