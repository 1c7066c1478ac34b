package io.caisson.service.store;

import io.caisson.domain.cluster.Blueprint;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterHead;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.cluster.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

/** Clusters as tests of the store need them. */
public final class SampleClusters {
  public static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456789Z");
  public static final String TEMPLATE = "5f8f2a4e-0f3c-4a53-9d9a-3f1f6a1f0001";

  private SampleClusters() {}

  public static Cluster cluster(String project) {
    return cluster(project, "kube", NOW);
  }

  public static Cluster cluster(String project, String name, Instant created) {
    ClusterId id = new ClusterId(UUID.randomUUID().toString());
    ClusterHead head = new ClusterHead(id, "main", name, project, "user-1", TEMPLATE, created);
    Resource credential = Resource.given(ResourceKey.parse("credential/cluster"), "credential-1");
    return Cluster.create(head, new Revision(1, spec(), "user-1", created), List.of(credential));
  }

  private static ClusterSpec spec() {
    return new ClusterSpec(
        "1.34.4",
        List.of(group("control-plane", Role.CONTROL_PLANE, 1), group("worker", Role.WORKER, 2)),
        new ClusterSpec.Networking(
            "network-1",
            new ClusterSpec.Subnet("subnet-1", "10.0.0.0/16", List.of()),
            "10.100.0.0/16",
            "10.254.0.0/16",
            "flannel"),
        new Endpoint.FloatingAddress("public"),
        Optional.of("key"),
        "ubuntu-24.04",
        new ClusterSpec.Timeouts(Duration.ofHours(1)),
        new TreeMap<>());
  }

  private static NodeGroup group(String name, Role role, int count) {
    return new NodeGroup(
        name,
        role,
        new NodeGroup.Flavor("flavor-1", "m1.small", 2, 4096),
        "image-1",
        count,
        new NodeGroup.Bounds(1, 5_000),
        NodeGroup.Options.NONE);
  }

  public static Machine worker(int number) {
    return new Machine(
        new MachineId("worker", number),
        Role.WORKER,
        "kube-worker-" + number,
        MachineState.PLANNED,
        NOW,
        "wanted",
        List.of(new Machine.Plug("network-1", "subnet-1", "10.0.0." + number % 250)),
        new Machine.Guest(Machine.Stage.NONE, NOW, ""),
        Blueprint.of(spec(), spec().groups().getFirst(), Optional.empty()),
        Optional.empty(),
        Optional.of(NOW),
        Optional.empty());
  }

  public static ClusterRecord planned(int number) {
    return new ClusterRecord.MachinePlanned(worker(number));
  }

  /** Records that plan the workers from the first to the last. */
  public static List<ClusterRecord> planned(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(SampleClusters::planned).toList();
  }

  public static ClusterRecord moved(int number, MachineState state, String reason) {
    return new ClusterRecord.MachineMoved(new MachineId("worker", number), state, reason, NOW);
  }

  public static ClusterRecord gone() {
    return new ClusterRecord.ClusterGone("nothing is left", NOW);
  }

  public static Message told(int number, Machine.Stage stage, String text) {
    return new Message.GuestTold(
        new MachineId("worker", number), new Machine.Guest(stage, NOW, text, Optional.of(2)));
  }
}
