package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Revision;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FootprintTest {
  private final Bench bench = new Bench(5);

  @Test
  void aClusterTakesItsMachines() {
    assertThat(Footprint.of(bench.cluster)).isEqualTo(new Footprint(1, 6, 0));
    bench.untilQuiet();
    assertThat(Footprint.of(bench.cluster)).isEqualTo(new Footprint(1, 6, 0));
  }

  @Test
  void aRollTakesNoMoreThanWasReservedWhenItBegan() {
    bench.untilQuiet();
    revise(group().madeOf(group().flavor(), "image-2"), new Pace(2, 0));
    Footprint reserved = Footprint.of(bench.cluster);
    assertThat(reserved.nodes()).isEqualTo(8);
    for (int turn = 0; turn < 300; turn++) {
      bench.turn();
      assertThat(Footprint.of(bench.cluster).nodes())
          .isBetween(bench.servers.size(), reserved.nodes());
    }
    assertThat(bench.cluster.reached()).isTrue();
    assertThat(Footprint.of(bench.cluster).nodes()).as("the surge is given back").isEqualTo(6);
  }

  @Test
  void machinesCountUntilTheyAreGone() {
    bench.untilQuiet();
    revise(group().withCount(2), Pace.DEFAULT);
    assertThat(Footprint.of(bench.cluster).nodes()).isEqualTo(6);
    bench.untilQuiet();
    assertThat(Footprint.of(bench.cluster).nodes()).isEqualTo(3);
    bench.commit(List.of(new ClusterRecord.DeletionRequested("ann", bench.now)));
    assertThat(Footprint.of(bench.cluster)).isEqualTo(new Footprint(1, 3, 0));
    bench.untilQuiet();
    assertThat(bench.cluster.gone()).isPresent();
    assertThat(Footprint.of(bench.cluster)).isEqualTo(Footprint.NONE);
  }

  @Test
  void gpusAreThoseOfAllMachinesOfTheGroup() {
    NodeGroup.Options options =
        new NodeGroup.Options(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(new NodeGroup.Gpu("nvidia", "a100", 2, "passthrough")));
    NodeGroup old = group();
    revise(
        new NodeGroup(old.name(), old.role(), old.flavor(), old.image(), 3, old.bounds(), options),
        Pace.DEFAULT);
    assertThat(Footprint.of(bench.cluster).gpus()).isEqualTo(6);
  }

  private NodeGroup group() {
    return bench.cluster.spec().group("worker").orElseThrow();
  }

  private void revise(NodeGroup group, Pace pace) {
    Revision revision =
        new Revision(
            bench.cluster.revision().number() + 1,
            bench.cluster.spec().with(group),
            "ann",
            bench.now,
            pace,
            Optional.empty(),
            Optional.empty());
    bench.commit(List.of(new ClusterRecord.Revised(revision)));
  }
}
