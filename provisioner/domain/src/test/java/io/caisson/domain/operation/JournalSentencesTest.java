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
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.JournalEntry;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.cluster.SpecFixture;
import io.caisson.domain.cluster.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JournalSentencesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final ResourceKey SERVER = ResourceKey.parse("server/worker-1");
  private static final MachineId WORKER = new MachineId("worker", 1);

  private final List<String> journal = new ArrayList<>();
  private Cluster cluster = cluster();

  private static Cluster cluster() {
    ClusterSpec spec =
        new ClusterSpec(
            "1.34.4",
            List.of(),
            new ClusterSpec.Networking(
                "n", new ClusterSpec.Subnet("s", "10.0.0.0/16", List.of()), "", "", ""),
            new Endpoint.ServerAddress(),
            Optional.empty(),
            "ubuntu-24.04",
            new ClusterSpec.Timeouts(Duration.ofHours(1)),
            new TreeMap<>());
    ClusterHead head =
        new ClusterHead(
            new ClusterId("00000000-0000-0000-0000-000000000001"),
            "main",
            "kube",
            "p",
            "ann",
            "t",
            NOW);
    return Cluster.create(head, new Revision(1, spec, "ann", NOW), List.of());
  }

  private void commit(ClusterRecord... records) {
    Cluster next = cluster.apply(List.of(records));
    for (JournalEntry entry : JournalSentences.of(cluster, next, List.of(records))) {
      assertThat(entry.version()).isEqualTo(next.version());
      assertThat(entry.at()).isEqualTo(NOW);
      journal.add(entry.subject() + ": " + entry.text());
    }
    cluster = next;
  }

  private static Effect effect(int attempt, Attempt.Verb verb) {
    return new Effect(SERVER, attempt, verb, new Order.Delete("unused"));
  }

  private void intend(int attempt, Attempt.Verb verb) {
    commit(new ClusterRecord.EffectIntended(effect(attempt, verb), 1, NOW));
  }

  private void settle(int attempt, Outcome outcome) {
    commit(new ClusterRecord.EffectSettled(SERVER, attempt, outcome, NOW));
  }

  @Test
  void aNewClusterSaysWhoAskedForWhat() {
    assertThat(JournalSentences.ofCreation(cluster))
        .extracting(JournalEntry::text)
        .containsExactly("Asked for by ann: kube with Kubernetes 1.34.4.");
  }

  @Test
  void aMachinesLifeIsTold() {
    Machine.Plug plug = new Machine.Plug("n", "s", "10.0.0.7");
    commit(
        new ClusterRecord.MachinePlanned(
            new Machine(
                WORKER,
                Role.WORKER,
                "kube-worker-1",
                MachineState.PLANNED,
                NOW,
                "",
                List.of(plug),
                new Machine.Guest(Machine.Stage.NONE, NOW, ""),
                Blueprint.of(
                    SpecFixture.good(), SpecFixture.good().groups().getFirst(), Optional.empty()),
                Optional.empty())),
        new ClusterRecord.MachineReplugged(WORKER, 0, new Machine.Plug("n", "s", "10.0.0.8"), NOW),
        new ClusterRecord.MachineMoved(WORKER, MachineState.BOOTING, "its server runs", NOW),
        new ClusterRecord.MachinePinged(
            WORKER, new Machine.Guest(Machine.Stage.BOOTED, NOW, "log")),
        new ClusterRecord.MachinePinged(
            WORKER, new Machine.Guest(Machine.Stage.FAILED, NOW, "no such image\n")),
        new ClusterRecord.MachineMoved(WORKER, MachineState.DELETING, "", NOW),
        new ClusterRecord.MachineForgotten(WORKER, NOW));
    assertThat(journal)
        .containsExactly(
            "worker-1: Planned as worker machine kube-worker-1 with address 10.0.0.7.",
            "worker-1: Its former address is taken; it gets 10.0.0.8.",
            "worker-1: Booting: its server runs",
            "worker-1: Its guest has booted.",
            "worker-1: Its guest has failed: no such image",
            "worker-1: Being deleted.",
            "worker-1: Gone: nothing of it is left.");
  }

  @Test
  void aResourceIsMadeAndRemoved() {
    intend(1, Attempt.Verb.CREATE);
    settle(1, new Outcome.Done(Optional.of("id-1")));
    intend(2, Attempt.Verb.DELETE);
    settle(2, new Outcome.Done(Optional.empty()));
    commit(new ClusterRecord.ResourceAbsent(SERVER, "two lists and a 404", NOW));
    assertThat(journal)
        .containsExactly(
            "server/worker-1: To be created.",
            "server/worker-1: Created (id-1).",
            "server/worker-1: To be deleted.",
            "server/worker-1: Deletion accepted.",
            "server/worker-1: It is proved that it is not there: two lists and a 404");
  }

  @Test
  void whatIsNotMadeIsNotCalledCreated() {
    ResourceKey request = ResourceKey.parse("signing-request/worker-1.client.csr-x");
    Effect approval =
        new Effect(
            request,
            1,
            Attempt.Verb.CREATE,
            new Order.ApproveSigningRequest("csr-x", "it is known", "0a1b"));
    commit(new ClusterRecord.EffectIntended(approval, 1, NOW));
    commit(new ClusterRecord.EffectSettled(request, 1, new Outcome.Done(Optional.of("0a1b")), NOW));
    assertThat(journal)
        .containsExactly(request + ": To be approved.", request + ": Approved (0a1b).");
  }

  @Test
  void aRetryIsNoNewsButItsRefusalIs() {
    intend(1, Attempt.Verb.CREATE);
    settle(1, new Outcome.Failed(Outcome.Retry.LATER, "quota: cores"));
    intend(2, Attempt.Verb.CREATE);
    settle(2, new Outcome.Failed(Outcome.Retry.STOP, "no such flavor"));
    assertThat(journal)
        .containsExactly(
            "server/worker-1: To be created.",
            "server/worker-1: Not created, will be tried again when the cause may be gone: "
                + "quota: cores",
            "server/worker-1: Not created, will not be tried again: no such flavor");
  }

  @Test
  void aDoubtEndsWhenTheThingIsFound() {
    intend(1, Attempt.Verb.CREATE);
    settle(1, new Outcome.InDoubt("timed out"));
    commit(new ClusterRecord.ResourceSeen(SERVER, "id-1", Optional.empty(), NOW));
    commit(new ClusterRecord.ResourceSeen(SERVER, "id-1", Optional.empty(), NOW));
    commit(new ClusterRecord.ResourceSeen(SERVER.twin("id-2"), "id-2", Optional.empty(), NOW));
    assertThat(journal)
        .containsExactly(
            "server/worker-1: To be created.",
            "server/worker-1: Perhaps created, perhaps not: timed out",
            "server/worker-1: Found in the cloud (id-1).",
            "server/worker-1+id-2: A second one was found (id-2).");
  }

  @Test
  void aLateAnswerSaysNothing() {
    intend(1, Attempt.Verb.CREATE);
    settle(1, new Outcome.Failed(Outcome.Retry.SOON, "busy"));
    intend(2, Attempt.Verb.CREATE);
    settle(1, new Outcome.Done(Optional.of("id-1")));
    assertThat(journal).hasSize(2);
  }

  @Test
  void holdsAndWaitsAreTold() {
    commit(
        new ClusterRecord.HoldPlaced(new Hold("quota", "cores: 4 needed, 2 free", false, NOW)),
        new ClusterRecord.HoldLifted("quota", NOW),
        new ClusterRecord.HoldPlaced(new Hold("flavor", "there is none", true, NOW)),
        new ClusterRecord.WaitNoted(new Wait("worker-1", "its server starts", NOW, NOW)),
        new ClusterRecord.WaitOver("worker-1"));
    assertThat(journal)
        .containsExactly(
            "cluster: On hold (quota): cores: 4 needed, 2 free",
            "cluster: Goes on: the hold 'quota' is lifted.",
            "cluster: Failed (flavor): there is none",
            "worker-1: Waits: its server starts");
  }

  @Test
  void theClustersOwnLifeIsTold() {
    commit(
        new ClusterRecord.CreationCompleted(NOW),
        new ClusterRecord.DeletionRequested("bob", NOW),
        new ClusterRecord.ClusterGone("", NOW));
    assertThat(journal)
        .containsExactly(
            "cluster: Created: all its machines are Ready.",
            "cluster: Its deletion was asked for by bob.",
            "cluster: Gone.");
  }

  @Test
  void whatOnlyThePlannerNeedsIsNotTold() {
    commit(new ClusterRecord.ResourceMissed(SERVER), new ClusterRecord.ResourceForgotten(SERVER));
    assertThat(journal).isEmpty();
  }
}
