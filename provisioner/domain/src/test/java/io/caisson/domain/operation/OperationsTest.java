package io.caisson.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterHead;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.operation.Operation.Kind;
import io.caisson.domain.operation.Operation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OperationsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
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
          new Revision(1, spec(2), "ann", START),
          List.of());

  @Test
  void aNewClusterIsBeingCreated() {
    Operation creation = told(60).getFirst();
    assertThat(creation.id()).isEqualTo("r1");
    assertThat(creation.kind()).isEqualTo(Kind.CREATE);
    assertThat(creation.actor()).contains("ann");
    assertThat(creation.outcome().state()).isEqualTo(State.IN_PROGRESS);
    assertThat(creation.progress().orElseThrow().machines()).isEqualTo(2);
    assertThat(creation.times().expected()).as("nothing to compare with").isEmpty();
  }

  @Test
  void aResizeIsExpectedToTakeAsLongAsTheCreationDid() {
    apply(new ClusterRecord.CreationCompleted(at(300)), reached(1, 300));
    revise(2, spec(5), 1000);
    Operation resize = told(1100).getLast();
    assertThat(resize.kind()).isEqualTo(Kind.RESIZE);
    assertThat(resize.what()).isEqualTo("worker from 2 to 5 machines");
    assertThat(resize.times().expected()).contains(at(1300));
    assertThat(told(1400).getLast().times().expected()).as("it takes longer already").isEmpty();
    apply(reached(2, 1500));
    assertThat(told(2000).getLast().outcome().state()).isEqualTo(State.SUCCEEDED);
    assertThat(told(2000).getLast().times().ended()).contains(at(1500));
  }

  @Test
  void whatWasNeverReachedIsSuperseded() {
    revise(2, spec(2), 100);
    revise(3, spec(2).with(worker("more", 1)), 200);
    revise(4, spec(2), 300);
    apply(new ClusterRecord.DeletionRequested("bob", at(400)));
    assertThat(told(500))
        .extracting(Operation::kind)
        .containsExactly(
            Kind.CREATE, Kind.RENEW, Kind.ADD_NODE_GROUP, Kind.REMOVE_NODE_GROUP, Kind.DELETE);
    assertThat(told(500).subList(0, 4)).allMatch(one -> one.outcome().state() == State.SUPERSEDED);
    assertThat(told(500).getLast().outcome().state()).isEqualTo(State.IN_PROGRESS);
    apply(new ClusterRecord.ClusterGone("", at(600)));
    assertThat(told(700).getLast().times().ended()).contains(at(600));
  }

  @Test
  void whatTakesTooLongHasFailedAndGoesOn() {
    Operation late = told(Duration.ofHours(2).toSeconds()).getFirst();
    assertThat(late.outcome().state()).isEqualTo(State.FAILED);
    assertThat(late.outcome().reason()).startsWith("not done after 60 minutes");
    assertThat(late.times().ended()).isEmpty();
  }

  private List<Operation> told(long seconds) {
    return Operations.of(cluster, at(seconds));
  }

  private void revise(int number, ClusterSpec spec, long seconds) {
    apply(new ClusterRecord.Revised(new Revision(number, spec, "ann", at(seconds))));
  }

  private static ClusterRecord reached(int number, long seconds) {
    return new ClusterRecord.RevisionReached(number, at(seconds));
  }

  private void apply(ClusterRecord... records) {
    cluster = cluster.apply(List.of(records));
  }

  private static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }

  private static ClusterSpec spec(int workers) {
    return new ClusterSpec(
        "1.34.4",
        List.of(worker("worker", workers)),
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

  private static NodeGroup worker(String name, int count) {
    return new NodeGroup(
        name,
        Role.WORKER,
        new NodeGroup.Flavor("f", "f", 2, 4096),
        "image",
        count,
        NodeGroup.Bounds.NONE,
        NodeGroup.Options.NONE);
  }
}
