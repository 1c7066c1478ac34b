package io.caisson.domain.catalogue;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which operating systems machines can run, by what an image says of itself. */
public final class OsProfiles {
  /** From an image's {@code os_distro} to the profile that its machines are prepared by. */
  private static final Map<String, String> BY_DISTRO = Map.of("ubuntu", "ubuntu-24.04");

  private OsProfiles() {}

  public static Optional<String> of(String distro) {
    return Optional.ofNullable(BY_DISTRO.get(distro));
  }

  public static boolean known(String profile) {
    return BY_DISTRO.containsValue(profile);
  }

  /** The values of {@code os_distro} that are understood. */
  public static SortedSet<String> distros() {
    return new TreeSet<>(BY_DISTRO.keySet());
  }

  public static SortedSet<String> profiles() {
    return new TreeSet<>(BY_DISTRO.values());
  }
}
