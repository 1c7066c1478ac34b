package io.caisson.domain.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a machine is made by. It is fixed when the machine is planned: a machine that is to be made
 * by another one is replaced, never changed. Numbers of machines are no part of it, so a resize
 * replaces nobody.
 *
 * @param volumes each machine has its own, and they go with it
 * @param zone the availability zone; empty for the cloud's choice
 * @param etcd the tag of its etcd's image; empty for what its kubeadm brings, and for workers
 * @param placement to the other machines of its group
 * @param ports beside the one that carries the cluster's traffic
 */
public record Blueprint(
    String kubernetesVersion,
    NodeGroup.Flavor flavor,
    String image,
    String osProfile,
    List<NodeGroup.Volume> volumes,
    Optional<String> zone,
    Optional<String> etcd,
    Optional<Placement> placement,
    List<NodeGroup.ExtraPort> ports) {
  private static final String KUBEADMS = "kubeadm's own";

  public Blueprint {
    volumes = List.copyOf(volumes);
    ports = List.copyOf(ports);
  }

  public Blueprint(
      String kubernetesVersion,
      NodeGroup.Flavor flavor,
      String image,
      String osProfile,
      List<NodeGroup.Volume> volumes,
      Optional<String> zone) {
    this(
        kubernetesVersion,
        flavor,
        image,
        osProfile,
        volumes,
        zone,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** How machines of this group are to be made in the end. */
  public static Blueprint of(ClusterSpec spec, NodeGroup group, Optional<String> zone) {
    return new Blueprint(
        spec.kubernetesVersion(),
        group.flavor(),
        group.image(),
        spec.osProfile(),
        group.options().volumes(),
        zone,
        Optional.empty(),
        group.options().placement(),
        group.options().ports());
  }

  /**
   * How machines of this group are made now: as in the end, but the control plane goes there by the
   * stages of {@link UpgradePath}, and a worker never has a newer Kubernetes than a member of it.
   * Until then they have the image that their group had with the version in question.
   *
   * @see <a href="https://kubernetes.io/releases/version-skew-policy/">Version skew policy</a>
   */
  public static Blueprint of(Cluster cluster, NodeGroup group, Optional<String> zone) {
    Blueprint last = of(cluster.spec(), group, zone);
    UpgradePath path = UpgradePath.of(cluster);
    return switch (group.role()) {
      case CONTROL_PLANE -> last.at(path.members(), cluster, group);
      case WORKER ->
          last.at(new UpgradePath.Stage(path.kubelets(), Optional.empty()), cluster, group);
    };
  }

  private Blueprint at(UpgradePath.Stage stage, Cluster cluster, NodeGroup group) {
    String version = stage.kubernetes();
    String its = version.equals(kubernetesVersion) ? image : image(cluster, group, version);
    return new Blueprint(
        version, flavor, its, osProfile, volumes, zone, stage.etcd(), placement, ports);
  }

  /** What the group booted with that version; as it is to be in the end if it had none. */
  private static String image(Cluster cluster, NodeGroup group, String version) {
    return cluster.history().earlier().reversed().stream()
        .map(Revision::spec)
        .filter(spec -> spec.kubernetesVersion().equals(version))
        .flatMap(spec -> spec.group(group.name()).stream())
        .map(NodeGroup::image)
        .findFirst()
        .orElse(group.image());
  }

  /** Why a machine is not as it is to be now; empty if it is, or is not wanted at all. */
  public static Optional<String> outdated(Cluster cluster, Machine machine) {
    return cluster
        .spec()
        .group(machine.id().group())
        .flatMap(group -> machine.blueprint().outdated(now(cluster, group, machine)))
        .or(() -> machine.marked(Mark.RENEW) ? Optional.of("a successor") : Optional.empty());
  }

  /** A worker that skips a stage keeps its Kubernetes, and the image that it has with it. */
  private static Blueprint now(Cluster cluster, NodeGroup group, Machine machine) {
    Blueprint now = of(cluster, group, machine.zone());
    Blueprint its = machine.blueprint();
    boolean skips =
        group.role() == Role.WORKER
            && !its.kubernetesVersion.equals(now.kubernetesVersion)
            && UpgradePath.of(cluster).isSkippedBy(machine);
    return skips
        ? new Blueprint(
            its.kubernetesVersion,
            now.flavor,
            its.image,
            now.osProfile,
            now.volumes,
            now.zone,
            now.etcd,
            now.placement,
            now.ports)
        : now;
  }

  /**
   * What sets this apart from another one, in words; empty if nothing does. A zone does not, nor a
   * placement: where a machine stands is no reason to replace it.
   */
  Optional<String> outdated(Blueprint now) {
    if (equals(now)) {
      return Optional.empty();
    }
    List<String> differences = new ArrayList<>();
    different("Kubernetes", kubernetesVersion, now.kubernetesVersion, differences);
    different("etcd", etcd.orElse(KUBEADMS), now.etcd.orElse(KUBEADMS), differences);
    differentFlavor(now, differences);
    different("image", image, now.image, differences);
    different("operating system", osProfile, now.osProfile, differences);
    different("volumes", text(volumes), text(now.volumes), differences);
    different("further ports", plugs(ports), plugs(now.ports), differences);
    return told(differences);
  }

  /**
   * What of this cannot become so in a server that stays, in words: all but its system. Empty if a
   * rebuild can make it so.
   */
  public Optional<String> fixed(Blueprint now) {
    List<String> differences = new ArrayList<>();
    differentFlavor(now, differences);
    different("volumes", text(volumes), text(now.volumes), differences);
    different("further ports", plugs(ports), plugs(now.ports), differences);
    different("placement", placed(placement), placed(now.placement), differences);
    return told(differences);
  }

  private void differentFlavor(Blueprint now, List<String> differences) {
    different("flavor", flavor.name(), now.flavor.name(), differences);
    if (!flavor.id().equals(now.flavor.id()) && flavor.name().equals(now.flavor.name())) {
      differences.add("another flavor of the name " + now.flavor.name());
    }
  }

  private static Optional<String> told(List<String> differences) {
    return differences.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", differences));
  }

  private static String placed(Optional<Placement> placement) {
    return placement.map(Placement::text).orElse("(anywhere)");
  }

  /** The same wherever it stands, and with the etcd that its kubeadm brings. */
  public Blueprint plain() {
    return new Blueprint(
        kubernetesVersion,
        flavor,
        image,
        osProfile,
        volumes,
        Optional.empty(),
        Optional.empty(),
        placement,
        ports);
  }

  private static String text(List<NodeGroup.Volume> volumes) {
    return volumes.isEmpty()
        ? "(none)"
        : volumes.stream()
            .map(NodeGroup.Volume::text)
            .sorted()
            .collect(Collectors.joining(" and "));
  }

  private static String plugs(List<NodeGroup.ExtraPort> ports) {
    return ports.isEmpty()
        ? "(none)"
        : ports.stream().map(NodeGroup.ExtraPort::text).collect(Collectors.joining(" and "));
  }

  private static void different(String what, String old, String now, List<String> differences) {
    if (!old.equals(now)) {
      differences.add("%s %s instead of %s".formatted(what, now, old));
    }
  }
}
