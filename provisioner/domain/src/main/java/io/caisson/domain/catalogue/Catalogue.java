package io.caisson.domain.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What this build can make clusters of. Patches and dates are upstream's (kubernetes.io/releases).
 */
public final class Catalogue {
  /** Those whose kubeadm speaks {@code v1beta4}; oldest first. */
  public static final List<Release> RELEASES =
      List.of(
          Release.of("1.31.14", "2025-11-11"),
          Release.of("1.32.13", "2026-02-28"),
          Release.of("1.33.13", "2026-06-28"),
          Release.of("1.34.11", "2026-10-27"),
          Release.of("1.35.8", "2027-02-28"),
          Release.of("1.36.4", "2027-06-28"));

  /**
   * Those that upstream has long given up, for clusters that have to stay as they are; oldest
   * first. Their kubeadm documents are rendered and read strictly by its types in the dialect of
   * the time; this build has booted none of them. Of minors that are missing here no last patch is
   * known.
   */
  public static final List<Release> OLD_RELEASES =
      List.of(
          Release.of("1.16.15"),
          Release.of("1.18.20"),
          Release.of("1.20.15"),
          Release.of("1.22.17"),
          Release.of("1.23.17"),
          Release.of("1.24.17", "2023-07-28"),
          Release.of("1.25.16", "2023-10-27"),
          Release.of("1.26.15", "2024-02-28"),
          Release.of("1.27.16", "2024-06-28"),
          Release.of("1.28.15", "2024-10-28"),
          Release.of("1.29.15", "2025-02-28"),
          Release.of("1.30.14", "2025-07-15"));

  /** Names of the pod networks that are installed into a cluster. */
  public static final Set<String> POD_NETWORKS = Set.of("flannel");

  private Catalogue() {}

  /** What a cluster gets whose creator names no version. */
  public static KubernetesVersion newest() {
    return RELEASES.getLast().newest();
  }

  public static Optional<Release> release(KubernetesVersion version) {
    return in(RELEASES, version).or(() -> in(OLD_RELEASES, version));
  }

  /** Why a new cluster of an old release is not made unless the operator allows it. */
  public static Optional<String> objection(KubernetesVersion version) {
    return in(OLD_RELEASES, version)
        .map(
            release ->
                "upstream has given up Kubernetes 1.%d%s; take %s, or let the operator allow old releases (CAISSON_OLD_RELEASES)"
                    .formatted(
                        release.minor(),
                        release.endOfLife().map(day -> " on " + day).orElse(""),
                        range()));
  }

  private static Optional<Release> in(List<Release> releases, KubernetesVersion version) {
    return releases.stream()
        .filter(release -> version.major() == 1 && version.minor() == release.minor())
        .findFirst();
  }

  /** For people, such as {@code 1.31 to 1.36}. */
  public static String range() {
    return "1.%d to 1.%d".formatted(RELEASES.getFirst().minor(), RELEASES.getLast().minor());
  }
}
