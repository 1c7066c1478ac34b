package io.caisson.service.tenancy;

import io.caisson.domain.cluster.NodeGroup;
import io.caisson.spi.cloud.Facts;
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
      fits(flavor.get(), image.get(), path + ".flavor");
    }
    return new NodeGroup(
        group.name(),
        group.role(),
        flavor.map(found -> flavor(found, group.flavor())).orElse(ANY_FLAVOR),
        image.map(Facts.Image::id).orElse("unknown"),
        group.count(),
        group.bounds(),
        group.options());
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

  private void fits(Facts.Flavor flavor, Facts.Image image, String path) {
    boolean disk = flavor.diskGib() == 0 || flavor.diskGib() >= image.minDiskGib();
    if (!disk || flavor.ramMib() < image.minRamMib()) {
      facts.problem(
          path,
          "flavor '%s' has %d GiB of disk and %d MiB of RAM; image '%s' needs %d GiB and %d MiB"
              .formatted(
                  flavor.name(),
                  flavor.diskGib(),
                  flavor.ramMib(),
                  image.name(),
                  image.minDiskGib(),
                  image.minRamMib()));
    }
  }
}
