package io.caisson.domain.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What this build can make clusters of. The versions are those whose kubeadm speaks {@code
 * v1beta4}; their dates are upstream's (kubernetes.io/releases).
 */
public final class Catalogue {
  /** Oldest first. */
  public static final List<Release> RELEASES =
      List.of(
          Release.of("1.31.14", "2025-11-11"),
          Release.of("1.32.13", "2026-02-28"),
          Release.of("1.33.13", "2026-06-28"),
          Release.of("1.34.11", "2026-10-27"),
          Release.of("1.35.8", "2027-02-28"),
          Release.of("1.36.4", "2027-06-28"));

  /** Names of the pod networks that are installed into a cluster. */
  public static final Set<String> POD_NETWORKS = Set.of("flannel");

  private Catalogue() {}

  /** What a cluster gets whose creator names no version. */
  public static KubernetesVersion newest() {
    return RELEASES.getLast().newest();
  }

  public static Optional<Release> release(KubernetesVersion version) {
    return RELEASES.stream()
        .filter(release -> version.major() == 1 && version.minor() == release.minor())
        .findFirst();
  }

  /** For people, such as {@code 1.31 to 1.36}. */
  public static String range() {
    return "1.%d to 1.%d".formatted(RELEASES.getFirst().minor(), RELEASES.getLast().minor());
  }
}
