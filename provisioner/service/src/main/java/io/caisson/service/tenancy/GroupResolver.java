package io.caisson.service.tenancy;

import io.caisson.domain.cluster.NodeGroup;
import io.caisson.spi.cloud.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns a wished node group into one with ids. Where the cloud lacks a thing, something that no
 * rule objects to stands in for it, so that one mistake is told once.
 */
final class GroupResolver {
  private static final NodeGroup.Flavor ANY_FLAVOR = new NodeGroup.Flavor("", "", 2, 1 << 20);

  private final CloudFacts facts;
  private final SystemChoice system;

  GroupResolver(CloudFacts facts, SystemChoice system) {
    this.facts = facts;
    this.system = system;
  }

  /**
   * @param path of the group, for problems
   */
  NodeGroup group(ClusterWish.Group group, String path) {
    Optional<Facts.Flavor> flavor = facts.flavor(path + ".flavor", group.flavor());
    Optional<Facts.Image> image = facts.image(path + ".image", group.image());
    image.ifPresent(found -> image(found, path + ".image"));
    if (flavor.isPresent() && image.isPresent()) {
      fits(disk(group, flavor.get()), flavor.get(), image.get(), path);
    }
    if (!group.options().volumes().isEmpty()) {
      facts.needVolumes(path + ".volumes");
    }
    return new NodeGroup(
        group.name(),
        group.role(),
        flavor.map(found -> flavor(found, group.flavor())).orElse(ANY_FLAVOR),
        image.map(Facts.Image::id).orElse("unknown"),
        group.count(),
        group.bounds(),
        group.options().onPorts(ports(group.options().ports(), path + ".ports")));
  }

  private List<NodeGroup.ExtraPort> ports(List<NodeGroup.ExtraPort> wished, String path) {
    List<NodeGroup.ExtraPort> found = new ArrayList<>();
    for (int i = 0; i < wished.size(); i++) {
      found.add(port(wished.get(i), "%s[%d]".formatted(path, i)));
    }
    return found;
  }

  private NodeGroup.ExtraPort port(NodeGroup.ExtraPort wished, String path) {
    Optional<String> asked = Optional.of(wished.subnet().id()).filter(id -> !id.isEmpty());
    Optional<Facts.NetworkFact> network = facts.network(path + ".network", wished.network());
    return new NodeGroup.ExtraPort(
        network.map(Facts.NetworkFact::id).orElse("unknown"),
        network
            .flatMap(one -> SubnetChoice.of(one, asked, facts, path + ".subnet"))
            .orElse(WishResolver.ANY_SUBNET),
        wished.vnicType());
  }

  /** With the name that the tenant used, which is what the tenant will look for. */
  private static NodeGroup.Flavor flavor(Facts.Flavor found, String asked) {
    return new NodeGroup.Flavor(found.id(), asked, found.vcpus(), found.ramMib());
  }

  private void image(Facts.Image image, String path) {
    if (!image.active()) {
      facts.problem(path, "image '%s' is not active".formatted(image.name()));
    }
    system.add(image, path);
  }

  /** What a machine boots from, in GiB: its root volume, or else the flavor's own disk. */
  private static int disk(ClusterWish.Group group, Facts.Flavor flavor) {
    return root(group).map(NodeGroup.Volume::sizeGib).orElse(flavor.diskGib());
  }

  private static Optional<NodeGroup.Volume> root(ClusterWish.Group group) {
    return group.options().volumes().stream()
        .filter(volume -> volume.use().equals(NodeGroup.Volume.ROOT))
        .findFirst();
  }

  private void fits(int diskGib, Facts.Flavor flavor, Facts.Image image, String path) {
    boolean disk = diskGib == 0 || diskGib >= image.minDiskGib();
    if (!disk || flavor.ramMib() < image.minRamMib()) {
      facts.problem(
          path + ".flavor",
          "flavor '%s' has %d GiB of disk (its root volume, if it has one) and %d MiB of RAM; image '%s' needs %d GiB and %d MiB"
              .formatted(
                  flavor.name(),
                  diskGib,
                  flavor.ramMib(),
                  image.name(),
                  image.minDiskGib(),
                  image.minRamMib()));
    }
  }
}
