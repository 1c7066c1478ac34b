package io.caisson.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Blueprint;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterHead;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.cluster.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RollEstimateTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final NodeGroup.Flavor FLAVOR = new NodeGroup.Flavor("f", "f", 2, 4096);

  private Cluster cluster =
      Cluster.create(
          new ClusterHead(
              new ClusterId("00000000-0000-0000-0000-000000000001"),
              "test",
              "one",
              "project",
              "ann",
              "",
              START),
          new Revision(1, spec("old"), "ann", START),
          List.of());

  @Test
  void beforeAnythingIsReplacedThereIsABoundOfRoundsAndThenWhatWasMeasured() {
    for (int number = 1; number <= 5; number++) {
      made(number, "old", 0, 40);
    }
    assertThat(RollEstimate.of(cluster)).as("nothing is rolled").isEmpty();
    apply(new ClusterRecord.Revised(new Revision(2, spec("new"), "ann", at(1000), new Pace(2, 0))));
    RollEstimate bound = RollEstimate.of(cluster).orElseThrow();
    assertThat(bound.at()).as("3 rounds of 40 s").isEqualTo(at(1120));
    assertThat(bound.basis()).startsWith("not before: 3 rounds of 40 s");
    made(6, "new", 1000, 1050);
    made(7, "new", 1010, 1060);
    apply(new ClusterRecord.MachineForgotten(new MachineId("worker", 1), at(1070)));
    RollEstimate measured = RollEstimate.of(cluster).orElseThrow();
    assertThat(measured.at()).as("30 s each, 4 are left").isEqualTo(at(1060 + 4 * 30));
    assertThat(measured.basis()).isEqualTo("2 of 6 machines are replaced, one each 30 s");
  }

  @Test
  void oneRoundIsOne() {
    made(1, "old", 0, 40);
    apply(new ClusterRecord.Revised(new Revision(2, spec("new"), "ann", at(1000), new Pace(2, 0))));
    assertThat(RollEstimate.of(cluster).orElseThrow().basis())
        .startsWith("not before: 1 round of 40 s");
  }

  private void made(int number, String image, long asked, long ready) {
    MachineId id = new MachineId("worker", number);
    Machine machine =
        new Machine(
            id,
            Role.WORKER,
            "w" + number,
            MachineState.PLANNED,
            at(asked),
            "",
            List.of(new Machine.Plug("n", "s", "10.0.0." + number)),
            new Machine.Guest(Machine.Stage.NONE, START, ""),
            new Blueprint("1.34.4", FLAVOR, image, "ubuntu-24.04", List.of(), Optional.empty()),
            Optional.empty());
    Effect effect = new Effect(machine.server(), 1, Attempt.Verb.CREATE, new Order.Delete("any"));
    apply(
        new ClusterRecord.MachinePlanned(machine),
        new ClusterRecord.EffectIntended(effect, 1, at(asked)),
        new ClusterRecord.EffectSettled(
            machine.server(), 1, new Outcome.Done(Optional.of("ref")), at(asked)),
        new ClusterRecord.MachineMoved(id, MachineState.READY, "", at(ready)));
  }

  private void apply(ClusterRecord... records) {
    cluster = cluster.apply(List.of(records));
  }

  private static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }

  private static ClusterSpec spec(String image) {
    return new ClusterSpec(
        "1.34.4",
        List.of(
            new NodeGroup(
                "worker",
                Role.WORKER,
                FLAVOR,
                image,
                5,
                NodeGroup.Bounds.NONE,
                NodeGroup.Options.NONE)),
        new ClusterSpec.Networking(
            "net",
            new ClusterSpec.Subnet("subnet", "10.0.0.0/24", List.of()),
            "10.100.0.0/16",
            "10.254.0.0/16",
            "flannel"),
        new Endpoint.ServerAddress(),
        Optional.empty(),
        "ubuntu-24.04",
        new ClusterSpec.Timeouts(Duration.ofHours(1)),
        new TreeMap<>());
  }
}
