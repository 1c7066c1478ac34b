package io.caisson.service.tenancy;

import io.caisson.domain.catalogue.OsProfiles;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.spi.cloud.Facts;
import java.util.Optional;

/**
 * Which operating system a cluster's machines have: the one that the tenant names by a label, else
 * the one that the images say that they hold. All machines of a cluster have one.
 */
final class SystemChoice {
  private static final String LABEL = "os_profile";

  private final CloudFacts facts;
  private final Optional<String> named;
  private Optional<String> found;

  private SystemChoice(CloudFacts facts, Optional<String> named, Optional<String> found) {
    this.facts = facts;
    this.named = named;
    this.found = found;
  }

  /** Of a cluster that is to be made. */
  static SystemChoice of(ClusterWish wish, CloudFacts facts) {
    return new SystemChoice(facts, Optional.ofNullable(wish.labels().get(LABEL)), Optional.empty());
  }

  /** Of a cluster that exists: further images must hold what its images do. */
  static SystemChoice of(ClusterSpec spec, CloudFacts facts) {
    return new SystemChoice(
        facts, Optional.ofNullable(spec.labels().get(LABEL)), Optional.of(spec.osProfile()));
  }

  /**
   * Looks at one of the cluster's images.
   *
   * @param path of the wish's field, for problems
   */
  void add(Facts.Image image, String path) {
    if (named.isPresent()) {
      return;
    }
    Facts.OperatingSystem system = image.system();
    Optional<String> profile =
        system.distro().flatMap(distro -> OsProfiles.of(distro, system.version()));
    found = found.or(() -> profile);
    if (profile.isEmpty()) {
      facts.problem(path, unknown(image));
    } else if (!profile.equals(found)) {
      facts.problem(
          path,
          "image '%s' holds %s and another of this cluster's %s: its machines need one operating system"
              .formatted(image.name(), profile.get(), found.get()));
    }
  }

  private static String unknown(Facts.Image image) {
    return ("image '%s' has os_distro and os_version '%s'; this version knows %s: set these"
            + " properties on the image, or name one by the label %s")
        .formatted(image.name(), image.system().text(), OsProfiles.profiles(), LABEL);
  }

  String profile() {
    return named.or(() -> found).orElse(OsProfiles.DEFAULT);
  }
}
