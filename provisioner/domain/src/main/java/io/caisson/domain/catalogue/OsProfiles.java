package io.caisson.domain.catalogue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which operating systems machines can run, by what an image says of itself. Oldest first among
 * those of a distribution: an image without a version counts as the newest.
 *
 * @see <a href="https://docs.openstack.org/glance/latest/admin/useful-image-properties.html">the
 *     image properties os_distro and os_version</a>
 */
public final class OsProfiles {
  private static final List<Known> ALL =
      List.of(
          new Known("debian", "12"),
          new Known("debian", "13"),
          new Known("flatcar", ""),
          new Known("kylin", "v10"),
          new Known("loongnix", "8"),
          new Known("openeuler", "22.03"),
          new Known("openeuler", "24.03"),
          new Known("rocky", "9"),
          new Known("ubuntu", "22.04"),
          new Known("ubuntu", "24.04"));

  /** What a cluster of images that are not known would count as, were it made. */
  public static final String DEFAULT = "ubuntu-24.04";

  private OsProfiles() {}

  /**
   * @param version empty for all versions
   */
  private record Known(String distro, String version) {
    String profile() {
      return version.isEmpty() ? distro : distro + "-" + version;
    }

    /** {@code 9} is 9.4 too, and {@code 22.03} is 22.03-LTS-SP3. */
    boolean covers(String asked) {
      String plain = plain(asked);
      String ours = plain(version);
      return ours.isEmpty() || plain.equals(ours) || plain.matches("\\Q" + ours + "\\E[^0-9].*");
    }

    private static String plain(String version) {
      String lower = version.toLowerCase(Locale.ROOT).strip();
      return lower.startsWith("v") ? lower.substring(1) : lower;
    }
  }

  /**
   * The profile of an image's machines.
   *
   * @param distro such as {@code debian}, in any spelling of its letters
   * @param version such as {@code 12}; the newest known if the image does not say
   */
  public static Optional<String> of(String distro, Optional<String> version) {
    List<Known> ofDistro =
        ALL.stream()
            .filter(known -> known.distro().equals(distro.toLowerCase(Locale.ROOT)))
            .toList();
    return ofDistro.reversed().stream()
        .filter(known -> version.map(known::covers).orElse(true))
        .map(Known::profile)
        .findFirst();
  }

  public static boolean known(String profile) {
    return ALL.stream().anyMatch(known -> known.profile().equals(profile));
  }

  public static SortedSet<String> profiles() {
    SortedSet<String> profiles = new TreeSet<>();
    ALL.forEach(known -> profiles.add(known.profile()));
    return profiles;
  }
}
