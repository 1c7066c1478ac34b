package io.caisson.domain.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A spec without problems, and ways to spoil one thing of it. */
public final class SpecFixture {
  private SpecFixture() {}

  public static ClusterSpec good() {
    return new ClusterSpec(
        "1.34.4",
        List.of(group("control-plane", Role.CONTROL_PLANE, 1), group("worker", Role.WORKER, 2)),
        new ClusterSpec.Networking(
            "net-1",
            new ClusterSpec.Subnet(
                "subnet-1",
                "10.0.0.0/24",
                List.of(new ClusterSpec.AddressRange("10.0.0.2", "10.0.0.254"))),
            "10.100.0.0/16",
            "10.254.0.0/16",
            "flannel"),
        new Endpoint.FloatingAddress("public"),
        Optional.of("caisson"),
        "ubuntu-24.04",
        new ClusterSpec.Timeouts(Duration.ofMinutes(60)),
        new TreeMap<>());
  }

  static NodeGroup group(String name, Role role, int count) {
    return new NodeGroup(
        name,
        role,
        new NodeGroup.Flavor("f-1", "m1.medium", 2, 4096),
        "image-1",
        count,
        new NodeGroup.Bounds(count, count),
        NodeGroup.Options.NONE);
  }

  static ClusterSpec version(String version) {
    ClusterSpec spec = good();
    return new ClusterSpec(
        version,
        spec.groups(),
        spec.networking(),
        spec.endpoint(),
        spec.keyPair(),
        spec.osProfile(),
        spec.timeouts(),
        spec.labels());
  }

  static ClusterSpec groups(NodeGroup... groups) {
    ClusterSpec spec = good();
    return new ClusterSpec(
        spec.kubernetesVersion(),
        List.of(groups),
        spec.networking(),
        spec.endpoint(),
        spec.keyPair(),
        spec.osProfile(),
        spec.timeouts(),
        spec.labels());
  }

  /** The good control plane and this worker group. */
  static ClusterSpec worker(UnaryOperator<NodeGroup> change) {
    ClusterSpec spec = good();
    return groups(spec.groups().getFirst(), change.apply(spec.groups().getLast()));
  }

  static ClusterSpec controlPlanes(int count) {
    return groups(group("control-plane", Role.CONTROL_PLANE, count));
  }

  static NodeGroup resized(NodeGroup group, int count, int min, int max) {
    return new NodeGroup(
        group.name(),
        group.role(),
        group.flavor(),
        group.image(),
        count,
        new NodeGroup.Bounds(min, max),
        group.options());
  }

  static NodeGroup with(NodeGroup group, NodeGroup.Options options) {
    return new NodeGroup(
        group.name(),
        group.role(),
        group.flavor(),
        group.image(),
        group.count(),
        group.bounds(),
        options);
  }

  static ClusterSpec cidrs(String pods, String services, String subnet) {
    ClusterSpec.Networking good = good().networking();
    return networking(
        new ClusterSpec.Networking(
            good.network(),
            new ClusterSpec.Subnet("subnet-1", subnet, good.subnet().pools()),
            pods,
            services,
            good.cni()));
  }

  static ClusterSpec pool(String first, String last) {
    ClusterSpec.Networking good = good().networking();
    return networking(
        new ClusterSpec.Networking(
            good.network(),
            new ClusterSpec.Subnet(
                "subnet-1", "10.0.0.0/24", List.of(new ClusterSpec.AddressRange(first, last))),
            good.podCidr(),
            good.serviceCidr(),
            good.cni()));
  }

  static ClusterSpec cni(String cni) {
    ClusterSpec.Networking good = good().networking();
    return networking(
        new ClusterSpec.Networking(
            good.network(), good.subnet(), good.podCidr(), good.serviceCidr(), cni));
  }

  static ClusterSpec networking(ClusterSpec.Networking networking) {
    ClusterSpec spec = good();
    return new ClusterSpec(
        spec.kubernetesVersion(),
        spec.groups(),
        networking,
        spec.endpoint(),
        spec.keyPair(),
        spec.osProfile(),
        spec.timeouts(),
        spec.labels());
  }

  static ClusterSpec endpoint(Endpoint endpoint, int controlPlanes) {
    ClusterSpec spec = controlPlanes(controlPlanes);
    return new ClusterSpec(
        spec.kubernetesVersion(),
        spec.groups(),
        spec.networking(),
        endpoint,
        spec.keyPair(),
        spec.osProfile(),
        spec.timeouts(),
        spec.labels());
  }

  static ClusterSpec rest(String keyPair, String osProfile, Duration create) {
    ClusterSpec spec = good();
    return new ClusterSpec(
        spec.kubernetesVersion(),
        spec.groups(),
        spec.networking(),
        spec.endpoint(),
        Optional.of(keyPair),
        osProfile,
        new ClusterSpec.Timeouts(create),
        spec.labels());
  }

  static ClusterSpec labels(String key, String value) {
    ClusterSpec spec = good();
    TreeMap<String, String> labels = new TreeMap<>();
    labels.put(key, value);
    return new ClusterSpec(
        spec.kubernetesVersion(),
        spec.groups(),
        spec.networking(),
        spec.endpoint(),
        spec.keyPair(),
        spec.osProfile(),
        spec.timeouts(),
        labels);
  }
}
