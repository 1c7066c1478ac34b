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
 */
public record Blueprint(
    String kubernetesVersion,
    NodeGroup.Flavor flavor,
    String image,
    String osProfile,
    List<NodeGroup.Volume> volumes,
    Optional<String> zone) {
  public Blueprint {
    volumes = List.copyOf(volumes);
  }

  /** How machines of this group are to be made in the end. */
  public static Blueprint of(ClusterSpec spec, NodeGroup group, Optional<String> zone) {
    return new Blueprint(
        spec.kubernetesVersion(),
        group.flavor(),
        group.image(),
        spec.osProfile(),
        group.options().volumes(),
        zone);
  }

  /**
   * How machines of this group are made now: as in the end, but a worker never has a newer
   * Kubernetes than a member of the control plane; until then it has the image that its group had
   * with the version before.
   *
   * @see <a href="https://kubernetes.io/releases/version-skew-policy/">Version skew policy</a>
   */
  public static Blueprint of(Cluster cluster, NodeGroup group, Optional<String> zone) {
    Blueprint last = of(cluster.spec(), group, zone);
    return group.role() == Role.CONTROL_PLANE
        ? last
        : cluster.controlPlane().stream()
            .filter(machine -> machine.state().keeps())
            .map(machine -> machine.blueprint().kubernetesVersion())
            .filter(version -> !version.equals(last.kubernetesVersion))
            .findFirst()
            .map(version -> last.with(version, image(cluster, group, version)))
            .orElse(last);
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

  private Blueprint with(String version, String itsImage) {
    return new Blueprint(version, flavor, itsImage, osProfile, volumes, zone);
  }

  /** Why a machine is not as it is to be now; empty if it is, or is not wanted at all. */
  public static Optional<String> outdated(Cluster cluster, Machine machine) {
    return cluster
        .spec()
        .group(machine.id().group())
        .flatMap(group -> machine.blueprint().outdated(of(cluster, group, machine.zone())))
        .or(() -> machine.marked(Mark.RENEW) ? Optional.of("a successor") : Optional.empty());
  }

  /**
   * What sets this apart from another one, in words; empty if nothing does. A zone does not: where
   * a machine stands is no reason to replace it.
   */
  Optional<String> outdated(Blueprint now) {
    List<String> differences = new ArrayList<>();
    different("Kubernetes", kubernetesVersion, now.kubernetesVersion, differences);
    different("flavor", flavor.name(), now.flavor.name(), differences);
    if (!flavor.id().equals(now.flavor.id()) && flavor.name().equals(now.flavor.name())) {
      differences.add("another flavor of the name " + now.flavor.name());
    }
    different("image", image, now.image, differences);
    different("operating system", osProfile, now.osProfile, differences);
    different("volumes", text(volumes), text(now.volumes), differences);
    return differences.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", differences));
  }

  private static String text(List<NodeGroup.Volume> volumes) {
    return volumes.isEmpty()
        ? "(none)"
        : volumes.stream()
            .map(NodeGroup.Volume::text)
            .sorted()
            .collect(Collectors.joining(" and "));
  }

  private static void different(String what, String old, String now, List<String> differences) {
    if (!old.equals(now)) {
      differences.add("%s %s instead of %s".formatted(what, now, old));
    }
  }
}
