package io.caisson.service.machine;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.plan.LookOrder;
import io.caisson.domain.plan.Planner;
import io.caisson.service.bootstrap.guest.BundleContent;
import io.caisson.service.bootstrap.kubeadm.ApiServerSettings;
import io.caisson.service.bootstrap.kubeadm.ClusterFeatures;
import io.caisson.service.bootstrap.kubeadm.ClusterSettings;
import io.caisson.service.bootstrap.kubeadm.Discovery;
import io.caisson.service.bootstrap.kubeadm.Endpoint;
import io.caisson.service.bootstrap.kubeadm.KubernetesVersion;
import io.caisson.service.bootstrap.kubeadm.NodeOrder;
import io.caisson.service.bootstrap.kubeadm.NodeRegistration;
import io.caisson.service.bootstrap.kubeadm.Taint;
import io.caisson.service.bootstrap.node.Mount;
import io.caisson.service.bootstrap.node.OsProfiles;
import io.caisson.service.bootstrap.node.Surroundings;
import io.caisson.service.bootstrap.node.VirtualAddress;
import io.caisson.service.bootstrap.pki.ClusterPki;
import io.caisson.service.tenancy.ClusterExtras;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What kubeadm is to make of a machine of a cluster as it is recorded. */
final class MachineOrders {
  private MachineOrders() {}

  static BundleContent bundle(
      Cluster cluster, Machine machine, ClusterPki pki, DerivedSecrets secrets, Instant now) {
    return new BundleContent(
            order(cluster, machine, pki, secrets, now),
            pki,
            OsProfiles.named(machine.blueprint().osProfile()))
        .with(mounts(cluster, machine));
  }

  /** Of the volumes that its server was ordered with. */
  private static List<Mount> mounts(Cluster cluster, Machine machine) {
    List<Mount> mounts = new ArrayList<>();
    mount(cluster, machine, NodeGroup.Volume.DATA, Mount.Folder.CONTAINERS).ifPresent(mounts::add);
    mount(cluster, machine, NodeGroup.Volume.ETCD, Mount.Folder.ETCD).ifPresent(mounts::add);
    return mounts;
  }

  private static Optional<Mount> mount(
      Cluster cluster, Machine machine, String use, Mount.Folder folder) {
    return cluster.ref(machine.volume(use)).map(id -> new Mount(id, folder));
  }

  /** What the machines of this cluster find around them, of all that there is. */
  static Surroundings around(Cluster cluster, Surroundings all) {
    ClusterSpec.Networking networking = cluster.spec().networking();
    Surroundings around =
        all.ofCluster(
            extras(cluster).images(),
            OsProfiles.named(cluster.spec().osProfile()),
            List.of(
                networking.subnet().cidr(),
                networking.podCidr(),
                networking.serviceCidr(),
                endpoint(cluster).host()));
    return virtualAddress(cluster).map(around::with).orElse(around);
  }

  private static Optional<VirtualAddress> virtualAddress(Cluster cluster) {
    if (!(cluster.spec().endpoint()
        instanceof io.caisson.domain.cluster.Endpoint.VirtualAddress wanted)) {
      return Optional.empty();
    }
    SortedMap<Integer, String> members = new TreeMap<>();
    cluster.controlPlane().stream()
        .filter(machine -> machine.state().stays() || cluster.exists(machine.server()))
        .forEach(machine -> members.put(machine.id().number(), machine.address()));
    VirtualAddress.Keeper by =
        switch (wanted.keeper()) {
          case KEEPALIVED -> VirtualAddress.Keeper.KEEPALIVED;
          case KUBE_VIP -> VirtualAddress.Keeper.KUBE_VIP;
        };
    return LookOrder.virtualAddress(cluster)
        .map(address -> new VirtualAddress(address, members, by));
  }

  private static ClusterExtras extras(Cluster cluster) {
    return ClusterExtras.of(cluster.spec().labels());
  }

  private static ApiServerSettings apiServer(ClusterExtras extras, DerivedSecrets secrets) {
    return new ApiServerSettings(
        extras.audit(), extras.encryption() ? Optional.of(secrets.encryption()) : Optional.empty());
  }

  private static NodeOrder order(
      Cluster cluster, Machine machine, ClusterPki pki, DerivedSecrets secrets, Instant now) {
    NodeRegistration node = registration(cluster, machine);
    if (Planner.initialises(cluster, machine)) {
      return new NodeOrder.Init(settings(cluster, machine, secrets), node, secrets.unused(now));
    }
    KubernetesVersion version = KubernetesVersion.parse(machine.blueprint().kubernetesVersion());
    Discovery discovery =
        new Discovery(
            endpoint(cluster),
            secrets.token(machine.token().name(), now),
            pki.kubernetes().certificate());
    return switch (machine.role()) {
      case CONTROL_PLANE ->
          new NodeOrder.JoinControlPlane(
              version, node, discovery, apiServer(extras(cluster), secrets));
      case WORKER -> new NodeOrder.JoinWorker(version, node, discovery);
    };
  }

  private static ClusterSettings settings(
      Cluster cluster, Machine machine, DerivedSecrets secrets) {
    ClusterExtras extras = extras(cluster);
    List<String> names = new ArrayList<>(List.of(endpoint(cluster).host()));
    LookOrder.virtualAddress(cluster).ifPresent(names::add);
    LookOrder.balancedAddress(cluster).ifPresent(names::add);
    names.add(machine.address());
    names.addAll(extras.certificateNames());
    return new ClusterSettings(
        cluster.head().name(),
        KubernetesVersion.parse(machine.blueprint().kubernetesVersion()),
        endpoint(cluster),
        new ClusterSettings.Subnets(
            cluster.spec().networking().podCidr(), cluster.spec().networking().serviceCidr()),
        names.stream().distinct().toList(),
        extras.images().prefix(),
        new ClusterFeatures(extras.gates(), apiServer(extras, secrets)));
  }

  private static Endpoint endpoint(Cluster cluster) {
    return new Endpoint(
        LookOrder.endpoint(cluster).orElseThrow(), io.caisson.domain.cluster.Endpoint.PORT);
  }

  private static NodeRegistration registration(Cluster cluster, Machine machine) {
    String group = machine.id().group();
    NodeGroup.Options options =
        cluster.spec().group(group).map(NodeGroup::options).orElse(NodeGroup.Options.NONE);
    Map<String, String> labels = new TreeMap<>();
    labels.put("caisson.io/node-group", group);
    options.labels().forEach(label -> labels.put(label.key(), label.value()));
    return new NodeRegistration(
        machine.name(),
        machine.address(),
        cluster.ref(machine.server()).map(id -> "openstack:///" + id),
        OsProfiles.named(machine.blueprint().osProfile()).criSocket(),
        labels,
        options.taints().stream().map(MachineOrders::taint).toList());
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
