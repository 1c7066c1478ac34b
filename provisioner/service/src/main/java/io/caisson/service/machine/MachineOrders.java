package io.caisson.service.machine;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.plan.LookOrder;
import io.caisson.domain.plan.Planner;
import io.caisson.service.bootstrap.guest.BundleContent;
import io.caisson.service.bootstrap.kubeadm.ClusterSettings;
import io.caisson.service.bootstrap.kubeadm.Discovery;
import io.caisson.service.bootstrap.kubeadm.Endpoint;
import io.caisson.service.bootstrap.kubeadm.KubernetesVersion;
import io.caisson.service.bootstrap.kubeadm.NodeOrder;
import io.caisson.service.bootstrap.kubeadm.NodeRegistration;
import io.caisson.service.bootstrap.kubeadm.Taint;
import io.caisson.service.bootstrap.node.OsProfiles;
import io.caisson.service.bootstrap.pki.ClusterPki;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What kubeadm is to make of a machine of a cluster as it is recorded. */
final class MachineOrders {
  private MachineOrders() {}

  static BundleContent bundle(
      Cluster cluster, Machine machine, ClusterPki pki, DerivedSecrets secrets, Instant now) {
    return new BundleContent(
        order(cluster, machine, pki, secrets, now),
        pki,
        OsProfiles.named(cluster.spec().osProfile()));
  }

  private static NodeOrder order(
      Cluster cluster, Machine machine, ClusterPki pki, DerivedSecrets secrets, Instant now) {
    NodeRegistration node = registration(cluster, machine);
    if (Planner.initialises(cluster, machine)) {
      return new NodeOrder.Init(settings(cluster, machine), node, secrets.unused(now));
    }
    KubernetesVersion version = KubernetesVersion.parse(cluster.spec().kubernetesVersion());
    Discovery discovery =
        new Discovery(
            endpoint(cluster),
            secrets.token(machine.id(), now),
            List.of(pki.kubernetes().caCertHash()));
    return switch (machine.role()) {
      case CONTROL_PLANE -> new NodeOrder.JoinControlPlane(version, node, discovery);
      case WORKER -> new NodeOrder.JoinWorker(version, node, discovery);
    };
  }

  private static ClusterSettings settings(Cluster cluster, Machine machine) {
    return new ClusterSettings(
        cluster.head().name(),
        KubernetesVersion.parse(cluster.spec().kubernetesVersion()),
        endpoint(cluster),
        cluster.spec().networking().podCidr(),
        cluster.spec().networking().serviceCidr(),
        List.of(endpoint(cluster).host(), machine.address()).stream().distinct().toList(),
        Optional.ofNullable(cluster.spec().labels().get("container_infra_prefix")));
  }

  private static Endpoint endpoint(Cluster cluster) {
    return new Endpoint(
        LookOrder.endpoint(cluster).orElseThrow(), io.caisson.domain.cluster.Endpoint.PORT);
  }

  private static NodeRegistration registration(Cluster cluster, Machine machine) {
    NodeGroup group = cluster.spec().group(machine.id().group()).orElseThrow();
    Map<String, String> labels = new TreeMap<>();
    labels.put("caisson.io/node-group", group.name());
    group.options().labels().forEach(label -> labels.put(label.key(), label.value()));
    return new NodeRegistration(
        machine.name(),
        machine.address(),
        cluster.ref(machine.server()).map(id -> "openstack:///" + id),
        OsProfiles.named(cluster.spec().osProfile()).criSocket(),
        labels,
        group.options().taints().stream().map(MachineOrders::taint).toList());
  }

  private static Taint taint(NodeGroup.Taint taint) {
    Taint.Effect effect =
        switch (taint.effect()) {
          case "NoSchedule" -> Taint.Effect.NO_SCHEDULE;
          case "PreferNoSchedule" -> Taint.Effect.PREFER_NO_SCHEDULE;
          case "NoExecute" -> Taint.Effect.NO_EXECUTE;
          default -> throw new IllegalArgumentException("no effect of a taint: " + taint.effect());
        };
    return new Taint(taint.key(), taint.value(), effect);
  }
}
