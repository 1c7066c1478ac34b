package io.caisson.domain.operation;

import static io.caisson.domain.operation.ClusterStatus.State.CREATE_COMPLETE;
import static io.caisson.domain.operation.ClusterStatus.State.CREATE_FAILED;
import static io.caisson.domain.operation.ClusterStatus.State.CREATE_IN_PROGRESS;
import static io.caisson.domain.operation.ClusterStatus.State.DELETE_COMPLETE;
import static io.caisson.domain.operation.ClusterStatus.State.DELETE_FAILED;
import static io.caisson.domain.operation.ClusterStatus.State.DELETE_IN_PROGRESS;
import static io.caisson.domain.operation.ClusterStatus.State.UPDATE_COMPLETE;
import static io.caisson.domain.operation.ClusterStatus.State.UPDATE_FAILED;
import static io.caisson.domain.operation.ClusterStatus.State.UPDATE_IN_PROGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Blueprint;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterHead;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.cluster.SpecFixture;
import io.caisson.domain.cluster.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterStatusTest {
  private static final Instant T0 = Instant.parse("2026-11-20T12:00:00Z");
  private static final Instant SOON = T0.plusSeconds(60);
  private static final Instant LATE = T0.plus(Duration.ofMinutes(60));

  @Test
  void aNewClusterIsBeingCreatedAndSaysWhatItWaitsFor() {
    Cluster cluster = made(waiting("server/worker-1", "its server is being built"));
    assertThat(ClusterStatus.of(cluster, SOON))
        .isEqualTo(
            new ClusterStatus(CREATE_IN_PROGRESS, "server/worker-1: its server is being built"));
  }

  @Test
  void aHoldThatCanPassKeepsItInProgress() {
    Cluster cluster = made(held("quota", "cores: 8 needed, 2 free. Raise the quota.", false));
    assertThat(ClusterStatus.of(cluster, SOON))
        .isEqualTo(
            new ClusterStatus(CREATE_IN_PROGRESS, "cores: 8 needed, 2 free; Raise the quota"));
  }

  @Test
  void aFatalHoldFailsTheCreation() {
    Cluster cluster =
        made(held("quota", "quota is small", false), held("image", "no image\nat all.", true));
    assertThat(ClusterStatus.of(cluster, SOON))
        .isEqualTo(new ClusterStatus(CREATE_FAILED, "no image; at all"));
  }

  @Test
  void aCreationThatTakesTooLongHasFailedAndStillSaysWhy() {
    Cluster cluster = made(failed("kubeadm init ended with 1"));
    assertThat(ClusterStatus.of(cluster, LATE.minusMillis(1)).state())
        .isEqualTo(CREATE_IN_PROGRESS);
    assertThat(ClusterStatus.of(cluster, LATE))
        .isEqualTo(
            new ClusterStatus(
                CREATE_FAILED, "not done after 60 minutes: c-worker-1: kubeadm init ended with 1"));
  }

  @Test
  void aLateCompletionEndsTheFailure() {
    Cluster cluster = made(completed(LATE));
    assertThat(ClusterStatus.of(cluster, LATE.plusSeconds(1)))
        .isEqualTo(new ClusterStatus(CREATE_COMPLETE, ""));
  }

  @Test
  void anotherRevisionIsAnUpdateUntilAllIsAsItWantsIt() {
    Revision second = new Revision(2, SpecFixture.good(), "user", SOON);
    Cluster cluster = made(completed(SOON)).apply(List.of(new ClusterRecord.Revised(second)));
    assertThat(ClusterStatus.of(cluster, SOON).state()).isEqualTo(UPDATE_IN_PROGRESS);
    assertThat(ClusterStatus.of(cluster, SOON.plus(Duration.ofHours(2))).state())
        .isEqualTo(UPDATE_FAILED);
    Cluster done =
        cluster.apply(List.of(new ClusterRecord.RevisionReached(2, SOON.plusSeconds(9))));
    assertThat(ClusterStatus.of(done, LATE).state()).isEqualTo(UPDATE_COMPLETE);
  }

  private static ClusterRecord[] completed(Instant at) {
    return new ClusterRecord[] {
      new ClusterRecord.CreationCompleted(at), new ClusterRecord.RevisionReached(1, at)
    };
  }

  @Test
  void aDeletionSupersedesAllAndFailsWhenItTakesTooLong() {
    Cluster cluster =
        made(
            new ClusterRecord.CreationCompleted(SOON),
            new ClusterRecord.DeletionRequested("u", SOON));
    assertThat(ClusterStatus.of(cluster, SOON).state()).isEqualTo(DELETE_IN_PROGRESS);
    assertThat(ClusterStatus.of(cluster, SOON.plus(ClusterStatus.DELETE_LIMIT)).state())
        .isEqualTo(DELETE_FAILED);
    Cluster held = cluster.apply(List.of(held("credential", "the credential is gone", true)));
    assertThat(ClusterStatus.of(held, SOON))
        .isEqualTo(new ClusterStatus(DELETE_FAILED, "the credential is gone"));
    Cluster gone = held.apply(List.of(new ClusterRecord.ClusterGone("", LATE)));
    assertThat(ClusterStatus.of(gone, LATE).state()).isEqualTo(DELETE_COMPLETE);
  }

  @Test
  void progressCountsTheStepsOfMachines() {
    assertThat(Progress.of(made())).isEqualTo(new Progress(0, 12, 0, 3, 3, List.of(), List.of()));
    Cluster two =
        made(
                planned("control-plane"),
                planned("worker"),
                moved("control-plane", MachineState.READY))
            .apply(List.of(moved("worker", MachineState.BOOTING)));
    assertThat(Progress.of(two)).isEqualTo(new Progress(6, 12, 1, 3, 2, List.of(), List.of()));
    Cluster leaving = two.apply(List.of(new ClusterRecord.DeletionRequested("u", SOON)));
    assertThat(Progress.of(leaving)).isEqualTo(new Progress(0, 3, 1, 0, 2, List.of(), List.of()));
    Cluster oneGone =
        leaving.apply(
            List.of(new ClusterRecord.MachineForgotten(new MachineId("worker", 1), SOON)));
    assertThat(Progress.of(oneGone).done()).isEqualTo(1);
  }

  @Test
  void healthIsKnownOnlyOnceComplete() {
    Cluster making = made(planned("worker"), moved("worker", MachineState.READY));
    assertThat(Health.of(making)).isEmpty();
    Cluster complete = making.apply(List.of(new ClusterRecord.CreationCompleted(SOON)));
    assertThat(Health.of(complete))
        .hasValueSatisfying(
            health -> {
              assertThat(health.state()).isEqualTo(Health.State.HEALTHY);
              assertThat(health.reasons()).containsOnly(Map.entry("c-worker-1.Ready", "True"));
            });
    Cluster ill = complete.apply(List.of(moved("worker", MachineState.JOINED)));
    assertThat(Health.of(ill).orElseThrow().state()).isEqualTo(Health.State.UNHEALTHY);
    Cluster unsure = complete.apply(List.of(held("cloud", "the cloud is down", false)));
    assertThat(Health.of(unsure).orElseThrow().state()).isEqualTo(Health.State.UNKNOWN);
  }

  private static Cluster made(ClusterRecord... records) {
    ClusterHead head =
        new ClusterHead(
            new ClusterId("11111111-2222-3333-4444-555555555555"),
            "test",
            "c",
            "project",
            "user",
            "template",
            T0);
    return Cluster.create(head, new Revision(1, SpecFixture.good(), "user", T0), List.of())
        .apply(List.of(records));
  }

  private static ClusterRecord waiting(String subject, String reason) {
    return new ClusterRecord.WaitNoted(new Wait(subject, reason, T0, LATE));
  }

  private static ClusterRecord held(String name, String reason, boolean fatal) {
    return new ClusterRecord.HoldPlaced(new Hold(name, reason, fatal, SOON));
  }

  private static ClusterRecord failed(String reason) {
    return new ClusterRecord.MachinePlanned(machine("worker", MachineState.FAILED, reason));
  }

  private static ClusterRecord planned(String group) {
    return new ClusterRecord.MachinePlanned(machine(group, MachineState.PLANNED, "wanted"));
  }

  private static ClusterRecord moved(String group, MachineState state) {
    return new ClusterRecord.MachineMoved(new MachineId(group, 1), state, "seen", SOON);
  }

  private static Machine machine(String group, MachineState state, String reason) {
    return new Machine(
        new MachineId(group, 1),
        group.equals("worker") ? Role.WORKER : Role.CONTROL_PLANE,
        "c-" + group + "-1",
        state,
        T0,
        reason,
        List.of(new Machine.Plug("net-1", "subnet-1", "10.0.0.5")),
        new Machine.Guest(Machine.Stage.NONE, T0, ""),
        Blueprint.of(SpecFixture.good(), SpecFixture.good().groups().getFirst(), Optional.empty()),
        Optional.empty());
  }
}
