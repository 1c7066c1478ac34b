package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Grant;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.JournalEntry;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Problem;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.operation.JournalSentences;
import io.caisson.domain.operation.Operations;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A user is not bound by budgets and brakes, and is told what they would have said. */
class WarningsTest {
  private static final String BUDGET =
      "anybody but a user would be refused: worker has 3 machines available, and 3 must stay so";

  private final Bench bench = new Bench(3);

  @Test
  void whoNamesAMachineIsWarnedByTheBudgetWhereverItIsShown() {
    bench.untilQuiet();
    bench.revise(spec -> spec, "worker-2");
    assertThat(Preview.of(bench.cluster, bench.now).warnings())
        .containsExactly(new Problem("machines.worker-2", BUDGET));
    assertThat(journalOfATurn())
        .contains("May be interrupted (user): somebody has asked for it to leave; " + BUDGET);
    assertThat(warnings()).containsExactly("worker-2: " + BUDGET);
    bench.untilQuiet();
    assertThat(bench.cluster.reached()).isTrue();
    assertThat(warnings()).isEmpty();
  }

  @Test
  void ofTwoThatAreNamedTheSecondIsWarnedOfBoth() {
    bench.untilQuiet();
    bench.revise(spec -> spec, "worker-1", "worker-2");
    Revision revision = bench.cluster.revision();
    Pace pace = new Pace(0, 1);
    bench.commit(List.of(new ClusterRecord.PaceChanged(pace, revision.actor(), bench.now)));
    bench.turn();
    assertThat(grant("worker-1").warning()).as("the pace lets one be missing").isEmpty();
    assertThat(grant("worker-2").warning())
        .contains("worker has 2 machines available, and 2 must stay so");
  }

  @Test
  void whoWantsFewerMachinesIsNotWarned() {
    bench.untilQuiet();
    bench.resize(1);
    bench.turn();
    assertThat(bench.cluster.grants()).hasSize(2);
    assertThat(warnings()).isEmpty();
  }

  @Test
  void whoWantsFewerWhileSomethingIsSilentIsWarnedByTheBrake() {
    bench.untilQuiet();
    bench.apiCut = true;
    bench.resize(2);
    bench.turn();
    assertThat(grant("worker-3").warning()).contains("no answer from the cluster's API");
  }

  @Test
  void aGroupThatGoesWhileItsClusterIsPausedIsWarnedByThePause() {
    NodeGroup more = Bench.group("more", Role.WORKER, 1);
    bench.revise(spec -> spec.with(more));
    bench.untilQuiet();
    Hold pause = new Hold(Hold.PAUSE, "paused by ada", false, bench.now);
    bench.commit(List.of(new ClusterRecord.HoldPlaced(pause)));
    bench.revise(spec -> spec.without("more"));
    bench.turn();
    assertThat(grant("more-1").warning()).contains("paused by ada");
  }

  @Test
  void aMachineOfTheControlPlaneIsWarnedOfToo() {
    Bench three = new Bench(3, 1);
    three.playsEtcd = true;
    three.untilQuiet();
    Hold pause = new Hold(Hold.PAUSE, "paused by ada", false, three.now);
    three.commit(List.of(new ClusterRecord.HoldPlaced(pause)));
    three.revise(spec -> spec.with(spec.group("control-plane").orElseThrow().withCount(1)));
    three.turn();
    three.turn();
    assertThat(three.cluster.grants().values())
        .extracting(Grant::warning)
        .containsExactly(Optional.of("paused by ada"));
  }

  @Test
  void whoEmptiesAMachineAtOnceIsWarnedByWhatIsRecorded() {
    bench.untilQuiet();
    Grant grant =
        Interruptions.byUser(bench.cluster, bench.machine("worker-1"), "empty", bench.now);
    assertThat(grant.warned()).contains(BUDGET);
  }

  private Grant grant(String machine) {
    return Optional.ofNullable(bench.cluster.grants().get(MachineId.parse(machine))).orElseThrow();
  }

  private List<String> warnings() {
    return Operations.of(bench.cluster, bench.now).getLast().outcome().warnings();
  }

  private List<String> journalOfATurn() {
    Cluster before = bench.cluster;
    List<ClusterRecord> records =
        MachineSet.of(before, bench.sight(before.version(), bench.now), bench.now).records();
    bench.commit(records);
    return JournalSentences.of(before, bench.cluster, records).stream()
        .map(JournalEntry::text)
        .toList();
  }
}
